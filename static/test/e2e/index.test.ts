// The index of sessions: who is to be called again, a session once more for another list, rows that stand still.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, fresh, launch, type Person, person, until } from './house';
import { cleared, listOf, rows, see, stage, visit } from './scenes';

let browser: Browser;
let ben: Person;
let dev: Person;

beforeAll(async () => {
  browser = await launch();
  ben = await person(browser, 'Ben', { height: 900, zone: 'Europe/London' });
  dev = await person(browser, 'Dev', { height: 900, zone: 'Europe/London' });
});
afterAll(() => browser?.close());

const names = (p: Person) => p.page.locator('.ss tbody th[scope=row]').allTextContents();

test('who asked for a call back shows on both pages, with the time, until they are called', async () => {
  await cleared(ben, 'Call-backs');
  const s = await stage(ben, 'Call-backs', ['Chloe Reid', 'Tom Whitfield', 'Ivy Marsh']);
  const all = await rows(ben, s.session);
  const log = (who: string, body: object) =>
    ask(
      ben,
      'POST',
      `/sessions/${s.session}/entries/${all.find((r) => r.supporter.name === who)?.id}/log`,
      body,
    );
  const pressed = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await visit(dev, '/sessions');
  await see(dev, 'Live');
  await log('Tom Whitfield', {
    reached: true,
    outcome: 'call_back',
    skip: {
      type: 'date',
      date: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
      reason: 'on holiday',
    },
  });
  await log('Chloe Reid', {
    reached: true,
    outcome: 'call_back',
    skip: { type: 'quick', minutes: 15, pressed_at: pressed(14.97), reason: 'in a meeting' },
  });
  await see(dev, /asked for a call back today, (the next at|one is due since) \d\d:\d\d: Chloe Reid/);
  await see(dev, /one is due since/);
  await dev.page.getByRole('button', { name: 'Show them' }).click();
  await dev.page.waitForURL(/due=yes/);
  const table = dev.page.getByRole('table', { name: 'Call-backs' });
  expect(await table.locator('tbody tr').first().textContent()).toMatch(/due now.*Chloe Reid.*in a meeting/);
  expect(await table.locator('tbody tr').nth(1).textContent()).toMatch(
    /, \d\d:\d\d.*Tom Whitfield.*on holiday/,
  );
  expect(await names(dev)).toEqual([`Ben – ${s.name}`]);
  expect(await table.textContent()).not.toContain(s.people[0]?.phone.slice(-6));
  expect(await findings(dev.page, 'call-backs')).toEqual([]);
  await dev.page.getByRole('radio', { name: 'Mine' }).check();
  await see(dev, 'Nobody asked for a call back');

  await visit(ben, '/sessions?due=yes');
  await ben.page.getByRole('link', { name: 'Open Chloe Reid' }).click();
  await ben.page.waitForURL(new RegExp(`/sessions/${s.session}\\?open=`));
  await ben.page.getByRole('dialog').getByText('Chloe Reid').first().waitFor();
  await dev.page.getByRole('radio', { name: 'All' }).check();
  await table.getByText('Chloe Reid').waitFor();
  await log('Chloe Reid', { reached: true, outcome: 'talked' });
  await table.getByText('Chloe Reid').waitFor({ state: 'detached' });
  expect(dev.faults).toEqual([]);
});

test('a session is made once more for another list', async () => {
  const s = await stage(ben, 'Lapsed donors, one', ['Una Bell']);
  const two = fresh('Lapsed donors, two');
  const other = await listOf(ben, two, s.people);
  const name = `Ben – 9 Apr – ${s.name}`;
  const renamed = `Ben – 9 Apr – ${two}`;
  await ask(ben, 'PATCH', `/sessions/${s.session}`, { name, version: 1 });
  await visit(ben, '/sessions');
  const duplicate = async () => {
    await ben.page.getByRole('button', { name: `Menu for ${name}` }).click();
    await ben.page.getByRole('menuitem', { name: 'Duplicate for another list' }).click();
    await ben.page.getByLabel('Call list').selectOption({ label: two });
  };
  await duplicate();
  expect(await ben.page.getByLabel('Name', { exact: true }).inputValue()).toBe(renamed);
  expect(await findings(ben.page, 'duplicate')).toEqual([]);
  await ben.page.getByRole('button', { name: 'Create' }).click();
  await ben.page.getByRole('heading', { name: renamed }).waitFor();
  const made = await ask<{ list: { id: string }; leader: { name: string } }>(
    ben,
    'GET',
    `/sessions/${new URL(ben.page.url()).pathname.split('/')[2]}`,
  );
  expect(made).toMatchObject({ list: { id: other }, leader: { name: 'Ben Adams' } });

  // Once more: there is one already.
  await visit(ben, '/sessions');
  await duplicate();
  await ben.page.getByRole('button', { name: 'Create' }).click();
  await ben.page.getByRole('heading', { name: 'You have an open session here' }).waitFor();
  await ben.page.getByRole('button', { name: 'Open it' }).click();
  await ben.page.getByRole('heading', { name: renamed }).waitFor();
  expect(ben.faults).toEqual([]);
});

test('rows stand still under the pointer and while paused; what waits is counted', async () => {
  const still = `Still ${Date.now() % 1e6}`;
  const one = await stage(ben, `${still}, one`, ['Kim Ash']);
  const two = await stage(ben, `${still}, two`, ['Kit Elm']);
  const [first, second] = [`Ben – ${one.name}`, `Ben – ${two.name}`];
  await visit(dev, `/sessions?q=${still}`);
  const order = async (want: string[]) =>
    until(`the order is ${want}`, async () => (await names(dev)).join() === want.join());

  await order([second, first]);
  const move = async (s: { session: string }) => {
    const e = (await rows(ben, s.session))[0];
    await ask(ben, 'POST', `/sessions/${s.session}/entries/${e?.id}/log`, {
      reached: false,
      outcome: 'busy',
    });
  };
  await dev.page.locator('.ss tbody tr').first().hover();
  await move(one);
  await see(dev, '1 change waiting');
  expect(await names(dev)).toEqual([second, first]);
  await dev.page.getByRole('button', { name: 'Show', exact: true }).click();
  await order([first, second]);

  await dev.page.getByRole('heading', { level: 1 }).hover();
  await dev.page.getByRole('button', { name: 'Pause updates' }).click();
  await ask(ben, 'PATCH', `/sessions/${two.session}`, { name: `Ben – ${still}, renamed`, version: 1 });
  await see(dev, 'Updates paused');
  expect(await names(dev)).toEqual([first, second]);
  await dev.page.getByRole('button', { name: /Go on updating/ }).click();
  await until('the name is there', async () => (await names(dev)).includes(`Ben – ${still}, renamed`));
});
