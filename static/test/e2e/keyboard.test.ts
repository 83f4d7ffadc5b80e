// A session worked by keyboard alone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, launch, type Person, person, phone, phoneIs, until } from './house';
import {
  type Callee,
  open,
  order,
  pickUp,
  rowSays,
  type Stage,
  see,
  settled,
  stage,
  talksFor,
  visit,
} from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = [
  'Aisha Khan',
  'Ben Okafor',
  'Marta Kowalczyk',
  'Rhys Pritchard',
  'Grace Adeyemi',
  'Tom Whitfield',
];

async function begin(name: string): Promise<{ ben: Person; s: Stage; key: (k: string) => Promise<void> }> {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, name, cast);
  await open(ben, s.session);
  await settled(ben);
  return { ben, s, key: (k) => ben.page.keyboard.press(k) };
}

/** The name of the row that has the focus, or what else has it. */
function focused(p: Person): Promise<string> {
  return p.page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return 'nothing';
    return e.closest('tr[data-id]')?.querySelector('.nm')?.textContent ?? e.textContent ?? e.tagName;
  });
}

async function isFocused(p: Person, name: string): Promise<void> {
  let last = '';
  await until(`the focus is on ${name}`, async () => {
    last = await focused(p);
    return last === name;
  }).catch(async (e: Error) => {
    throw new Error(`${e.message}; it is on ${last} of ${(await order(p)).join(', ')}`);
  });
}

/** The dialog of this title is open, or gone. */
async function dialog(p: Person, title: string | RegExp, is: 'open' | 'gone' = 'open'): Promise<void> {
  const heading = p.page.locator('dialog[open]').getByRole('heading', { name: title });
  await heading.waitFor({ state: is === 'open' ? 'visible' : 'detached' });
}

