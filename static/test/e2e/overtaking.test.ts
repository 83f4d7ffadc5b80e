// The answer to a press and the event that tells of it take different ways: either may come first.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, launch, type Person, person, until } from './house';
import { open, order, rowSays, rows, stage } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** No press waits for its answer. To be asked in the page. */
const idle = () =>
  !document.querySelector('tr.waits') && !Object.keys(localStorage).some((k) => k.includes(':action:'));

/** Keeps the answers to these requests back until it is told to let them go. */
async function lateAnswers(p: Person, what: string): Promise<() => void> {
  let go = () => {};
  const wait = new Promise<void>((done) => {
    go = done;
  });
  await p.page.route(what, async (route) => {
    const answer = await route.fetch();
    await wait;
    await route.fulfill({ response: answer });
  });
  return go;
}

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard', 'Tom Whitfield'];

test('answers before their events: whoever is prioritised by key stays second, and nothing waits to be shown', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'late events', cast);
  const late: (() => void)[] = [];
  let held = false;
  await ben.page.routeWebSocket(/\/ws/, (ws) => {
    const server = ws.connectToServer();
    server.onMessage((m) => {
      if (held) late.push(() => ws.send(m));
      else ws.send(m);
    });
  });
  await open(ben, s.session);
  await ben.page.locator('tr[data-id]', { hasText: 'Tom Whitfield' }).focus();
  held = true;
  const answered = ben.page.waitForResponse((r) => r.url().endsWith('/prioritise'));
  await ben.page.keyboard.press('p');
  expect((await answered).status()).toBe(200);
  const second = ['Aisha Khan', 'Tom Whitfield', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard'];
  await until('nothing waits for the server', () => ben.page.evaluate(idle));
  expect(await order(ben), 'before the event').toEqual(second);
  held = false;
  for (const send of late) send();
  await ask(ben, 'POST', `/sessions/${s.session}/entries/${(await rows(ben, s.session))[1]?.id}/skip`, {
    type: 'cycle',
  });
  await rowSays(ben, 'Ben Okafor', 'Skipped'); // whatever came before has been drawn
  expect(await order(ben), 'after it').toEqual(second);
  expect(await ben.page.getByText('1 change waiting').count(), 'what waits is the skip alone').toBe(1);
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('a skip is taken back before it is answered: the row is at its place at once, under the focus too', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'quick undo', cast);
  const late = await lateAnswers(ben, '**/skip');
  await open(ben, s.session);
  await ben.page.locator('tr[data-id]', { hasText: 'Ben Okafor' }).focus();
  await ben.page.keyboard.press('s');
  await ben.page.getByRole('heading', { name: 'Skip Ben Okafor' }).waitFor();
  await ben.page.keyboard.press('4');
  await ben.page.keyboard.press('Enter');
  await rowSays(ben, 'Ben Okafor', 'Skipped');
  await until('the skip is done', async () =>
    (await rows(ben, s.session)).some((r) => r.supporter.name === 'Ben Okafor' && r.status === 'skipped'),
  );
  await until('the row has the focus again', () =>
    ben.page.evaluate(() => !!document.activeElement?.matches('tr[data-id]')),
  );
  await ben.page.keyboard.press('u');
  await rowSays(ben, 'Ben Okafor', 'Available');
  await until('the row is back in its place', async () => (await order(ben)).join() === cast.join());
  late();
  await until('nothing waits for the server', () => ben.page.evaluate(idle));
  await until('the server has taken it back', async () =>
    (await rows(ben, s.session)).every((r) => r.status === 'available'),
  );
  expect(await order(ben)).toEqual(cast);
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('an event before its answer: what the server made of a log stays', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'late answers', cast);
  const list = await ask<{ version: number }>(ben, 'GET', `/lists/${s.list}`);
  await ask(ben, 'PATCH', `/lists/${s.list}`, { version: list.version, voicemail_done: true });
  const late = await lateAnswers(ben, '**/log');
  await open(ben, s.session);
  await ben.page.locator('tr[data-id]', { hasText: 'Ben Okafor' }).focus();
  await ben.page.keyboard.press('l');
  await ben.page.getByRole('heading', { name: /Log contact/ }).waitFor();
  await ben.page.keyboard.press('n');
  await ben.page.getByLabel('Left message').check();
  await ben.page.keyboard.press('Control+Enter');
  await until('the server has done it', async () =>
    (await rows(ben, s.session)).some((r) => r.supporter.name === 'Ben Okafor' && r.status === 'completed'),
  );
  await rowSays(ben, 'Aisha Khan', 'Available');
  const answered = ben.page.waitForResponse((r) => r.url().endsWith('/log'));
  late();
  await answered;
  await until('nothing waits for the server', () => ben.page.evaluate(idle));
  await rowSays(ben, 'Ben Okafor', 'Completed');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
