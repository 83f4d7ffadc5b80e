// What stands under the thumb on a phone, and the menu of a row of the index, at both widths.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, launch, type Person, person } from './house';
import { open, see, stage, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard', 'Grace Adeyemi'];

/** Where the one button of that name stands; fails when there are more. */
async function place(p: Person, name: string) {
  const box = await p.page.getByRole('button', { name }).boundingBox();
  if (!box) throw new Error(`${name} is not shown`);
  return { top: box.y, bottom: box.y + box.height, height: box.height, width: box.width };
}

test('Start stands once: in the card, and on a phone at the bottom, wherever the page is scrolled to', async () => {
  const ben = await person(browser, 'Ben', { width: 390, height: 844 });
  const s = await stage(ben, 'under the thumb', cast);
  await open(ben, s.session);
  const atRest = await place(ben, 'Start calling session');
  expect(atRest.bottom).toBeGreaterThan(844 - 24);
  expect(atRest.bottom).toBeLessThanOrEqual(844);
  expect(atRest.height).toBeGreaterThanOrEqual(44);
  await ben.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  expect(await place(ben, 'Start calling session')).toEqual(atRest);
  const last = await ben.page.locator('.q tbody tr:not(.gap)').last().boundingBox();
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(atRest.top);
  expect(await findings(ben.page, 'session at rest')).toEqual([]);
  await ben.page.setViewportSize({ width: 1280, height: 900 });
  const card = await ben.page.locator('.card.now').boundingBox();
  expect((await place(ben, 'Start calling session')).bottom).toBeLessThan(
    (card?.y ?? 0) + (card?.height ?? 0),
  );
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test.each([390, 1280])('the menu of a row renames and archives, by keyboard, %i px wide', async (width) => {
  const ben = await person(browser, 'Ben', { width, height: 844 });
  const s = await stage(ben, `menu ${width}`, cast);
  const { name } = await ask<{ name: string }>(ben, 'GET', `/sessions/${s.session}`);
  await visit(ben, '/sessions');
  const menu = ben.page.getByRole('button', { name: `Menu for ${name}`, exact: true });
  const item = ben.page.getByRole('menuitem', { name: 'Rename' });
  await menu.focus();
  await ben.page.keyboard.press('Enter');
  await item.waitFor();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('heading', { name: 'Rename the session' }).waitFor();
  expect(await findings(ben.page, 'rename')).toEqual([]);
  await ben.page.setViewportSize({ width, height: 844 });
  await ben.page.keyboard.press('Escape');
  await ben.page.locator('dialog').waitFor({ state: 'detached' });
  expect(await menu.evaluate((b) => b === document.activeElement)).toBe(true);
  await ben.page.keyboard.press('Enter');
  await item.waitFor();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByLabel('Name', { exact: true }).fill(`Renamed ${name}`);
  await ben.page.keyboard.press('Enter');
  await see(ben, `The session is called Renamed ${name} now.`);
  const renamed = ben.page.getByRole('button', { name: `Menu for Renamed ${name}`, exact: true });
  await renamed.focus();
  await ben.page.keyboard.press('Enter');
  await item.waitFor();
  await ben.page.keyboard.press('End');
  await ben.page.keyboard.press('Enter');
  await see(ben, `Renamed ${name} is archived.`);
  await renamed.waitFor({ state: 'detached' });
  expect((await ask<{ status: string }>(ben, 'GET', `/sessions/${s.session}`)).status).toBe('archived');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