test('rows, skips, prioritise, undo, search and filters without a mouse', async () => {
  const { ben, key } = await begin('keys');
  await key('j');
  await isFocused(ben, 'Aisha Khan');
  await key('j');
  await isFocused(ben, 'Ben Okafor');
  await key('ArrowDown');
  await isFocused(ben, 'Marta Kowalczyk');
  await key('k');
  await isFocused(ben, 'Ben Okafor');
  await key('End');
  await isFocused(ben, 'Tom Whitfield');
  await key('Home');
  await isFocused(ben, 'Aisha Khan');
  const ring = await ben.page.evaluate(() => {
    const s = getComputedStyle(document.activeElement as Element);
    return `${s.outlineStyle} ${s.outlineWidth}`;
  });
  expect(ring, 'the focus ring').toBe('solid 3px');

  // A skip of each type by its number; the focus is back on the row each time.
  for (const [type, name] of [
    ['2', 'Ben Okafor'],
    ['4', 'Marta Kowalczyk'],
    ['1', 'Rhys Pritchard'],
  ] as const) {
    await key('j');
    await isFocused(ben, name);
    await key('s');
    await dialog(ben, `Skip ${name}`);
    await key(type);
    await until('the type is chosen', () =>
      ben.page.evaluate(
        (n) => document.querySelectorAll<HTMLInputElement>('input[name=skip-type]')[n]!.checked,
        Number(type) - 1,
      ),
    );
    await key('Enter');
    await dialog(ben, /Skip/, 'gone');
    await rowSays(ben, name, /Skipped/);
    await isFocused(ben, name);
    await key('u');
    await rowSays(ben, name, 'Available');
    await until(`${name} is back in place`, async () => (await order(ben)).join() === cast.join());
    await isFocused(ben, name);
  }

  // Esc leaves everything as it was.
  const before = 'Grace Adeyemi';
  await key('j');
  await isFocused(ben, before);
  await key('s');
  await dialog(ben, `Skip ${before}`);
  await key('Escape');
  await dialog(ben, /Skip/, 'gone');
  await isFocused(ben, before);
  await rowSays(ben, before, 'Available');

  // Removing needs a reason, and says so.
  await key('s');
  await dialog(ben, `Skip ${before}`);
  await key('5');
  await key('Enter');
  await see(ben, 'Give a reason');
  await ben.page.keyboard.type('Moved to Leicester 5');
  await key('Enter');
  await rowSays(ben, before, 'Skipped');

  // Prioritise goes to place 2; the focus goes with the row.
  await key('End');
  await isFocused(ben, before); // skipped people come last
  const last = 'Tom Whitfield';
  await key('k');
  await isFocused(ben, last);
  await key('p');
  await until('the prioritised person is second', async () => (await order(ben))[1] === last);
  await isFocused(ben, last);

  // Open, menu, and back where it was.
  await key('Enter');
  await dialog(ben, last);
  await key('Escape');
  await isFocused(ben, last);
  await key('m');
  const menu = ben.page.getByRole('menu');
  await menu.waitFor();
  await key('ArrowDown');
  await key('Escape');
  await menu.waitFor({ state: 'detached' });
  await isFocused(ben, last);
  await key('Shift+F10');
  await menu.waitFor();
  await key('Escape');

  // Search; letters are letters there.
  await key('/');
  await until('the search has the focus', () =>
    ben.page.evaluate(() => document.activeElement?.matches('[data-search]') ?? false),
  );
  await ben.page.keyboard.type('grace sp');
  expect(await ben.page.locator('dialog[open]').count()).toBe(0);
  expect(await ben.page.getByRole('searchbox').inputValue()).toBe('grace sp');
  await key('Escape');
  await until('the search is empty', async () => (await ben.page.getByRole('searchbox').inputValue()) === '');
  await ben.page.getByRole('searchbox').blur();

  // Filters.
  await key('f');
  await menu.waitFor();
  await key('s'); // the first that begins so
  await key('Enter');
  await until('only skipped people show', async () => (await order(ben)).join() === before);

  // Help, from anywhere.
  await key('Shift+?');
  await dialog(ben, 'Keyboard shortcuts');
  await key('Escape');
  await dialog(ben, 'Keyboard shortcuts', 'gone');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('a call is logged by keyboard, and the next page is two keys away', async () => {
  const { ben, s, key } = await begin('a call by keys');
  const [aisha] = s.people as [Callee];
  await talksFor(aisha, '10m');
  const mobile = await pickUp(ben);
  await phone(mobile, 'press', '5');
  await see(ben, 'Talking to');
  await key('l');
  await dialog(ben, /Log contact/);
  await key('n');
  await until('not reached is chosen', () =>
    ben.page.evaluate(() => document.querySelectorAll<HTMLInputElement>('input[name=reached]')[1]!.checked),
  );
  await key('y');
  await until('reached is chosen', () =>
    ben.page.evaluate(() => document.querySelectorAll<HTMLInputElement>('input[name=reached]')[0]!.checked),
  );
  // The letters of the shortcuts are letters in the notes.
  await ben.page.getByLabel('Notes').focus();
  await ben.page.keyboard.type('nylspjk? No');
  expect(await ben.page.getByLabel('Notes').inputValue()).toBe('nylspjk? No');
  await key('Control+Enter');
  await dialog(ben, /Log contact/, 'gone');
  await see(ben, 'is logged');
  await ben.page.getByRole('button', { name: 'End call' }).filter({ visible: true }).first().press('Enter');
  await rowSays(ben, aisha.name, 'Completed');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'hangup');
  await see(ben, /^Paused/);

  // Space on the button that rings phones does what a button does only when it has the focus; no key starts a call.
  await key('g');
  await key('l');
  await ben.page.waitForURL('**/lists');
  await until('the title has the focus', async () => (await focused(ben)) === 'Call lists');
  await key('g');
  await key('s');
  await ben.page.waitForURL('**/sessions');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('Tab goes through the whole page and out of it, and stays inside a dialog', async () => {
  const { ben, key } = await begin('tabs');
  const seen = new Set<string>();
  await ben.page.evaluate(() => {
    document.querySelectorAll<HTMLElement>('a, button, input, tr[tabindex], summary').forEach((e, i) => {
      e.dataset.stop = String(i);
    });
  });
  const stop = () =>
    ben.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.stop ?? 'outside');
  await key('Tab');
  expect(await focused(ben), 'the first stop').toBe('Skip to content');
  for (let i = 0; i < 80; i++) {
    const at = await stop();
    if (at === 'outside' && seen.size > 5) break;
    seen.add(at);
    const shown = await ben.page.evaluate(() => {
      const e = document.activeElement as HTMLElement;
      const label = e.closest('label');
      return [e, label].some((x) => x && getComputedStyle(x).outlineStyle !== 'none');
    });
    expect(shown, `the focus ring of ${await focused(ben)}`).toBe(true);
    await key('Tab');
  }
  expect(await stop(), 'Tab leaves the page at its end').toBe('outside');
  expect(seen.size).toBeGreaterThan(10);
  expect(seen.size, 'one row of the queue is a stop, not each').toBeLessThan(40);

  await ben.page.locator('tr[data-id]').first().focus();
  await key('s');
  await dialog(ben, /Skip/);
  for (let i = 0; i < 12; i++) {
    await key('Tab');
    const inside = await ben.page.evaluate(() => {
      const e = document.activeElement;
      return e === document.body || !!e?.closest('dialog');
    });
    expect(inside, 'the focus stays in the dialog').toBe(true);
  }
  await key('Escape');
  await isFocused(ben, 'Aisha Khan');
  await ben.context.close();
});

test('switched off in the profile, single keys do nothing', async () => {
  const dev = await person(browser, 'Dev', { height: 900 });
  const s = await stage(dev, 'no keys', cast);
  await visit(dev, '/profile');
  const tick = dev.page.getByLabel('Keyboard shortcuts');
  const saved = dev.page.waitForResponse((r) => r.url().endsWith('/me') && r.request().method() === 'PATCH');
  await tick.focus();
  await dev.page.keyboard.press('Space');
  expect((await saved).status()).toBe(200);
  await open(dev, s.session);
  await dev.page.locator('tr[data-id]', { hasText: 'Aisha Khan' }).focus();
  for (const k of ['s', 'l', 'm', 'j', '?']) await dev.page.keyboard.press(k);
  expect(await focused(dev)).toBe('Aisha Khan');
  expect(await dev.page.locator('dialog[open], [role=menu]').count()).toBe(0);
  const me = await ask<{ version: number; shortcuts: boolean }>(dev, 'GET', '/me');
  expect(me.shortcuts).toBe(false);
  await ask(dev, 'PATCH', '/me', { version: me.version, shortcuts: true });
  await open(dev, s.session);
  await dev.page.keyboard.press('j');
  await isFocused(dev, 'Aisha Khan');
  expect(dev.faults).toEqual([]);
  await dev.context.close();
});
