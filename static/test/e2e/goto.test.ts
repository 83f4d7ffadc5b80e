// Go to… and the figures of the sidebar, as leaders use them, with what they may not see.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, base, fresh, group, launch, type Person, person, until } from './house';
import { see, stage, visit } from './scenes';

let browser: Browser;
let ben: Person;
let maya: Person; // owner

beforeAll(async () => {
  browser = await launch();
  ben = await person(browser, 'Ben', { height: 900 });
  maya = await person(browser, 'Maya', { height: 900 });
});
afterAll(() => browser?.close());

const field = (p: Person) => p.page.getByRole('combobox', { name: 'Find a session' });
const chosen = (p: Person) => p.page.locator('[role=option][aria-selected=true]');

test('a session, a list and a supporter are found by part of a name, without a mouse', async () => {
  const s = await stage(ben, 'Käferstube', [fresh('Zoë Käferle')]);
  const zoe = s.people[0]?.name ?? '';
  const typed = (name: string) => name.replace('ä', 'a').toLowerCase();
  await visit(ben, '/lists');
  await ben.page.locator('nav.side .count').first().waitFor(); // what is beside the pages is there
  await ben.page.keyboard.press('Control+k');
  await field(ben).waitFor();
  await ben.page.keyboard.type(typed(s.name).replace('kaferstube', 'ferstube'));
  await chosen(ben)
    .filter({ hasText: `Ben – ${s.name}` })
    .waitFor();
  const active = await field(ben).getAttribute('aria-activedescendant');
  expect(active).toBe(await chosen(ben).getAttribute('id'));
  expect(await findings(ben.page, 'Go to…')).toEqual([]);
  await ben.page.keyboard.press('ArrowDown'); // the list
  await ben.page.keyboard.press('Enter');
  await ben.page.waitForURL(`${base}/lists/${s.list}`);
  await ben.page.getByRole('heading', { name: s.name }).waitFor();

  // By the person's name, from a field that is typed into.
  await ben.page.locator('[data-search]').focus();
  await ben.page.keyboard.press('Control+k');
  await field(ben).waitFor();
  await ben.page.keyboard.type(typed(zoe).replace('zoë ', ''));
  await chosen(ben).filter({ hasText: zoe }).waitFor();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('heading', { name: zoe }).waitFor();

  // Never over another dialog; Esc closes that first.
  await ben.page.getByRole('button', { name: 'Edit', exact: true }).press('Enter');
  await ben.page.getByRole('dialog').waitFor();
  await ben.page.keyboard.press('Control+k');
  expect(await field(ben).count()).toBe(0);
  await ben.page.keyboard.press('Escape');
  await ben.page.getByRole('dialog').waitFor({ state: 'detached' });

  // Where one was lately comes first.
  await ben.page.keyboard.press('Control+k');
  await see(ben, 'Recent');
  expect(await ben.page.getByRole('option').allTextContents()).toContain(s.name);
  expect(await ben.page.getByRole('option').nth(0).textContent()).toBe(s.name); // supporters are not kept
  await ben.page.keyboard.press('Control+k');
  await field(ben).waitFor({ state: 'detached' });
  expect(ben.faults).toEqual([]);
});

test('what one may not see is not found, numbers are not searched', async () => {
  const xaver = fresh('Xaver Schattenried');
  const g = await ask<{ id: string }>(maya, 'POST', '/groups', { name: fresh('Schattenried') });
  await ask(maya, 'POST', `/groups/${g.id}/supporters`, {
    name: xaver,
    phone: '0151 496 0999',
  });
  for (const [who, query, there] of [
    [maya, 'schattenr', true],
    [ben, 'schattenr', false],
    [maya, '4960999', false],
  ] as const) {
    await visit(who, '/sessions');
    await who.page.locator('nav.side .count').first().waitFor(); // what is beside the pages is there
    await who.page.keyboard.press('Control+k');
    await field(who).waitFor();
    await who.page.keyboard.type(query);
    if (there) await who.page.getByRole('option', { name: xaver }).waitFor();
    else await see(who, `Nothing matches “${query}”.`);
    await who.page.keyboard.press('Escape');
  }
});

test('the sidebar counts what one has, as it changes on another page', async () => {
  const place = (p: Person, name: string) =>
    p.page.locator('nav.side a', { hasText: name }).locator('.count');
  const figure = async (name: string) => Number((await place(ben, name).textContent()) ?? 0);
  await visit(ben, '/groups');
  await place(ben, 'Call lists').waitFor();
  const lists = await figure('Call lists');
  const g = await group(maya);
  const list = await ask<{ id: string }>(maya, 'POST', `/groups/${g.id}/lists`, { name: 'One list more' });
  await until('there is one list more', async () => (await figure('Call lists')) === lists + 1);
  const sessions = await figure('Sessions');
  const some = await ask<{ items: { id: string }[] }>(maya, 'GET', `/groups/${g.id}/supporters?limit=1`);
  await ask(maya, 'POST', `/lists/${list.id}/supporters`, { ids: [some.items[0]?.id] });
  const s = await ask<{ id: string }>(ben, 'POST', `/lists/${list.id}/sessions`, { name: 'One more' });
  await until('there is one session more', async () => (await figure('Sessions')) === sessions + 1);
  await ask(ben, 'POST', `/sessions/${s.id}/archive`);
  await until('it is gone again', async () => (await figure('Sessions')) === sessions);
  await ask(maya, 'DELETE', `/lists/${list.id}`);
  await until('the list too', async () => (await figure('Call lists')) === lists);
});

test('on a phone a button of every page goes to…; on the dashboard it is in the menu', async () => {
  const p = await person(browser, 'Ben', { width: 390, height: 844 });
  const s = await stage(p, 'By thumb', ['Zoë Käferle']);
  const button = p.page.getByRole('button', { name: 'Go to…' }).filter({ visible: true });
  for (const path of ['/sessions', '/lists', `/lists/${s.list}`, '/groups', '/profile']) {
    await visit(p, path);
    await button.tap();
    await field(p).waitFor();
    await p.page.keyboard.press('Escape');
    await field(p).waitFor({ state: 'detached' });
    await p.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Go to…');
  }
  const box = await button.boundingBox();
  expect([box?.width, box?.height], 'a thumb wide').toEqual([44, 44]);
  await visit(p, `/sessions/${s.session}`);
  const menu = p.page.getByRole('button', { name: 'Session menu' });
  await menu.waitFor(); // until the session is read, the head is as on every page
  expect(await button.count()).toBe(0);
  await menu.tap();
  await p.page.getByRole('menuitem', { name: 'Go to…' }).tap();
  await field(p).fill(s.name.toLowerCase());
  await p.page.getByRole('option', { name: new RegExp(`^${s.name}`) }).tap();
  await p.page.waitForURL(`${base}/lists/${s.list}`);
  await p.page.setViewportSize({ width: 1280, height: 844 });
  expect(await button.count(), 'the sidebar has it').toBe(1);
  expect(p.faults).toEqual([]);
  await p.context.close();
});
