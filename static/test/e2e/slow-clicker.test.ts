// An old phone far away: the processor six times slower, the server 300 ms away in either direction. Somebody who presses five
// times a second sees each press at once and loses none.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickable, join, mine, volunteer } from './clicking';
import { type Far, far } from './far';
import { ask, base, launch, type Person, person, until } from './house';

const seconds = process.env.SOAK ? 60 : 15;
const presses = 5 * seconds;

let browser: Browser;
let maya: Person;
let away: Far;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
  away = await far(base, { late: 300 });
});
afterAll(async () => {
  await browser?.close();
  away?.close();
});

interface Watch {
  /** Presses on a number, and those after which the page showed the same as before. */
  pressed: number;
  unseen: number;
  /** Presses on nothing. */
  idle: number;
}

test(`five presses a second for ${seconds} seconds from an old phone far away: each is seen at once, none is lost`, async () => {
  const c = await clickable(maya, 'Far away', 1_000);
  const cleo = await volunteer(browser, away.base + new URL(c.link).pathname);
  const cdp = await cleo.context.newCDPSession(cleo.page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await join(cleo, 'Cleo');
  await cleo.page.evaluate(() => {
    const watch: Watch = { pressed: 0, unseen: 0, idle: 0 };
    (window as unknown as { watch: Watch }).watch = watch;
    const count = () => document.querySelector('.mine b')?.textContent ?? '';
    const number = () => document.querySelector('main')?.nextElementSibling?.getAttribute('data-state');
    let before = '';
    let on = false;
    const begins = () => {
      before = count();
      on = number() === 'number';
    };
    const over = () => {
      if (!on) watch.idle++;
      else {
        watch.pressed++;
        if (count() === before) watch.unseen++;
      }
    };
    window.addEventListener('keydown', begins, true);
    window.addEventListener('keydown', over); // behind the page's own: what it shows now is the next frame
  });
  const began = performance.now();
  for (let i = 0; i < presses; i++) {
    await new Promise((go) => setTimeout(go, Math.max(0, began + i * 200 - performance.now())));
    await cleo.page.keyboard.press(i % 2 ? 'Space' : 'Enter');
  }
  const took = performance.now() - began;
  const watch = await cleo.page.evaluate(() => (window as unknown as { watch: Watch }).watch);
  console.log(
    `${presses} presses in ${(took / 1000).toFixed(1)} s: ${(presses / (took / 1000)).toFixed(2)} a second`,
  );
  expect(watch).toEqual({ pressed: presses, unseen: 0, idle: 0 });
  expect(await mine(cleo)).toBe(presses);

  // Every press is there with its evidence: its own number, ordinal and moment.
  const evidence = async (): Promise<string[][]> =>
    (await (await maya.page.request.get(`${base}/api/v1/campaigns/${c.id}/export/approvals.csv`)).text())
      .trim()
      .split('\r\n')
      .map((row) => row.split(','));
  await until('every press is in', async () => (await evidence()).length > presses);
  const [head = [], ...rows] = await evidence();
  const column = (name: string) => rows.map((row) => row[head.indexOf(name)] ?? '');
  expect(rows.length).toBe(presses);
  expect(new Set(column('contact')).size).toBe(presses);
  expect(new Set(rows.map((_, i) => `${column('lease')[i]} ${column('ordinal')[i]}`)).size).toBe(presses);
  expect(new Set(column('clicker'))).toEqual(new Set(['Cleo']));
  const at = column('approved_at').map((t) => Date.parse(t));
  expect(at.every((t) => t > 0)).toBe(true);
  expect(Math.max(...at) - Math.min(...at)).toBeGreaterThan(took * 0.8); // the moments of the presses, not of frames
  const status = await ask<{ clicking: { approved: number } }>(maya, 'GET', `/campaigns/${c.id}/status`);
  expect(status.clicking.approved).toBe(presses);
  await until('the page has its answers', async () =>
    cleo.page.evaluate(() => Object.keys(localStorage).every((k) => !/^partyline:k:[^:]+:/.test(k))),
  );
  expect(await mine(cleo)).toBe(presses);
  expect(cleo.faults).toEqual([]);
});
