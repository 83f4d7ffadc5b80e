// A campaign from its first step to its evening: built, started too early, completed, loaded, clicked by two, told, paused.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noonish } from './campaigns';
import { join, mine, volunteer } from './clicking';
import { ask, base, fresh, launch, type Person, person, until } from './house';
import { see, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cells = 40;
const voters = () =>
  Buffer.from(
    `First name,Mobile,Line type,Time zone\n${Array.from({ length: 60 }, (_, i) => `Voter ${i},07700 900${String(i).padStart(3, '0')},${i < cells ? 'cell' : 'landline'},${noonish()}`).join('\n')}\n`,
  );

const field = (p: Person) =>
  p.page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? '');
const said = (p: Person, text: string | RegExp) =>
  p.page.getByRole('region', { name: 'Status' }).filter({ hasText: text }).waitFor();

test('built, started too early, completed, loaded, clicked by two, told by a bar, paused and resumed', async () => {
  const maya = await person(browser, 'Maya', { height: 1400 });
  const name = fresh('Whole story');
  await visit(maya, '/campaigns');
  await maya.page.getByRole('button', { name: 'New campaign' }).first().click();
  await maya.page.getByRole('dialog').getByLabel('Name').fill(name);
  await maya.page.keyboard.press('Enter');
  await maya.page.waitForURL('**/name');
  const id = new URL(maya.page.url()).pathname.split('/')[2] ?? '';
  const step = (of: string) => visit(maya, `/campaigns/${id}/${of}`);

  // Too early: each thing that is missing leads to its field.
  for (const [link, lands] of [
    [/Contacts: upload contacts/, 'contacts'],
    [/Caller ID: choose a caller ID/, 'caller_ids'],
  ] as const) {
    await step('start');
    await maya.page.getByRole('button', { name: 'Start campaign' }).click();
    await maya.page.getByText('2 things left before calls can start').waitFor();
    await maya.page.getByRole('link', { name: link }).click();
    await until(`${link} lands on its field`, async () => (await field(maya)) === lands);
  }

  // Completed there and then.
  await maya.page.getByRole('checkbox').first().check();
  await step('contacts');
  await maya.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'leeds.csv', mimeType: 'text/csv', buffer: voters() });
  await see(maya, '60 rows can be called.');
  await step('start');
  await until(
    'nothing is missing',
    async () => (await ask<{ missing: unknown[] }>(maya, 'GET', `/campaigns/${id}`)).missing.length === 0,
  );
  await maya.page.getByRole('button', { name: 'Start campaign' }).click();
  await maya.page.waitForURL('**/run');
  await maya.page.getByRole('region', { name: '60 numbers' }).waitFor(); // so few are loaded before anybody sees a bar
  const { load } = await ask<{ load: { percent: number } }>(maya, 'GET', `/campaigns/${id}`);
  expect(load.percent).toBe(100);
  await said(maya, /^This campaign is running\./);

  // The links are shared as they stand on the page.
  const link = async (kind: 'caller' | 'clicker') => {
    const url = maya.page.locator(`.links > .${kind} .u b`);
    await url.waitFor();
    return `${base}${await url.textContent()}`;
  };
  const ann = await volunteer(browser, await link('clicker'));
  const bob = await volunteer(browser, await link('clicker'), { width: 1280, height: 900, dark: true });
  await join(ann, 'Ann');
  await join(bob, 'Bob');
  const caller = await volunteer(browser, await link('caller'));
  await caller.page.getByLabel('Your first name').fill('Cora');
  await caller.page.getByLabel('I ring in myself').check();
  await caller.page.getByRole('button', { name: 'Start calling' }).click();
  await caller.page.getByRole('heading', { name: 'Ring us when you are ready' }).waitFor();
  await maya.page.locator('.links > .clicker').getByText('2 here now').waitFor();

  // Two clickers and an admin see each other's progress.
  for (let i = 0; i < 7; i++) await ann.page.locator('.approve').tap();
  for (let i = 0; i < 5; i++) await bob.page.keyboard.press('Space');
  expect([await mine(ann), await mine(bob)]).toEqual([7, 5]);
  for (const v of [ann, bob])
    await v.page.locator('.left b', { hasText: new RegExp(`^${cells - 12}$`) }).waitFor();
  await maya.page
    .getByRole('region', { name: '60 numbers' })
    .locator('dl > div', { hasText: 'For a click' })
    .getByText(String(cells - 12), { exact: true })
    .waitFor();

  // An alert bar stands on all of them, and is gone from all of them at its end.
  const editor = maya.page.locator('.ed > details').first();
  await editor.getByLabel('Text').fill('Half an hour more, {first_name}');
  await editor.getByLabel('Who sees it').selectOption('both');
  await editor.getByRole('button', { name: /^Show to / }).click();
  const pages = [
    [ann, 'Ann'],
    [bob, 'Bob'],
    [caller, 'Cora'],
  ] as const;
  const bar = (v: (typeof pages)[number][0]) => v.page.locator('.alertbar', { hasText: 'Half an hour more' });
  for (const [v, who] of pages) await v.page.getByText(`Half an hour more, ${who}`).waitFor();
  await editor.getByText(/seen by 3$/).waitFor();
  const messages = () =>
    ask<{ now: string; alerts: { id: string; version: number }[] }>(maya, 'GET', `/campaigns/${id}/messages`);
  const { now, alerts } = await messages();
  const ends = Date.parse(now) + 3_000;
  await ask(maya, 'PATCH', `/campaigns/${id}/alerts/${alerts[0]?.id}`, {
    version: alerts[0]?.version,
    expires_at: new Date(ends).toISOString(),
  });
  for (const [v] of pages) await bar(v).waitFor({ state: 'detached' });
  expect(Date.parse((await messages()).now)).toBeGreaterThanOrEqual(ends - 50); // what a request's way takes the clocks apart

  // Paused: the caller has the end card, the clickers go on; resumed: all is as it was.
  await maya.page.getByRole('button', { name: 'Pause campaign' }).click();
  await said(maya, /^This campaign is paused \(by Maya Osei at \d\d:\d\d\)\./);
  await caller.page.locator('.endc').waitFor();
  expect(await caller.page.title()).toBe(`Paused – ${name}`);
  await ann.page.locator('.approve').tap();
  for (const v of [ann, bob])
    await v.page.locator('.left b', { hasText: new RegExp(`^${cells - 13}$`) }).waitFor();
  await maya.page.getByRole('button', { name: 'Resume campaign' }).click();
  await caller.page.getByRole('heading', { name: 'Ring us when you are ready' }).waitFor();
  await said(maya, /^This campaign is running\./);
  expect([...maya.faults, ...ann.faults, ...bob.faults, ...caller.faults]).toEqual([]);
  for (const p of [maya, ann, bob, caller]) await p.context.close();
});
