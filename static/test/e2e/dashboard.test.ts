// The dashboard between the calls: dialogs left in a hurry, tags, and who returns when.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, launch, type Person, person, until } from './house';
import { open, rows, type Stage, see, stage } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard'];

const row = (p: Person, name: string) => p.page.locator('tr[data-id]', { hasText: name });
const heading = (p: Person, name: string | RegExp) => p.page.locator('dialog').getByRole('heading', { name });
const closed = (p: Person) => p.page.locator('dialog').waitFor({ state: 'detached' });

async function does(p: Person, s: Stage, name: string, what: string, body: unknown): Promise<void> {
  const e = (await rows(p, s.session)).find((r) => r.supporter.name === name);
  await ask(p, 'POST', `/sessions/${s.session}/entries/${e?.id}/${what}`, body);
}

test('a dialog that Esc has closed is closed: the next key goes to the page, however slow the browser goes back', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'in a hurry', cast);
  await ben.page.addInitScript(() => {
    const back = history.back.bind(history);
    history.back = () => void setTimeout(back, 500);
  });
  await open(ben, s.session);
  await row(ben, 'Marta Kowalczyk').focus();

  await ben.page.keyboard.press('s');
  await heading(ben, 'Skip Marta Kowalczyk').waitFor();
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Enter'); // was: Skip Marta
  await heading(ben, /^Marta/).waitFor();
  await until('the address says what is open', async () => {
    const query = new URL(ben.page.url()).searchParams;
    return query.has('open') && !query.has('skip');
  });
  await ben.page.keyboard.press('Escape');
  await closed(ben);

  await ben.page.keyboard.press('l');
  await heading(ben, 'Log contact').waitFor();
  await ben.page.keyboard.press('y');
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Control+Enter'); // was: Save
  await closed(ben);
  await until('the address is as it was', async () => new URL(ben.page.url()).search === '');
  const all = await rows(ben, s.session);
  expect(all.map((r) => r.status)).toEqual(cast.map(() => 'available'));
  expect(await row(ben, 'Marta Kowalczyk').evaluate((tr) => tr === document.activeElement)).toBe(true);
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('tags are edited from the row; another leader sees them at once, and who was slower takes nothing away', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'tags', [{ name: 'Marta Kowalczyk', tags: ['driver'] }, 'Ben Okafor']);
  await open(ben, s.session);
  const chloe = await person(browser, 'Chloe', { width: 390, height: 844 });
  await open(chloe, s.session);
  await row(chloe, 'Marta Kowalczyk').getByRole('button', { name: 'Menu' }).click();
  await chloe.page.getByRole('menuitem', { name: 'Open supporter' }).click();
  await heading(chloe, 'Marta Kowalczyk').waitFor();
  const shown = chloe.page.locator('dialog .tag');
  await until('the tag is shown', async () => (await shown.allTextContents()).join() === 'driver');

  const edit = async (p: Person) => {
    await row(p, 'Marta Kowalczyk').focus();
    await p.page.keyboard.press('m');
    await p.page.getByRole('menuitem', { name: 'Edit tags' }).click();
    await heading(p, /Edit tags/).waitFor();
    await p.page.locator('dialog .tag', { hasText: 'driver' }).waitFor();
  };
  await edit(ben);
  expect(await findings(ben.page, 'edit tags')).toEqual([]);
  // Meanwhile somebody adds one and takes nothing away.
  const who = s.people[0]?.id;
  const { version } = await ask<{ version: number }>(chloe, 'GET', `/supporters/${who}`);
  let quicker = false;
  await ben.page.route('**/api/v1/supporters/*', async (route) => {
    if (route.request().method() === 'PATCH' && !quicker) {
      quicker = true;
      await ask(chloe, 'PATCH', `/supporters/${who}`, { version, tags: ['driver', 'speaks Polish'] });
    }
    await route.continue();
  });
  await ben.page.keyboard.press('Enter'); // Add has the focus
  await ben.page.getByLabel('New tag').fill('volunteer, host');
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('button', { name: 'Remove tag driver' }).click();
  await ben.page.keyboard.press('Control+Enter');
  await closed(ben);
  await see(ben, 'The tags of Marta Kowalczyk are saved.');
  await until('the other leader sees all of it', async () => {
    const tags = await shown.allTextContents();
    return tags.sort().join() === 'host,speaks Polish,volunteer';
  });
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
  await ben.context.close();
  await chloe.context.close();
});

test('the card says who returns and when, and counts down when nobody else is left', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'returning', cast);
  await open(ben, s.session);
  for (const name of cast.slice(0, 2)) await does(ben, s, name, 'skip', { type: 'quick', minutes: 30 });
  await see(ben, /^[12] (person|people) returns? at \d\d:\d\d\.$/);
  for (const name of cast.slice(2)) await does(ben, s, name, 'skip', { type: 'quick', minutes: 15 });
  await see(ben, /^No one to call until \d\d:\d\d$/);
  await see(ben, /(comes|come) back then, in 1[45] min\./);
  const cycle = ben.page.getByRole('button', { name: 'Start a new cycle' });
  expect(await cycle.getAttribute('aria-disabled')).toBe('true');
  await see(ben, /A new cycle would have nobody/);
  expect(await findings(ben.page, 'nobody until')).toEqual([]);
  await ben.page.getByRole('button', { name: 'Show the 4 skipped' }).click();
  await until('the filter is in the address', async () => ben.page.url().endsWith('?status=skipped'));
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
