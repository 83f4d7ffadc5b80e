// Run campaign: two admins in two browsers see what the other does; volunteers on the links show up; links are replaced.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { campaign, clicks, colleague, join } from './campaigns';
import { ask, base, launch, type Person, person, until } from './house';
import { see, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const status = (p: Person) => p.page.getByRole('region', { name: 'Status' });
const says = (p: Person, text: string | RegExp) => status(p).filter({ hasText: text }).waitFor();
const row = (p: Person, kind: 'caller' | 'clicker') => p.page.locator(`.links > .${kind}`);

async function open(p: Person, id: string): Promise<void> {
  await visit(p, `/campaigns/${id}/run`);
  await see(p, 'Live');
  await row(p, 'clicker').locator('.u b').waitFor();
  await p.page.getByText('Alert bars').first().waitFor();
}

test('one pauses, the other sees why and by whom, and lets it go on; Space does nothing', async () => {
  const maya = await person(browser, 'Maya');
  const sarah = await colleague(browser, maya);
  const id = await campaign(maya, { name: 'Spring GOTV', contacts: 60 });
  await open(maya, id);
  await open(sarah, id);
  for (const p of [maya, sarah]) await says(p, /^This campaign is running\./);
  expect(await maya.page.title()).toBe('● running – Spring GOTV');

  const pause = maya.page.getByRole('button', { name: 'Pause campaign' });
  await pause.focus();
  await maya.page.keyboard.press(' ');
  await maya.page.keyboard.press('Enter');
  await says(sarah, /^This campaign is paused \(by Maya Osei at \d\d:\d\d\)\./);
  await sarah.page.waitForFunction(() => document.title === '❚❚ paused – Spring GOTV');
  await sarah.page
    .getByRole('status')
    .filter({ hasText: 'This campaign is paused' })
    .waitFor({ state: 'attached' });
  await sarah.page.getByRole('button', { name: 'Resume campaign' }).click();
  await says(maya, 'This campaign is running');
  // Space on the focused button did nothing: one pause, one resume.
  const { items } = await ask<{ items: { action: string; thing: string }[] }>(maya, 'GET', '/audit?limit=50');
  const done = items.filter((a) => a.thing === `campaign/${id}`).map((a) => a.action);
  expect(done.filter((a) => a === 'campaign_paused')).toHaveLength(1);
  expect(done.filter((a) => a === 'campaign_resumed')).toHaveLength(1);
  for (const p of [maya, sarah]) {
    expect(p.faults).toEqual([]);
    await p.context.close();
  }
});

test('an alert bar and an end card of one stand at the other, with who types; nobody overwrites the other', async () => {
  const maya = await person(browser, 'Maya');
  const sarah = await colleague(browser, maya);
  const id = await campaign(maya, { name: 'Autumn canvass', contacts: 10 });
  await open(maya, id);
  await open(sarah, id);
  const bars = (p: Person) => p.page.locator('.ed > details').first();
  const cards = (p: Person) => p.page.locator('.ed > details').last();

  await bars(maya).getByLabel('Text').fill('Only **200** to go, {first_name}');
  await bars(maya).locator('.alertbar').filter({ hasText: 'Only 200 to go, Maya' }).waitFor();
  await bars(maya).getByLabel('Until').selectOption('60');
  await bars(maya).getByRole('button', { name: 'Show to callers who come' }).click();
  await bars(sarah)
    .getByText(/^Callers · until .*\d\d:\d\d.* · seen by 0$/)
    .waitFor();
  await bars(sarah).getByRole('button', { name: 'Only 200 to go, {first_name}' }).waitFor();

  // Who types shows at the other; what both changed stands side by side.
  await bars(sarah).getByLabel('Text').fill('Only 100 to go');
  await maya.page.locator('.al .av').filter({ hasText: 'Sarah Okoro is editing this' }).waitFor();
  await bars(maya).getByLabel('Text').fill('Only 50 to go');
  await bars(maya).getByRole('button', { name: 'Show to callers who come' }).click();
  await bars(sarah).getByText('Maya Osei changed this to “Only 50 to go”.').waitFor();
  expect(await bars(sarah).getByLabel('Text').inputValue()).toBe('Only 100 to go');
  await bars(sarah).getByRole('button', { name: 'Use theirs' }).click();
  expect(await bars(sarah).getByLabel('Text').inputValue()).toBe('Only 50 to go');

  // Off by its tick, at both; what cannot be shown is said under the field.
  await bars(maya).getByRole('checkbox', { name: 'Show “Only 50 to go”' }).click();
  await bars(sarah)
    .getByText(/· off$/)
    .waitFor();
  await bars(maya).getByLabel('Text').fill('<script>alert(1)</script>');
  await bars(maya).getByText('HTML is not shown.').waitFor();
  await bars(maya).getByRole('button', { name: 'Undo changes' }).click();

  await cards(maya).getByLabel('Title').fill('Back at 18:00');
  await cards(maya).getByLabel('Link text').fill('Sign up');
  await cards(maya).getByRole('button', { name: 'Save card' }).click();
  await cards(maya).getByText('Say where the link leads').waitFor();
  await cards(maya).getByLabel('Link', { exact: true }).fill('https://leeds.example/tuesday');
  await cards(maya).getByRole('button', { name: 'Save card' }).click();
  await cards(sarah)
    .getByText(/^Saved by Maya Osei, /)
    .waitFor();
  expect(await cards(sarah).getByLabel('Title').inputValue()).toBe('Back at 18:00');
  await cards(sarah)
    .locator('.endc')
    .filter({ hasText: 'Back at 18:00' })
    .filter({ hasText: 'Sign up' })
    .waitFor();
  await cards(sarah).getByRole('radio', { name: 'Complete' }).click();
  await cards(sarah).getByLabel('Title').fill('Thank you all');
  await sarah.page.reload();
  await cards(sarah).getByRole('radio', { name: 'Complete' }).click();
  await cards(sarah).getByText('What you typed before is still here').waitFor();
  expect(await cards(sarah).getByLabel('Title').inputValue()).toBe('Thank you all');

  await bars(maya).getByRole('button', { name: 'Remove' }).click();
  await bars(sarah).getByText('A new one').waitFor();
  await maya.page.getByRole('button', { name: 'Undo', exact: false }).first().click();
  await bars(sarah).getByRole('button', { name: 'Only 50 to go' }).waitFor();
  for (const p of [maya, sarah]) {
    expect(p.faults).toEqual([]);
    await p.context.close();
  }
});

test('clickers show with their pace, are counted where they belong, and can be removed', async () => {
  const maya = await person(browser, 'Maya');
  const id = await campaign(maya, { name: 'Spring GOTV', contacts: 60 });
  await open(maya, id);
  await row(maya, 'clicker').getByText('Nobody here now').waitFor();
  const ann = await join(browser, maya, id, 'Ann Larsen');
  await row(maya, 'clicker').getByText('1 here now').waitFor();
  await clicks(ann, id, 12);
  await row(maya, 'clicker')
    .getByText(/an hour, 18 left, done about \d\d:\d\d/)
    .waitFor();
  const numbers = maya.page.getByRole('region', { name: '60 numbers' });
  await numbers.locator('dl > div', { hasText: 'For a click' }).getByText('18', { exact: true }).waitFor();
  const sums = await numbers.locator('h3 span').allTextContents();
  expect(sums.map(Number).reduce((a, b) => a + b)).toBe(60);
  await maya.page.getByRole('img', { name: /^Approvals, .* This minute / }).waitFor();
  await maya.page.getByRole('img', { name: 'Last 60 minutes. First calls will show here.' }).waitFor();
  const approvals = maya.page.getByRole('region', { name: 'Approvals', exact: true });
  await approvals.getByRole('button', { name: 'As a table' }).click();
  expect(await approvals.locator('tbody tr').count()).toBe(60);
  // A new minute may have begun meanwhile.
  await until('the minutes add up', async () => {
    const minutes = await approvals.locator('tbody td').allTextContents();
    return minutes.reduce((n, m) => n + Number(m), 0) === 12;
  });
  await numbers.getByRole('button', { name: 'By time zone' }).click();
  await numbers.getByRole('row', { name: /^All .* 60$/ }).waitFor();

  const came = maya.page.getByRole('region', { name: 'Who came' });
  await came.getByText(/12 approved, here since/).waitFor();
  await came.getByRole('button', { name: 'Remove Ann Larsen' }).click();
  await maya.page.getByRole('dialog').getByRole('button', { name: 'Remove Ann Larsen' }).click();
  await came.getByText('Nobody yet.').waitFor();
  await row(maya, 'clicker').getByText('Nobody here now').waitFor();
  await ann.context.close();
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('links are copied by key, shown as a code, replaced and guarded; the other admin sees the new one', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  const sarah = await colleague(browser, maya);
  await maya.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base });
  const id = await campaign(maya, { name: 'Spring GOTV', contacts: 4 });
  await open(maya, id);
  await open(sarah, id);
  const links = async () =>
    (await ask<{ items: { url: string }[] }>(maya, 'GET', `/campaigns/${id}/links`)).items;
  const [caller, clicker] = await links();
  await maya.page.locator('h1').focus();
  await maya.page.keyboard.press('c');
  await row(maya, 'caller').getByText('Copied').waitFor();
  expect(await maya.page.evaluate(() => navigator.clipboard.readText())).toBe(caller?.url);
  await maya.page.keyboard.press('k');
  await row(maya, 'clicker').getByText('Copied').waitFor();
  expect(await maya.page.evaluate(() => navigator.clipboard.readText())).toBe(clicker?.url);
  await row(maya, 'clicker').getByText('Copied').waitFor({ state: 'detached' });

  await maya.page.getByRole('button', { name: 'QR code of the clicker link' }).click();
  const card = maya.page.getByRole('dialog', { name: 'Spring GOTV' });
  await card.getByText(clicker?.url.replace('http://', '') ?? '').waitFor();
  await maya.page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });

  await maya.page.getByRole('button', { name: 'More for the clicker link' }).click();
  await maya.page.getByRole('menuitem', { name: 'Replace the link…' }).click();
  await see(maya, /leads nowhere from then on/);
  await maya.page.getByRole('button', { name: 'Replace it' }).click();
  await maya.page.getByRole('dialog').waitFor({ state: 'detached' });
  const [, fresh] = await links();
  expect(fresh?.url).not.toBe(clicker?.url);
  const path = new URL(fresh?.url ?? '').pathname;
  for (const p of [maya, sarah]) await row(p, 'clicker').getByText(path).waitFor();

  await maya.page.getByRole('button', { name: 'More for the clicker link' }).click();
  await maya.page.getByRole('menuitem', { name: 'Ask for a passcode…' }).click();
  await maya.page.getByRole('textbox', { name: 'Passcode' }).fill('blue door');
  await maya.page.keyboard.press('Enter');
  for (const p of [maya, sarah]) await row(p, 'clicker').getByText('blue door').waitFor();
  for (const p of [maya, sarah]) {
    expect(p.faults).toEqual([]);
    await p.context.close();
  }
});

