// Launch mode: an admin, a caller and two clickers. Each call begins with a press, while somebody is free, and at no other time.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { mine, type Volunteer, volunteer } from './clicking';
import { ask, atRest, base, fresh, launch, type Person, person, until } from './house';
import { visit } from './scenes';
import { callable, caller, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const anns = '+447700900125';
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya', { height: 1400 });
  await atRest(anns);
});
afterAll(() => browser?.close());

const shots = process.env.PARTYLINE_SHOTS;
const seen = async (v: Volunteer, name: string) => {
  if (!shots) return;
  const size = v.page.viewportSize();
  for (const width of [390, 1280])
    for (const dark of [false, true]) {
      await v.page.setViewportSize({ width, height: width < 640 ? 844 : 900 });
      await v.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
      await v.page.screenshot({ path: `${shots}/launch-${name}-${width}-${dark ? 'dark' : 'light'}.png` });
    }
  if (size) await v.page.setViewportSize(size);
};

/** The big button, when it says so. */
const says = (v: Volunteer, words: string) => v.page.locator('.approve', { hasText: words }).waitFor();
const shown = async (v: Volunteer) => (await v.page.locator('.no').textContent())?.replace(/\D/g, '') ?? '';
const status = (words: string | RegExp) =>
  maya.page.getByRole('region', { name: 'Status' }).filter({ hasText: words }).waitFor();

async function join(link: string, name: string, look = {}): Promise<Volunteer> {
  const v = await volunteer(browser, link, look);
  await v.page.getByRole('heading', { name: 'Call numbers' }).waitFor();
  await v.page.getByLabel('Your name').fill(name);
  await v.page.getByRole('button', { name: 'Start', exact: true }).click();
  return v;
}

test('a press rings while a caller is free, says why when nobody is, and one of two presses rings', async () => {
  const c = await callable(maya, fresh('Launch'), ['Aisha Khan', 'Tom Reid', 'Rosa Moss', 'Ben Okafor']);

  // The mode is set in the wizard, while the campaign runs.
  await visit(maya, `/campaigns/${c.id}/passes`);
  await maya.page.getByLabel('A clicker’s press').selectOption('launch');
  await maya.page.getByText('Every call is begun by a clicker').waitFor();
  const mode = async () =>
    (await ask<{ clicking_mode: string }>(maya, 'GET', c.path)).clicking_mode === 'launch';
  await until('it is saved', mode);
  if (shots) await maya.page.screenshot({ path: `${shots}/launch-wizard.png` });
  await visit(maya, `/campaigns/${c.id}/run`);
  await status('each call begins with a click, and nobody clicks: 4 numbers wait.');
  await maya.page.locator('.links > .clicker').getByText('each call by a click').waitFor();

  // Nobody is free: the page says so, and a press does nothing.
  const cleo = await join(c.clickers, 'Cleo');
  await says(cleo, 'No caller is free just now.');
  await status(/^This campaign is running\.\s*0 callers, 0 talking\./);
  expect(await cleo.page.locator('.approve').getAttribute('aria-disabled')).toBe('true');
  await cleo.page.keyboard.press('Enter');
  await cleo.page.locator('.approve').click({ force: true });
  await seen(cleo, 'nobody-free');
  const found = await findings(cleo.page, 'nobody is free');

  // Somebody is: by push. Space rings nobody, a slid finger neither; Enter does, once.
  const ann = await caller(browser, c, 'Ann', anns);
  await says(cleo, 'Call this number');
  await seen(cleo, 'ready');
  found.push(...(await findings(cleo.page, 'ready to call')));
  await cleo.page.locator('.approve').focus();
  await cleo.page.keyboard.press('Space');
  const at = await cleo.page.locator('.approve').boundingBox();
  await cleo.page.mouse.move((at?.x ?? 0) + 50, (at?.y ?? 0) + 50);
  await cleo.page.mouse.down();
  await cleo.page.mouse.move(5, 5);
  await cleo.page.mouse.up();
  expect(await mine(cleo)).toBe(0);
  const dan = await join(c.clickers, 'Dan', { width: 1280, height: 900, dark: true });
  await says(dan, 'Call this number');
  const number = await shown(cleo);
  expect([number.length, (await shown(dan)) === number]).toEqual([5, false]);
  await cleo.page.keyboard.press('Enter');
  const first = await talkingTo(ann);
  expect(c.people[first]?.slice(-5)).toBe(number);
  await until('it counts', async () => (await mine(cleo)) === 1);
  await cleo.page.locator('.last', { hasText: 'called' }).waitFor();
  for (const v of [cleo, dan]) await says(v, 'No caller is free just now.');
  await status(/^This campaign is running\.\s*1 caller, 1 talking\./);
  await seen(cleo, 'called');

  // The caller is free again: both press at once, and one rings.
  await ann.page.getByRole('button', { name: 'Refused' }).click();
  const saved = ann.page.getByRole('button', { name: 'Save and next' });
  if (await saved.count()) await saved.click();
  for (const v of [cleo, dan]) await says(v, 'Call this number');
  const both = [await shown(cleo), await shown(dan)];
  await Promise.all([cleo, dan].map((v) => v.page.locator('.approve').click()));
  const second = await talkingTo(ann);
  expect(both).toContain(c.people[second]?.slice(-5));
  await until('one of two counts', async () => (await mine(cleo)) + (await mine(dan)) === 2);
  const calls = await ask<{ calls: { dials: number } }>(maya, 'GET', `${c.path}/status`);
  expect(calls.calls.dials).toBe(2);

  // Reloaded, the page gives its number back and gets another; nothing is pressed by itself.
  await cleo.page.reload();
  await says(cleo, 'No caller is free just now.');

  // Who began which call is in the file of calls.
  const file = await maya.page.request.get(`${base}/api/v1${c.path}/export/attempts.json`);
  const rows = (await file.json()) as { clicker: string; clicked_at: string }[];
  expect(rows.map((r) => [['Cleo', 'Dan'].includes(r.clicker), !!r.clicked_at])).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(found).toEqual([]);
  expect([...maya.faults, ...ann.faults, ...cleo.faults, ...dan.faults]).toEqual([]);
  for (const p of [maya, ann, cleo, dan]) await p.context.close();
});
