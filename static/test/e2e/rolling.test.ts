// Both servers are restarted, twice, one after the other, behind the load balancer of compose.yaml: one leader goes on calling
// from the page, another works the queue, and neither page nor phone has a word to say of it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, launch, person, phone, phoneIs } from './house';
import { alerts, listen, open, pickUp, rowSays, rows, see, stage, talksFor } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const names = (n: number) => Array.from({ length: n }, (_, i) => `Person ${String(i + 1).padStart(3, '0')}`);

test('calls go on and no press fails in any browser while the servers are restarted under load', async () => {
  const ben = await person(browser, 'Ben', { height: 1200 });
  const chloe = await person(browser, 'Chloe', { height: 1200 });
  const set = await stage(ben, 'Rolling', names(60));
  const hers = await stage(chloe, 'Rolling beside', names(6));
  for (const c of set.people) await talksFor(c, '10m');
  await open(ben, set.session);
  await open(chloe, hers.session);
  await Promise.all([ben, chloe].map(listen));
  const mobile = await pickUp(ben);
  await phone(mobile, 'press', '5');

  let calls = 0;
  let restarted = false;
  const restarting = async () => {
    for (let round = 1; round <= 2 || calls < 5; round++) {
      const reply = await fetch(`${process.env.PARTYLINE_TOWN}/servers/restart`, { method: 'POST' });
      expect(reply.ok).toBe(true);
    }
    restarted = true;
  };
  /** Talks, ends the call, logs it, and has the next one rung: every press on the page. */
  const calling = async () => {
    for (let last = false; !last; calls++) {
      last = restarted;
      const { name } = set.people[calls] ?? { name: '' };
      await see(ben, `Talking to ${name}`);
      await ben.page.getByRole('button', { name: 'End call' }).filter({ visible: true }).first().click();
      await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
      await phoneIs(mobile, 'listening');
      await ben.page.keyboard.press('y');
      await ben.page.keyboard.press('Control+Enter');
      await see(ben, `${calls + 1} of ${set.people.length} completed`);
      if (!last) await ben.page.getByRole('button', { name: 'Next person' }).first().click();
    }
  };
  /** Skips people and takes that back, one press behind the other is seen. */
  const skipping = async () => {
    let n = 0;
    for (let last = false; !last; ) {
      last = restarted;
      for (const { name } of hers.people)
        for (const [item, then] of [
          ['Skip for…', /Skipped until/],
          ['Remove skip', 'Available'],
        ] as const) {
          await chloe.page.getByRole('button', { name: `Menu for ${name}` }).click();
          await chloe.page.getByRole('menuitem', { name: item }).click();
          if (item === 'Skip for…') await chloe.page.getByRole('button', { name: /^Skip / }).press('Enter');
          await rowSays(chloe, name, then);
          n++;
        }
    }
    return n;
  };
  const [presses] = await Promise.all([skipping(), calling(), restarting()]);
  expect(presses).toBeGreaterThan(2 * hers.people.length);
  for (const [p, id, done] of [
    [ben, set.session, calls],
    [chloe, hers.session, 0],
  ] as const) {
    await see(p, 'Live');
    // The page shows a press before the server has it.
    await expect
      .poll(async () => (await rows(p, id)).map((r) => r.status).sort())
      .toEqual(
        p === ben
          ? names(60).map((_, i) => (i < 60 - done ? 'available' : 'completed'))
          : hers.people.map(() => 'available'),
      );
    expect(await alerts(p)).toEqual([]);
    expect(p.faults).toEqual([]);
  }
  // The leader's phone has been up all the time.
  const { phone: on } = await ask<{ phone: { state: string } }>(ben, 'GET', `/sessions/${set.session}`);
  expect(on.state).toBe('wrap_up');
}, 300_000);
