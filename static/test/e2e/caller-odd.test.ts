// What goes wrong in talks: no connection, another tab, a machine that is heard late, contacts who hang up at any moment.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Volunteer } from './clicking';
import { ask, fresh, launch, type Person, person, phone, until } from './house';
import { callable, caller, line, manned, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const mobile = '+447700900160';
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

const asks = (v: Volunteer, title: string) => v.page.getByRole('heading', { name: title }).waitFor();
const offline = async (v: Volunteer, off: boolean) => {
  await v.context.setOffline(off);
  await v.page.evaluate(() => window.dispatchEvent(new Event('online'))); // a probe finds it out
};
const outcomes = async (path: string) => {
  const r = await ask<{ outcomes: { outcome: string; n: number }[] }>(maya, 'GET', `${path}/results`);
  return r.outcomes.map((o) => `${o.outcome} ${o.n}`).sort();
};

test('offline in mid-talk, through a reload, in two tabs, and finish after this call', async () => {
  await manned(mobile);
  const c = await callable(maya, fresh('Tunnel'), ['Aisha Khan']);
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  const name = await talkingTo(ben);
  await offline(ben, true);
  await page
    .getByText('You are offline, and still on the phone. Your answers are saved on this device.')
    .waitFor();
  await page.getByRole('button', { name: 'Talking to the correct person' }).click();
  await asks(ben, 'Will you vote?');
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await asks(ben, 'Why not?');
  await page.getByText('(2 waiting)').waitFor();
  await page.locator('.onair:not(.done)', { hasText: name }).waitFor(); // green still
  expect(await line(mobile)).toBe('talking');

  // The page dies with them, and the next one has them, shows the same question, and sends them.
  await ben.page.close();
  await ben.context.setOffline(false);
  ben.page = await ben.context.newPage();
  ben.page.on('pageerror', (e) => ben.faults.push(e.message));
  await ben.page.goto(c.callers);
  await asks(ben, 'Why not?');
  await until('they are sent', async () =>
    ben.page.evaluate(() => Object.keys(localStorage).every((k) => !/^partyline:c:/.test(k))),
  );

  // Another tab: the last one is used, until the first is asked for again.
  const second = await ben.context.newPage();
  await second.goto(c.callers);
  await second.getByRole('heading', { name: 'Why not?' }).waitFor();
  await asks(ben, 'This page is open in another tab');
  await ben.page.getByRole('button', { name: 'Use this page' }).click();
  await asks(ben, 'Why not?');
  await second.getByRole('heading', { name: 'This page is open in another tab' }).waitFor();
  await second.close();

  await ben.page.getByRole('button', { name: 'More', exact: true }).click();
  await ben.page.getByRole('button', { name: 'Finish after this call' }).click();
  await ben.page.getByText('You finish after this call.').waitFor();
  await ben.page.getByRole('button', { name: 'Save and end' }).click();
  await asks(ben, 'Thank you, Ben');
  await until('the phone is off the line', async () => (await line(mobile)) === 'ended');
  expect(await outcomes(c.path)).toEqual(['talked 1']);
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('a machine that is heard late, and contacts who hang up before, at and after they are given', async () => {
  await manned(mobile);
  const human = { answer: 'human', verdict: 'human', after: '200ms' };
  const c = await callable(
    maya,
    fresh('Hang up'),
    ['Late Machine', 'Turns Away', 'Gone Early', 'Gone Now', 'Gone Late'],
    {
      steps: {
        'Late Machine': [
          { ring: '1s' },
          { answer: 'machine', verdict: 'machine', after: '4s' },
          { wait: '30m' },
        ],
        'Turns Away': [{ ring: '1s' }, { reject: true }],
        'Gone Early': [
          { ring: '1s' },
          { answer: 'human', verdict: 'human', after: '3s' }, // nobody knows yet that it is a person
          { wait: '300ms' },
          { hangup: true },
        ],
        'Gone Now': [{ ring: '1s' }, human, { wait: '300ms' }, { hangup: true }], // as they are given, or just before
        'Gone Late': [{ ring: '1s' }, human, { wait: '3s' }, { hangup: true }],
      },
    },
  );
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  const machine = page.getByText('That was an answering machine. You are back in the queue.');
  const over = page.locator('.onair.done');
  let freed = false;
  // They come in whatever order; whoever was given and has gone leaves time for the answers.
  await until(
    'all of them are over',
    async () => {
      freed = freed || (await machine.count()) > 0;
      if (await over.count()) {
        const not = page.getByRole('button', { name: 'Not home or answering machine' });
        if (await not.count()) await not.click();
      }
      const { counts } = await ask<{ counts: { finished: number; awaiting_gap: number } }>(
        maya,
        'GET',
        c.path,
      );
      return counts.finished + counts.awaiting_gap === 5;
    },
    60_000,
  );
  expect(freed).toBe(true);
  const all = await outcomes(c.path);
  expect(all).toContain('machine 1');
  expect(all).toContain('busy 1');
  // Ben was free all the time: whoever was not given to him hung up before that, and nobody was dropped.
  expect(['hung_up 1,not_home 2', 'hung_up 2,not_home 1']).toContain(
    all.filter((o) => /dropped|hung_up|not_home/.test(o)).join(),
  );
  await asks(ben, 'No calls just now'); // whoever hung up waits
  expect(ben.faults).toEqual([]);
  await phone(mobile, 'hangup');
  await ben.context.close();
});
