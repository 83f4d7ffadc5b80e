// An old phone far away: the processor six times slower, the server 300 ms away in either direction. Each press on an answer is seen in
// the very next frame, however long the server takes, and every one of them is kept.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Far, far } from './far';
import { base, fresh, launch, type Person, person, phone, until } from './house';
import { callable, caller, manned, talkingTo } from './talks';

const rounds = 12;
const mobile = '+447700900170';

let browser: Browser;
let maya: Person;
let away: Far;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
  away = await far(base, { late: 300 });
  await manned(mobile);
});
afterAll(async () => {
  await browser?.close();
  away?.close();
});

interface Watch {
  pressed: number;
  /** Presses after whose next frame the page asked the same as before. */
  unseen: string[];
  /** How long each took, from the key to that frame, in milliseconds. */
  took: number[];
}

test('four presses a second on answers: each is seen in the next frame, and none is lost', async () => {
  const c = await callable(maya, fresh('Far away'), ['Aisha Khan']);
  const ben = await caller(
    browser,
    { ...c, callers: away.base + new URL(c.callers).pathname },
    'Ben',
    mobile,
  );
  const { page } = ben;
  const cdp = await ben.context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await talkingTo(ben);
  await page.getByRole('heading', { name: 'Who answered?' }).waitFor();
  await page.evaluate(() => {
    const watch: Watch = { pressed: 0, unseen: [], took: [] };
    (window as unknown as { watch: Watch }).watch = watch;
    const asked = () => document.getElementById('ask')?.textContent ?? '';
    let before = '';
    window.addEventListener(
      'keydown',
      () => {
        before = asked();
      },
      true,
    );
    window.addEventListener('keydown', (e) => {
      const was = before;
      requestAnimationFrame(() => {
        watch.pressed++;
        watch.took.push(performance.now() - e.timeStamp);
        if (asked() === was) watch.unseen.push(`${e.key} at ${was}`);
      });
    });
  });
  // Who it is; then yes and no in turns, each taken back, ahead of the server's answers.
  const keys = ['1'];
  for (let i = 0; i < rounds; i++) keys.push(i % 2 ? '2' : '1', 'Backspace');
  keys.pop();
  const began = performance.now();
  for (const [i, key] of keys.entries()) {
    await new Promise((go) => setTimeout(go, Math.max(0, began + i * 250 - performance.now())));
    await page.keyboard.press(key);
  }
  const watch = async () => page.evaluate(() => (window as unknown as { watch: Watch }).watch);
  await until('every press was looked at', async () => (await watch()).pressed === keys.length);
  const { unseen, took } = await watch();
  took.sort((a, b) => a - b);
  console.log(
    `${keys.length} presses: seen after ${took[keys.length >> 1]?.toFixed(0)} ms, at most ${took.at(-1)?.toFixed(0)} ms`,
  );
  expect(unseen).toEqual([]);
  await page.getByRole('heading', { name: 'Why not?' }).waitFor();

  await until(
    'all of them are sent',
    async () => page.evaluate(() => Object.keys(localStorage).every((k) => !/^partyline:c:/.test(k))),
    60_000,
  );
  const file = await maya.page.request.get(`${base}/api/v1${c.path}/export/answers.json`);
  const rows = (await file.json()) as { question_id: string; version: number; answer: string }[];
  const said = (id: string) =>
    rows
      .filter((r) => r.question_id === id)
      .sort((a, b) => a.version - b.version)
      .map((r) => r.answer);
  expect(said('who')).toEqual(['Talking to the correct person']);
  expect(said('vote')).toEqual(Array.from({ length: rounds }, (_, i) => (i % 2 ? 'No' : 'Yes, on the day')));
  expect(ben.faults).toEqual([]);
  await phone(mobile, 'hangup');
  await ben.context.close();
});
