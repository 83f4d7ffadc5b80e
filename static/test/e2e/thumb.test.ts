// What stands under the thumb on a phone, and the menu of a row of the index, at both widths.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, launch, type Person, person, phone, until } from './house';
import { open, pickUp, see, stage, talksFor, visit } from './scenes';

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

test('in each state of a call, what it asks for is under the thumb, once', async () => {
  const ben = await person(browser, 'Ben', { width: 390, height: 844 });
  const s = await stage(ben, 'a call in one hand', cast);
  await open(ben, s.session);
  /** These and no others, in the bar, the important one at the right; none of them anywhere else. */
  const bar = async (...names: string[]) => {
    const buttons = ben.page.locator('.thumb :is(button, a)').filter({ visible: true });
    let last = '';
    await until(`the bar has ${names}`, async () => {
      const found = await buttons.evaluateAll((all) =>
        all
          .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
          .map((b) => (b.textContent ?? '').replace(/[LS]$/, '').trim()),
      );
      last = found.join();
      return last === names.join();
    }).catch((e: Error) => {
      throw new Error(`${e.message}; it has ${last}`);
    });
    for (const name of names) {
      const all = ben.page.getByRole('button', { name, exact: true }).filter({ visible: true });
      expect(await all.count(), `${name} stands once`).toBe(1);
      const box = await all.boundingBox();
      expect(box?.height, name).toBeGreaterThanOrEqual(44);
      expect(box?.width, name).toBeGreaterThanOrEqual(44);
      expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(844);
    }
    expect(await ben.page.locator('nav.bottom').isVisible()).toBe(false);
  };
  const first = s.people[0];
  if (!first) throw new Error('nobody');
  await bar('Start calling session');
  await talksFor(first, '10m');
  const mobile = await pickUp(ben);
  await bar('End call');
  await phone(mobile, 'press', '5');
  await see(ben, 'Talking to');
  await bar('End call', 'Skip…', 'Log contact');
  expect(await findings(ben.page, 'talking, on a phone')).toEqual([]);
  await ben.page.setViewportSize({ width: 390, height: 844 });
  await ben.page.getByRole('button', { name: 'End call' }).click();
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await ben.page.getByRole('button', { name: 'Later' }).click();
  await bar('Pause', 'Skip…', 'Log contact');
  await ben.page.getByRole('button', { name: 'Log contact' }).click();
  await ben.page.getByRole('radiogroup', { name: 'Reached?' }).getByText('Yes').click();
  await ben.page.getByRole('button', { name: 'Save' }).click();
  await bar('Pause', 'Next person');
  await phone(mobile, 'hangup');
  await bar('Resume calling session');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
