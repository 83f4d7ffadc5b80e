// Taking back what was just done, as the leader who did it and a second browser that watches see it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, launch, type Person, person, phone, phoneIs, until } from './house';
import { open, order, pickUp, rowSays, rows, see, stage, talksFor, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard', 'Tom Whitfield'];

async function menu(p: Person, name: string, item: string | RegExp): Promise<void> {
  await p.page.getByRole('button', { name: `Menu for ${name}` }).click();
  await p.page.getByRole('menuitem', { name: item }).click();
}

async function skip(p: Person, name: string, type: string, reason = ''): Promise<void> {
  await menu(p, name, /^(Skip for|Change the skip)/);
  await p.page.getByRole('heading', { name: `Skip ${name}` }).waitFor();
  await p.page.keyboard.press(type);
  if (reason) await p.page.getByLabel(/Reason/).fill(reason);
  await p.page.locator('dialog button[type=submit]').click();
  await rowSays(p, name, /Skipped/);
}

/** Presses Undo in the message that says this. */
async function undo(p: Person, said: RegExp): Promise<void> {
  await p.page.locator('.toast', { hasText: said }).getByRole('button', { name: 'Undo' }).click();
}

async function kinds(p: Person, session: string): Promise<string[]> {
  const feed = await ask<{ events: { kind: string }[] }>(
    p,
    'GET',
    `/events?topic=session/${session}&since=0&limit=200`,
  );
  return feed.events.map((e) => e.kind);
}

test('skip, remove skip and prioritise, by key and by button, live in a second browser', async () => {
  const ben = await person(browser, 'Ben');
  const { session } = await stage(ben, 'undo', cast);
  const chloe = await person(browser, 'Chloe', { width: 390, dark: true });
  for (const p of [ben, chloe]) await open(p, session);
  let loads = 0;
  chloe.page.on('load', () => loads++);

  await skip(ben, 'Ben Okafor', '5', 'Moved to Leicester');
  await rowSays(chloe, 'Ben Okafor', /Skipped for good/);
  expect(await findings(ben.page, 'skipped for good')).toEqual([]);
  await ben.page.keyboard.press('u');
  for (const p of [ben, chloe]) await rowSays(p, 'Ben Okafor', 'Available');

  // A skip that replaces another one gives way to that one, not to none.
  await skip(ben, 'Ben Okafor', '5', 'Moved to Leicester');
  await skip(ben, 'Ben Okafor', '4');
  await rowSays(chloe, 'Ben Okafor', /Skipped this cycle/);
  await ben.page.keyboard.press('u');
  for (const p of [ben, chloe]) await rowSays(p, 'Ben Okafor', /Skipped for good/);
  await menu(ben, 'Ben Okafor', /Remove skip/);
  await rowSays(chloe, 'Ben Okafor', 'Available');
  await undo(ben, /back in the queue/);
  for (const p of [ben, chloe]) await rowSays(p, 'Ben Okafor', /Skipped for good/);

  await menu(ben, 'Tom Whitfield', /Prioritise/);
  await rowSays(chloe, 'Tom Whitfield', 'Prioritised');
  const before = ['Aisha Khan', 'Marta Kowalczyk', 'Rhys Pritchard', 'Tom Whitfield'];
  await undo(ben, /Tom Whitfield comes right after/);
  for (const p of [ben, chloe])
    await until(
      'everybody stands where they stood',
      async () => (await order(p)).slice(0, 4).join() === before.join(),
    );
  expect(loads, 'the second browser never reloaded').toBe(0);
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('the log of a call: out of the figures, and what was typed is there again', async () => {
  const ben = await person(browser, 'Ben');
  const { session, people } = await stage(ben, 'undo a log', cast);
  const [aisha] = people;
  if (!aisha) throw new Error('nobody');
  const chloe = await person(browser, 'Chloe');
  for (const p of [ben, chloe]) await open(p, session);
  await talksFor(aisha, '2s');
  const mobile = await pickUp(ben);
  await phone(mobile, 'press', '5');
  const dialog = ben.page.getByRole('heading', { name: 'Log contact' });
  await dialog.waitFor();
  await ben.page.keyboard.press('y');
  await ben.page.getByLabel('Notes').fill('Comes with a friend');
  await ben.page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await rowSays(chloe, aisha.name, 'Completed');
  await see(chloe, '1 of 5 completed');
  await undo(ben, /is logged/);
  for (const p of [ben, chloe]) {
    await rowSays(p, aisha.name, 'Attempted');
    await see(p, '0 of 5 completed');
  }
  const { impact } = await ask<{ impact: Record<string, number> }>(ben, 'GET', `/sessions/${session}`);
  expect(impact).toMatchObject({ attempted: 1, contacted: 0, not_logged: 1 });
  await menu(ben, aisha.name, /Log/);
  await dialog.waitFor();
  expect(await ben.page.getByLabel('Notes').inputValue()).toBe('Comes with a friend');
  await ben.page.keyboard.press('Control+Enter');
  await rowSays(chloe, aisha.name, 'Completed');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'hangup');
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('a contact without a call is corrected from its row, live in a second browser', async () => {
  const ben = await person(browser, 'Ben');
  const { session } = await stage(ben, 'correct by hand', cast);
  const chloe = await person(browser, 'Chloe');
  for (const p of [ben, chloe]) await open(p, session);
  const name = 'Tom Whitfield';
  const dialog = ben.page.getByRole('heading', { name: 'Log contact' });
  await menu(ben, name, 'Log contact');
  await dialog.waitFor();
  await ben.page.keyboard.press('y');
  await ben.page.getByLabel('Notes').fill('At the stall');
  await ben.page.keyboard.press('Control+Enter');
  await rowSays(chloe, name, 'Completed');
  await see(chloe, '1 of 5 completed');
  const correct = ben.page.getByRole('heading', { name: 'Correct the log' });
  await menu(ben, name, 'Correct the log');
  await correct.waitFor();
  await see(ben, 'without a call');
  await until(
    'what was written is there to be corrected',
    async () => (await ben.page.getByLabel('Notes').inputValue()) === 'At the stall',
  );
  expect(await findings(ben.page, 'a contact corrected')).toEqual([]);
  await ben.page.keyboard.press('n');
  await ben.page.getByRole('radio', { name: 'No answer' }).check();
  await ben.page.keyboard.press('Control+Enter');
  await correct.waitFor({ state: 'detached' });
  for (const p of [ben, chloe]) {
    await rowSays(p, name, 'Attempted');
    await see(p, '0 of 5 completed');
  }
  await undo(ben, /log corrected/);
  for (const p of [ben, chloe]) await rowSays(p, name, 'Completed');
  const { impact } = await ask<{ impact: Record<string, number> }>(ben, 'GET', `/sessions/${session}`);
  expect(impact).toMatchObject({ attempted: 0, contacted: 1, by_hand: 1 });
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('a log by a key on the phone is taken back on the page of whoever leads, and only there', async () => {
  const ben = await person(browser, 'Ben');
  const { session, people } = await stage(ben, 'undo a key', cast);
  const [aisha] = people;
  if (!aisha) throw new Error('nobody');
  const chloe = await person(browser, 'Chloe');
  for (const p of [ben, chloe]) await open(p, session);
  await talksFor(aisha, '1s');
  const mobile = await pickUp(ben);
  await phone(mobile, 'press', '5');
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await phone(mobile, 'press', '1');
  await rowSays(chloe, aisha.name, 'Completed');
  const said = ben.page.locator('.toast', { hasText: `${aisha.name} is logged by a key on the phone.` });
  await said.waitFor();
  await undo(ben, /by a key/);
  await said.waitFor({ state: 'detached' });
  for (const p of [ben, chloe]) {
    await rowSays(p, aisha.name, 'Attempted');
    await see(p, '0 of 5 completed');
  }
  expect(await chloe.page.locator('.toast').count()).toBe(0);
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'hangup');
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('offline, what was not sent is never sent; what was called meanwhile stays called', async () => {
  const ben = await person(browser, 'Ben');
  const { session } = await stage(ben, 'undo in a tunnel', cast);
  await open(ben, session);
  const cut = async (off: boolean) => {
    await ben.context.setOffline(off);
    await ben.page.evaluate((o) => dispatchEvent(new Event(o ? 'offline' : 'online')), off);
  };
  await cut(true);
  await see(ben, 'You are offline.');
  await skip(ben, 'Marta Kowalczyk', '5', 'by mistake');
  await see(ben, /1 waiting/);
  await ben.page.keyboard.press('u');
  await rowSays(ben, 'Marta Kowalczyk', 'Available');
  await until(
    'nothing waits',
    async () =>
      !(await ben.page
        .getByText(/waiting/)
        .filter({ visible: true })
        .count()),
  );
  await cut(false);
  await see(ben, 'Back online.');

  // Done on the server, taken back in the tunnel: it goes up when the tunnel is over.
  await skip(ben, 'Rhys Pritchard', '4');
  await until('the server has it', async () => (await rows(ben, session))[3]?.status === 'skipped');
  await cut(true);
  await ben.page.keyboard.press('u');
  await rowSays(ben, 'Rhys Pritchard', 'Available');
  await cut(false);
  await until('the server took it back', async () => (await rows(ben, session))[3]?.status === 'available');
  const told = await kinds(ben, session);
  expect(told.filter((k) => k === 'calling.entry_skipped')).toHaveLength(1);
  expect(told.filter((k) => k === 'calling.action_undone')).toHaveLength(1);

  // Somebody else's press in between: the refusal says so, and the row is as the server has it.
  await skip(ben, 'Tom Whitfield', '4');
  await until('the server has it', async () => (await rows(ben, session))[4]?.status === 'skipped');
  const tom = (await rows(ben, session))[4];
  await ask(ben, 'POST', `/sessions/${session}/entries/${tom?.id}/skip`, { type: 'remove', reason: 'asked' });
  await ben.page.keyboard.press('u');
  await see(ben, /Too late to undo: something else has happened to Tom Whitfield meanwhile/);
  await rowSays(ben, 'Tom Whitfield', /Skipped for good/);
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('an archived session, from its own page and from the index', async () => {
  const ben = await person(browser, 'Ben');
  const { session, name } = await stage(ben, 'undo archive', cast);
  const chloe = await person(browser, 'Chloe');
  await visit(chloe, '/sessions');
  const row = (p: Person) => p.page.getByRole('row', { name: new RegExp(name) });
  await row(chloe).waitFor();
  await open(ben, session);
  await ben.page.getByRole('button', { name: 'Session menu' }).click();
  await ben.page.getByRole('menuitem', { name: 'Archive' }).click();
  await see(ben, `Ben – ${name} is archived.`);
  await row(chloe).waitFor({ state: 'detached' });
  await ben.page.mouse.move(2, 2); // the order is held under the pointer
  await ben.page.keyboard.press('u');
  for (const p of [ben, chloe]) await row(p).waitFor();

  await ben.page.getByRole('button', { name: `Menu for Ben – ${name}` }).click();
  await ben.page.getByRole('menuitem', { name: 'Archive' }).click();
  for (const p of [ben, chloe]) await row(p).waitFor({ state: 'detached' });
  await undo(ben, new RegExp(`${name} is archived`));
  for (const p of [ben, chloe]) await row(p).waitFor();
  await open(ben, session);
  await see(ben, 'Start calling session');
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});
