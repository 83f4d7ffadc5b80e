// Two leaders in two browsers, on two servers: each sees what the other does, also while the bus between the servers
// is away, which the pages say.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, base, launch, type Person, person } from './house';
import { alerts, listen, open, rowSays, rows, see, settled, stage, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const town = process.env.PARTYLINE_TOWN;
const pull = async (lever: string) => {
  const reply = await fetch(`${town}/${lever}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`${lever}: ${reply.status}`);
};
const redis = (what: 'stop' | 'start') => pull(`redis/${what}`);

/** Signed in, with the socket on this server from now on. Requests go to either. */
async function on(server: 0 | 1, name: string, look = {}): Promise<Person> {
  const p = await person(browser, name, look);
  await p.context.addCookies([{ name: 'server', value: String(server), url: base }]);
  return p;
}

const said = (p: Person) => p.page.getByRole('status').filter({ hasText: 'Live is slower just now.' });
const hereNow = (p: Person, name: string) =>
  p.page.getByRole('group', { name: new RegExp(`^Here now: .*${name}`) });

test('changes and people cross the servers while Redis runs, is stopped, and runs again', async () => {
  const ben = await on(0, 'Ben', { height: 1200 });
  const chloe = await on(1, 'Chloe', { height: 1200 });
  const cast = [
    'Aisha Khan',
    'Ben Okafor',
    'Marta Kowalczyk',
    'Rhys Pritchard',
    'Grace Adeyemi',
    'Tom Whitfield',
  ];
  const s = await stage(ben, 'Two servers', cast);
  const { id: hers } = await ask<{ id: string }>(chloe, 'POST', `/lists/${s.list}/sessions`, {
    name: 'Chloe – two servers',
  });
  await open(ben, s.session);
  await open(chloe, s.session); // she looks at his session
  const her = new Map((await rows(chloe, hers)).map((r) => [r.supporter.name, r.id]));

  /** He skips one on his page; she logs another in her own session: both pages show both. */
  const both = async (skipped: string, logged: string) => {
    await ben.page.getByRole('button', { name: `Menu for ${skipped}` }).click();
    await ben.page.getByRole('menuitem', { name: 'Skip for…' }).click();
    await ben.page.getByRole('button', { name: /^Skip / }).press('Enter');
    await rowSays(chloe, skipped, /Skipped until/);
    await ask(chloe, 'POST', `/sessions/${hers}/entries/${her.get(logged)}/log`, {
      reached: true,
      outcome: 'talked',
      method: 'phone',
    });
    for (const p of [ben, chloe]) await rowSays(p, logged, 'Completed');
    await rowSays(ben, skipped, /Skipped until/);
  };

  await hereNow(ben, 'Chloe').waitFor();
  await hereNow(chloe, 'Ben').waitFor();
  expect(await said(ben).count()).toBe(0);
  await both('Aisha Khan', 'Ben Okafor');

  await redis('stop');
  for (const p of [ben, chloe]) await said(p).waitFor();
  await both('Marta Kowalczyk', 'Rhys Pritchard');
  // Somebody who comes now is told as well, is seen on the same server, and is missing on the other one.
  const dev = await on(1, 'Dev', { height: 1200 });
  await open(dev, s.session);
  await said(dev).waitFor();
  await hereNow(chloe, 'Dev').waitFor();
  expect(await hereNow(ben, 'Dev').count()).toBe(0);
  expect(await findings(ben.page, 'while Redis is away')).toEqual([]);
  await look(ben);

  await redis('start');
  for (const p of [ben, chloe, dev]) await said(p).waitFor({ state: 'detached' });
  await hereNow(ben, 'Dev').waitFor();
  await hereNow(dev, 'Ben').waitFor();
  await both('Grace Adeyemi', 'Tom Whitfield');
  for (const p of [ben, chloe, dev]) {
    await see(p, 'Live');
    expect(p.faults).toEqual([]);
    await p.context.close();
  }
});

test('every page with a connection says it', async () => {
  const maya = await on(0, 'Maya', { height: 900 });
  await redis('stop');
  for (const path of ['/sessions', '/lists', '/groups', '/organisation']) {
    await visit(maya, path);
    await said(maya).waitFor();
  }
  await redis('start');
  await said(maya).waitFor({ state: 'detached' });
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('no action fails while both servers are restarted, one after the other', async () => {
  const ben = await on(0, 'Ben', { height: 1400 });
  const chloe = await on(1, 'Chloe', { height: 1400 });
  const cast = [
    'Aisha Khan',
    'Ben Okafor',
    'Marta Kowalczyk',
    'Rhys Pritchard',
    'Grace Adeyemi',
    'Tom Whitfield',
  ];
  const s = await stage(ben, 'Restarted', cast);
  const { id: hers } = await ask<{ id: string }>(chloe, 'POST', `/lists/${s.list}/sessions`, {
    name: 'Chloe – restarted',
  });
  await open(ben, s.session);
  await open(chloe, hers);
  await Promise.all([ben, chloe].map(listen));

  let restarted = false;
  const restart = pull('servers/restart').finally(() => {
    restarted = true;
  });
  /** Skips people and takes that back, one press behind the other is seen; once more when the servers are up. */
  const work = async (p: Person) => {
    let presses = 0;
    for (let last = false; !last; ) {
      last = restarted;
      for (const name of cast)
        for (const [item, then] of [
          ['Skip for…', /Skipped until/],
          ['Remove skip', 'Available'],
        ] as const) {
          await p.page.getByRole('button', { name: `Menu for ${name}` }).click();
          await p.page.getByRole('menuitem', { name: item }).click();
          if (item === 'Skip for…') await p.page.getByRole('button', { name: /^Skip / }).press('Enter');
          await rowSays(p, name, then);
          presses++;
        }
    }
    return presses;
  };
  const presses = await Promise.all([ben, chloe].map(work));
  await restart;
  expect(Math.min(...presses)).toBeGreaterThan(2 * cast.length);
  for (const [p, id] of [
    [ben, s.session],
    [chloe, hers],
  ] as const) {
    await see(p, 'Live');
    // The page shows a press before the server has it.
    await expect
      .poll(async () => (await rows(p, id)).map((r) => r.status))
      .toEqual(cast.map(() => 'available'));
    expect(await alerts(p)).toEqual([]);
    expect(p.faults).toEqual([]);
    await p.context.close();
  }
});

/** Pictures, where somebody wants them. */
async function look(p: Person): Promise<void> {
  const shots = process.env.PARTYLINE_SHOTS;
  if (!shots) return;
  await settled(p);
  for (const width of [1280, 390])
    for (const scheme of ['light', 'dark'] as const) {
      await p.page.emulateMedia({ colorScheme: scheme });
      await p.page.setViewportSize({ width, height: 844 });
      await p.page.screenshot({ path: `${shots}/apart-${width}-${scheme}.png` });
    }
  await p.page.emulateMedia({ colorScheme: 'light' });
  await p.page.setViewportSize({ width: 1280, height: 1200 });
}
