// Run campaign while people call: where each of them is goes live, at a desk and on a phone; one is taken off in mid-talk.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, tooWide, twoFrames } from './axe';
import type { Volunteer } from './clicking';
import { ask, fresh, launch, type Person, person, phone, until } from './house';
import { see, visit } from './scenes';
import { callable, caller, line, manned, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const [bens, coras, doras] = ['+447700900165', '+447700900166', '+447700900167'];
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya', { height: 900 });
  for (const n of [bens, coras, doras]) await manned(n);
});
afterAll(() => browser?.close());

const shots = process.env.PARTYLINE_SHOTS;

/** What axe finds, what is wider than the window, and what cannot be pressed on a phone without scrolling sideways. */
async function looked(name: string): Promise<string[]> {
  const { page } = maya;
  const found = [...(await findings(page, name)), ...(await tooWide(page, name))];
  for (const width of [1280, 390])
    for (const scheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await twoFrames(page);
      if (shots)
        await page.screenshot({
          path: `${shots}/run-${name}-${width}-${scheme}.png`,
          fullPage: name !== 'removing',
        });
    }
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.btn')]
      .filter((b) => b.getBoundingClientRect().right > innerWidth || b.scrollWidth > b.clientWidth + 1)
      .map((b) => b.textContent),
  );
  found.push(...cut.map((b) => `${name}, 390: the button “${b}” is cut off`));
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await twoFrames(page);
  return found;
}

test('callers come, talk, have a break, are taken off and asked to finish; the page says it of each, and nothing is hidden on a phone', async () => {
  const c = await callable(maya, fresh('Who calls'), ['Aisha Khan', 'Tom Reid'], { talk: '30m' });
  await visit(maya, `${c.path}/run`);
  await see(maya, 'Live');
  const { page } = maya;
  const callers = page.getByRole('region', { name: 'Callers', exact: true }).first();
  await callers.getByText('Nobody is on the phone.').waitFor();
  const found = await looked('nobody');

  const ben = await caller(browser, c, 'Ben', bens);
  await talkingTo(ben);
  const row = (name: string) => callers.getByRole('row', { name: new RegExp(`^${name}`) });
  await row('Ben').getByText('Talking').waitFor();
  const cora = await caller(browser, c, 'Cora', coras);
  const second = await talkingTo(cora);
  const long = 'Konstantina Papadopoulou-Featherstonehaugh';
  const dora = await caller(browser, c, long, doras);
  await row(long).getByText('Waiting').waitFor();
  await dora.page.getByRole('button', { name: 'Take a break' }).click();
  await row(long).getByText('On a break').waitFor();
  await ben.page.getByRole('button', { name: 'More', exact: true }).last().click();
  await ben.page.getByRole('button', { name: 'Finish after this call' }).click();
  await row('Ben').getByText('finish').waitFor();
  await callers.getByText('3 on the phone').waitFor();
  found.push(...(await looked('callers')));

  // The longest name is removed, by keyboard: the focus is not lost with the row.
  await row(long)
    .getByRole('button', { name: `Remove ${long}` })
    .focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Remove ${long}?` });
  await dialog.waitFor();
  found.push(...(await looked('removing')));
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await row(long).waitFor({ state: 'detached' });
  await until('the focus is on a head', async () =>
    page.evaluate(() => document.activeElement?.localName === 'h2'),
  );
  await dora.page.getByText('The organisers have taken you off this campaign.').waitFor();
  await until('her phone is off the line', async () => (await line(doras)) === 'ended');
  await callers.getByText('2 on the phone').waitFor();

  // A contact goes, and everybody is asked to finish.
  await phone(c.people[second] ?? '', 'hangup');
  await row('Cora').getByText('Wrap-up').waitFor();
  await ask(maya, 'POST', `${c.path}/finish`);
  await row('Cora').getByText('Wrap-up, then finishes').waitFor();
  found.push(...(await looked('last')));

  // One is removed in a talk: nobody waits for answers that cannot come.
  const { items } = await ask<{ items: { id: string; name: string }[] }>(maya, 'GET', `${c.path}/people`);
  await ask(maya, 'DELETE', `${c.path}/people/${items.find((p) => p.name === 'Ben')?.id}`);
  await row('Ben').waitFor({ state: 'detached', timeout: 15_000 });
  await ben.page.getByText('The organisers have taken you off this campaign.').waitFor();
  expect(found.join('\n')).toBe('');
  expect([...maya.faults, ...ben.faults, ...cora.faults, ...dora.faults]).toEqual([]);
  await phone(coras, 'hangup');
  for (const v of [ben, cora, dora] as Volunteer[]) await v.context.close();
}, 240_000); // three phones, and forty looks by axe
