// One calling session, from the press to the phone and to a second browser, as two people see it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base, behave, launch, type Person, person, phone, phoneIs, until } from './house';
import { stage } from './scenes';

const mobile = '+447700900123'; // Ben's
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = [
  'Aisha Khan',
  'Ben Okafor',
  'Marta Kowalczyk',
  'Rhys Pritchard',
  'Grace Adeyemi',
  'Tom Whitfield',
  'Mei Zhou',
  'Ewan MacLeod',
  'Una Bell',
];

/** The text is in sight. */
async function see(p: Person, text: string | RegExp): Promise<void> {
  await p.page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** The row of somebody says this. */
async function rowSays(p: Person, name: string, text: string | RegExp): Promise<void> {
  await p.page.locator('tr[data-id]', { hasText: name }).filter({ hasText: text }).waitFor();
}

async function menu(p: Person, name: string, item: string | RegExp): Promise<void> {
  await p.page.getByRole('button', { name: `Menu for ${name}` }).click();
  await p.page.getByRole('menuitem', { name: item }).click();
}

async function log(p: Person, how: () => Promise<void>): Promise<void> {
  await p.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await how();
  await p.page.keyboard.press('Control+Enter');
  await p.page.getByRole('heading', { name: 'Log contact' }).waitFor({ state: 'detached' });
}

interface Row {
  id: string;
  status: string;
  supporter: { id: string; name: string };
}

const rows = async (p: Person, id: string) =>
  (await ask<{ items: Row[] }>(p, 'GET', `/sessions/${id}/entries`)).items;

test('three people with different ends, hung up and resumed, live in a second browser', async () => {
  const ben = await person(browser, 'Ben');
  const { session: id, people } = await stage(ben, 'one shift', cast.slice(0, 8));
  // One talks, one declines, one talks for long.
  const [talks, declines, stays] = people.map((c) => c.phone) as [string, string, string];
  await behave(talks, { script: [{ ring: '1s' }, { answer: 'human' }, { wait: '4s' }, { hangup: true }] });
  await behave(declines, { script: [{ ring: '2s' }, { reject: true }] });
  await behave(stays, { script: [{ ring: '1s' }, { answer: 'human' }, { wait: '5m' }, { hangup: true }] });
  const [first, second, third, fourth] = (await rows(ben, id)).map((r) => r.supporter.name) as [
    string,
    string,
    string,
    string,
  ];
  await ben.page.goto(`${base}/sessions/${id}`);
  const chloe = await person(browser, 'Chloe', { width: 390, dark: true });
  await chloe.page.goto(`${base}/sessions/${id}`);
  for (const p of [ben, chloe]) await see(p, 'Live');
  let loads = 0;
  chloe.page.on('load', () => loads++);

  await ben.page.getByRole('button', { name: 'Start calling session' }).click();
  await see(ben, 'Ringing your phone');
  await phoneIs(mobile, 'ringing');
  await phone(mobile, 'answer');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '5');

  // The first one talks, and is logged.
  await see(ben, 'Talking to');
  await see(chloe, 'Ben Adams is talking to');
  await rowSays(chloe, first, 'Calling');
  await log(ben, async () => {
    await ben.page.keyboard.press('y');
    await ben.page.getByRole('radiogroup', { name: /RSVP/ }).getByText('Yes').click();
    await ben.page.getByLabel('Notes').fill('Comes with a friend');
  });
  await rowSays(chloe, first, 'Completed');
  await see(chloe, '1 of 8 completed');

  // The second one does not take the call: known from the carrier, one key goes on.
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '#');
  await rowSays(chloe, second, 'Calling');
  await until('the second call is over', async () => {
    const { phone: p } = await ask<{ phone: { state: string } }>(ben, 'GET', `/sessions/${id}`);
    return p.state === 'wrap_up';
  });
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '7');
  await rowSays(chloe, second, 'Attempted');

  // The third one talks until End call; the leader hangs up before logging.
  await see(ben, 'Talking to');
  await rowSays(chloe, third, 'Calling');
  await ben.page.getByRole('button', { name: 'End call' }).filter({ visible: true }).first().click();
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await phone(mobile, 'hangup');
  await log(ben, () => ben.page.keyboard.press('n'));
  for (const p of [ben, chloe]) await see(p, /Paused/);
  await rowSays(chloe, third, 'Attempted');

  // Resumed at the same place.
  await ben.page.getByRole('button', { name: 'Resume calling session' }).click();
  await phoneIs(mobile, 'ringing');
  await phone(mobile, 'answer');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '1');
  await rowSays(chloe, fourth, 'Calling');
  interface Figures {
    impact: { attempted: number; contacted: number; rsvp_yes: number };
  }
  const figures = async () => (await ask<Figures>(ben, 'GET', `/sessions/${id}`)).impact;
  await until('the fourth dial counts', async () => (await figures()).attempted === 4);
  await phone(mobile, 'hangup');
  expect(await figures()).toMatchObject({ attempted: 4, contacted: 1, rsvp_yes: 1 });
  expect(loads, 'the second browser never reloaded').toBe(0);
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('each skip, its end and prioritise show in the second browser', async () => {
  const ben = await person(browser, 'Ben');
  const { session: id } = await stage(ben, 'skips', cast);
  const names = (await rows(ben, id)).map((r) => r.supporter.name);
  await ben.page.goto(`${base}/sessions/${id}`);
  const chloe = await person(browser, 'Chloe');
  await chloe.page.goto(`${base}/sessions/${id}`);
  for (const p of [ben, chloe]) await see(p, 'Live');

  const skips: [key: string, also: () => Promise<unknown>, badge: RegExp][] = [
    ['1', () => ben.page.getByText('15 min').click(), /Skipped until \d\d:\d\d/],
    ['2', async () => {}, /Skipped until/],
    ['3', () => ben.page.locator('dialog input[type=date]').fill(day(9)), /Skipped until \d+ \w+/],
    ['4', async () => {}, /Skipped/],
    ['5', () => ben.page.getByLabel(/Reason/).fill('Moved to Leicester'), /Skipped for good/],
  ];
  for (const [i, [key, also, badge]] of skips.entries()) {
    const name = names[i + 1] as string;
    await menu(ben, name, /Skip for/);
    await ben.page.getByRole('heading', { name: `Skip ${name}` }).waitFor();
    await ben.page.keyboard.press(key);
    await also();
    await ben.page.locator('dialog button[type=submit]').click();
    await rowSays(ben, name, badge);
    await rowSays(chloe, name, badge);
  }
  await see(chloe, '5 skipped');
  const removed = names[5] as string;
  await chloe.page
    .locator('tr[data-id]', { hasText: removed })
    .getByRole('button', { name: /Skipped/ })
    .focus();
  await see(chloe, /Moved to Leicester/);

  await menu(ben, removed, /Remove skip/);
  await rowSays(chloe, removed, 'Available');
  const last = names[8] as string;
  await menu(ben, last, /Prioritise/);
  await rowSays(chloe, last, 'Prioritised');
  await until('the prioritised person is second', async () => {
    const order = await chloe.page.locator('tr[data-id] .nm').allTextContents();
    return order[1] === last;
  });
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('a press made offline goes up once, and a browser that was cut off has everything, once', async () => {
  const ben = await person(browser, 'Ben');
  const { session: id } = await stage(ben, 'tunnel', cast.slice(0, 8));
  const names = (await rows(ben, id)).map((r) => r.supporter.name);
  await ben.page.goto(`${base}/sessions/${id}`);
  const chloe = await person(browser, 'Chloe');
  await chloe.page.goto(`${base}/sessions/${id}`);
  for (const p of [ben, chloe]) await see(p, 'Live');

  const cut = async (p: Person, off: boolean) => {
    await p.context.setOffline(off);
    await p.page.evaluate((o) => dispatchEvent(new Event(o ? 'offline' : 'online')), off);
  };
  await cut(chloe, true);
  await see(chloe, 'You are offline.');
  for (const i of [1, 2, 3]) {
    const entry = (await rows(ben, id)).find((r) => r.supporter.name === names[i]) as Row;
    await ask(ben, 'POST', `/sessions/${id}/entries/${entry.id}/skip`, { type: 'cycle' });
  }
  await cut(ben, true);
  await see(ben, 'You are offline.');
  const name = names[4] as string;
  await menu(ben, name, /Skip for/);
  await ben.page.getByRole('heading', { name: `Skip ${name}` }).waitFor();
  await ben.page.locator('dialog button[type=submit]').click();
  await rowSays(ben, name, /Skipped/);
  await see(ben, /1 waiting/);
  const back = see(ben, 'Back online.'); // is said for two seconds
  await cut(ben, false);
  await cut(chloe, false);
  await back;
  for (const i of [1, 2, 3, 4]) await rowSays(chloe, names[i] as string, 'Skipped');
  await see(chloe, '4 skipped');
  const feed = await ask<{ events: { kind: string }[] }>(
    ben,
    'GET',
    `/events?topic=session/${id}&since=0&limit=200`,
  );
  expect(feed.events.filter((e) => e.kind === 'calling.entry_skipped')).toHaveLength(4);
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

/** The date so many days from now, as a date field takes it. */
function day(n: number): string {
  return new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
}
