// One supporter's page: reached from the queue, the list and Go to; live in a second browser; off Do Not Call again with a reason.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, base, group, launch, type Person, person, until } from './house';
import { open, rows, type Stage, see, settled, shut, stage, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const shots = process.env.PARTYLINE_SHOTS;

async function look(p: Person, name: string): Promise<void> {
  await settled(p);
  if (!shots) return;
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const) {
    await p.page.emulateMedia({ colorScheme: scheme });
    await p.page.setViewportSize({ width, height: 900 });
    await p.page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png` });
  }
  await p.page.emulateMedia({ colorScheme: 'light' });
  await p.page.setViewportSize({ width: 1280, height: 2400 });
}

/** Written down without a call, as one of many contacts. */
async function log(p: Person, s: Stage, name: string, notes: string, more: object = {}): Promise<void> {
  const e = (await rows(p, s.session)).find((r) => r.supporter.name === name);
  await ask(p, 'POST', `/sessions/${s.session}/entries/${e?.id}/log`, {
    reached: false,
    outcome: 'no_answer',
    method: 'phone_call',
    notes,
    tags_added: [],
    tags_removed: [],
    do_not_call: false,
    ...more,
  });
}

test('everything that came of calling somebody stands on their page, and more comes as it is logged', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const maya = await person(browser, 'Maya');
  const name = `Aisha Khan ${Date.now()}`;
  const s = await stage(ben, 'Known people', [
    { name, city: 'Leeds', tags: ['driver'], notes: 'Ask about Thursdays.' },
    'Ben Okafor',
  ]);
  const aisha = s.people[0]?.id ?? '';
  for (let i = 1; i <= 60; i++) await log(ben, s, name, `Try number ${i}.`);

  await open(ben, s.session);
  await ben.page.locator('tr[data-id]', { hasText: name }).focus();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('link', { name: 'Whole history and record' }).press('Enter');
  await see(ben, '60 contacts');
  await see(ben, 'Try number 60.');
  expect(await ben.page.getByText('Try number 5.', { exact: true }).count()).toBe(0);
  await ben.page.getByRole('button', { name: 'Show more' }).press('Enter');
  await see(ben, 'Try number 5.');
  expect(await ben.page.locator('.past > li').count()).toBe(60);

  await visit(chloe, `/lists/${s.list}`);
  await chloe.page.locator('tr[data-at]', { hasText: name }).waitFor();
  await chloe.page.getByRole('button', { name: `Menu for ${name}` }).click();
  await chloe.page.getByRole('menuitem', { name: 'Whole history' }).click();
  await see(chloe, '60 contacts');
  await chloe.page.keyboard.press('Control+k');
  await chloe.page.getByRole('combobox').fill(name);
  await chloe.page.getByRole('option', { name }).waitFor();
  await chloe.page.keyboard.press('Enter');
  await chloe.page.waitForURL(`**/supporters/${aisha}`);

  await log(ben, s, name, 'Brings two friends.', {
    reached: true,
    outcome: 'talked',
    rsvp: 'yes',
    tags_added: ['volunteer'],
  });
  await see(chloe, 'Brings two friends.');
  await see(chloe, '61 contacts');
  await chloe.page.locator('.about', { hasText: 'volunteer' }).waitFor();
  await chloe.page.locator('.about dd', { hasText: 'Yes' }).waitFor();
  await see(ben, 'Brings two friends.'); // though more than the first page is there
  expect(await ben.page.locator('.past > li').count()).toBe(61);
  expect(await findings(chloe.page, 'supporter')).toEqual([]);
  await look(chloe, 'supporter');

  await chloe.page.getByRole('button', { name: 'Do not call…' }).press('Enter');
  await chloe.page.getByLabel('Reason (optional)').fill('Told us at the stall');
  await chloe.page.keyboard.press('Enter');
  await shut(chloe);
  await see(chloe, 'On the Do Not Call list');
  await see(chloe, 'Only admins can take somebody off Do Not Call.');
  await see(ben, 'On the Do Not Call list');
  await visit(maya, `/supporters/${aisha}`);
  await see(maya, /by Chloe Davies/);
  await maya.page.getByRole('button', { name: 'Correct…' }).press('Enter');
  await maya.page.getByLabel('Reason').press('Enter');
  await see(maya, 'Say why: it is kept with who did it.');
  expect(await findings(maya.page, 'correction')).toEqual([]);
  await look(maya, 'correction');
  await maya.page.getByLabel('Reason').fill('It was her neighbour');
  await maya.page.keyboard.press('Enter');
  await see(chloe, 'They can be called.');
  await visit(maya, '/organisation/audit');
  await see(maya, 'took a supporter off Do Not Call: It was her neighbour');

  await visit(ben, '/supporters/nobody');
  await see(ben, 'There is no such person');
  expect([...ben.faults, ...chloe.faults, ...maya.faults]).toEqual([]);
});

test('what an import completes, and lists that come and go, show at once', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const s = await stage(ben, 'Put on', [`Ivy Nolan ${Date.now()}`]);
  const ivy = s.people[0] as (typeof s.people)[0];
  await visit(ben, `/supporters/${ivy.id}`);
  await see(ben, 'Live');
  const about = ben.page.locator('.about');
  await about.getByText(/^Put on/).waitFor();

  const g = await group(chloe);
  const reply = await chloe.page.request.fetch(`${base}/api/v1/groups/${g.id}/imports?name=more.csv`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    data: `Name,Phone,City\n${ivy.name},${ivy.phone},Harrogate\n`,
  });
  const { id } = (await reply.json()) as { id: string };
  const is = (state: string) =>
    until(`the import is ${state}`, async () => {
      return (await ask<{ state: string }>(chloe, 'GET', `/imports/${id}`)).state === state;
    });
  await is('columns');
  await ask(chloe, 'POST', `/imports/${id}/check`);
  await is('checked');
  await ask(chloe, 'POST', `/imports/${id}/run`, { new_list: `From the stall ${ivy.name}` });
  await about.getByText('Harrogate').waitFor();
  await about.getByText(/^From the stall/).waitFor();

  await ask(chloe, 'DELETE', `/lists/${s.list}/supporters`, { ids: [ivy.id] });
  await about.getByText(/^Put on/).waitFor({ state: 'detached' });
  await ask(chloe, 'POST', `/lists/${s.list}/supporters`, { ids: [ivy.id] });
  await about.getByText(/^Put on/).waitFor();
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
});