test('duplicated, and ended by typing its name', async () => {
  const maya = await person(browser, 'Maya');
  const id = await campaign(maya, { name: 'Spring GOTV', contacts: 4 });
  await open(maya, id);
  await maya.page.getByRole('button', { name: /^More: edit/ }).click();
  await maya.page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await see(maya, 'Spring GOTV (copy)');
  await maya.page.waitForFunction((was) => !location.pathname.includes(was), id);
  await open(maya, id);
  await maya.page.getByRole('button', { name: /^More: edit/ }).click();
  await maya.page.getByRole('menuitem', { name: 'End campaign…' }).click();
  await maya.page.getByLabel('Type its name').fill('spring');
  await maya.page.getByRole('button', { name: 'End campaign' }).click();
  await see(maya, 'Type Spring GOTV to end it.');
  await maya.page.getByLabel('Type its name').fill('Spring GOTV');
  await maya.page.keyboard.press('Enter');
  await says(maya, 'This campaign is complete.');
  await maya.page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await maya.page.getByRole('button', { name: /Pause|Resume/ }).count()).toBe(0);
  await row(maya, 'clicker').getByText('the campaign has ended').waitFor();
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('axe finds nothing, and on a phone the editors start closed', async () => {
  const maya = await person(browser, 'Maya');
  const id = await campaign(maya, { name: 'Spring GOTV', contacts: 20 });
  await ask(maya, 'POST', `/campaigns/${id}/alerts`, { text: 'Polls are open.', level: 'warning' });
  await open(maya, id);
  const ann = await join(browser, maya, id, 'Ann Larsen');
  await clicks(ann, id, 3);
  await row(maya, 'clicker')
    .getByText(/7 left/)
    .waitFor();
  const found = await findings(maya.page, 'run campaign');
  await maya.page.getByRole('button', { name: 'By time zone' }).click();
  await maya.page.getByRole('button', { name: 'As a table' }).last().click();
  found.push(...(await findings(maya.page, 'run campaign, as tables')));
  for (const [what, item] of [
    ['a new link', 'Replace the link…'],
    ['a passcode', 'Ask for a passcode…'],
  ] as const) {
    await maya.page.getByRole('button', { name: 'More for the caller link' }).click();
    await maya.page.getByRole('menuitem', { name: item }).click();
    await maya.page.getByRole('dialog').waitFor();
    found.push(...(await findings(maya.page, what)));
    await maya.page.keyboard.press('Escape');
    await maya.page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await maya.page.getByRole('button', { name: 'QR code of the caller link' }).click();
  await maya.page.getByRole('dialog').waitFor();
  found.push(...(await findings(maya.page, 'the code')));
  await maya.page.keyboard.press('Escape');
  await maya.page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(found.join('\n')).toBe('');

  await maya.page.setViewportSize({ width: 390, height: 844 });
  await maya.page.getByLabel('Level').waitFor({ state: 'hidden' });
  await maya.page.getByText('Alert bars').click();
  await maya.page.getByLabel('Level').waitFor();
  const wide = await maya.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await ann.context.close();
  await maya.context.close();
});
