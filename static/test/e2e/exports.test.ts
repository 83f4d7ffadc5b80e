// Files of a campaign with more rows than are sent at once (the tests' server begins to prepare at 50): prepared, followed live by everybody
// who looks, fetched for a day, taken away.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { campaign, colleague } from './campaigns';
import { ask, fresh, launch, type Person, person } from './house';
import { look, see, visit } from './scenes';

let browser: Browser;
let maya: Person;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

const row = (p: Person, words: string) =>
  p.page.getByRole('dialog').locator('li', { has: p.page.getByText(words, { exact: true }) });

test('a long file is prepared, and two admins see it come; the link says until when; a short one is sent at once', async () => {
  const id = await campaign(maya, { name: fresh('Spring GOTV'), contacts: 60 });
  const sarah = await colleague(browser, maya);
  const found: string[] = [];
  for (const p of [maya, sarah]) {
    await visit(p, `/campaigns/${id}/results?do=export`);
    await row(p, 'Contacts').getByText('60 rows').waitFor();
  }
  const contacts = row(maya, 'Contacts');
  expect(await contacts.getByRole('link').count()).toBe(0);
  expect(await row(maya, 'Calls').getByRole('link', { name: 'CSV' }).count()).toBe(1);
  await look(maya, 'export-long');
  found.push(...(await findings(maya.page, 'long')));

  // By keys, and once, however often it is pressed.
  const begun: string[] = [];
  maya.page.on(
    'request',
    (r) => r.method() === 'POST' && r.url().endsWith('/exports') && begun.push(r.url()),
  );
  await contacts.getByRole('button', { name: 'Prepare CSV' }).focus();
  await maya.page.keyboard.press('Enter');
  await maya.page.keyboard.press('Enter');
  for (const p of [maya, sarah]) {
    const line = row(p, 'Contacts').locator('.made');
    await line.getByText(/Ready: download \(until (tomorrow )?\d\d:\d\d\)/).waitFor();
    await line.getByText(/^60 rows, \d+ kB, as it was at \d\d:\d\d$/).waitFor();
  }
  expect(begun.length).toBe(1);
  await expect
    .poll(() => maya.page.getByRole('dialog').locator('.vh').textContent())
    .toMatch(/contacts-.*\.csv is ready\.$/);
  await look(maya, 'export-ready');
  found.push(...(await findings(maya.page, 'ready')));

  const [download] = await Promise.all([
    maya.page.waitForEvent('download'),
    contacts.getByRole('link', { name: 'download' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(download.suggestedFilename()).toMatch(/^spring-gotv-\w+-contacts-\d{4}-\d\d-\d\d\.csv$/);
  expect(text.trim().split('\r\n').length).toBe(61);

  // It is there after a reload, until somebody takes it away.
  await maya.page.reload();
  await contacts.getByRole('link', { name: 'download' }).waitFor();
  const at = new URL(
    await contacts.getByRole('link', { name: 'download' }).evaluate((a) => (a as HTMLAnchorElement).href),
  );
  await row(sarah, 'Contacts')
    .getByRole('button', { name: /^Take .*\.csv away$/ })
    .click();
  await contacts.getByText('It was taken away. Have it prepared again when you need it.').waitFor();
  await contacts.getByRole('button', { name: 'Prepare CSV' }).waitFor();
  expect((await maya.page.request.get(at.href)).status()).toBe(410);

  expect(found.join('\n')).toBe('');
  expect([...maya.faults, ...sarah.faults]).toEqual([]);
  await sarah.context.close();
});

test('how far it is stands there, and that one may leave; why it could not be, too', async () => {
  const id = await campaign(maya, { name: fresh('Autumn GOTV'), contacts: 60 });
  const { page } = maya;
  const made = await ask<{ id: string }>(maya, 'POST', `/campaigns/${id}/exports`, {
    file: 'contacts',
    format: 'csv',
  });
  const found: string[] = [];
  // A file of sixty rows is ready at once: what the server says of a long one is said in its stead.
  const say = async (state: object) => {
    await page.route(`**/campaigns/${id}/exports`, async (route) => {
      const reply = await route.fetch();
      const body = await reply.json();
      await route.fulfill({
        response: reply,
        json: { ...body, prepared: [{ ...body.prepared[0], ...state, version: 1 }] },
      });
    });
    await visit(maya, `/campaigns/${id}/results?do=export`);
  };
  await say({ state: 'preparing', percent: 62 });
  await row(maya, 'Contacts').getByText('CSV We are preparing it; 62 %').waitFor();
  await see(maya, 'You may leave this page: it goes on.');
  expect(await row(maya, 'Contacts').getByRole('progressbar').getAttribute('value')).toBe('62');
  await look(maya, 'export-preparing');
  found.push(...(await findings(page, 'preparing')));
  await page.unroute(`**/campaigns/${id}/exports`);
  await say({ state: 'failed', problem: 'It could not be prepared. There is no room left in the database.' });
  await row(maya, 'Contacts').getByText('There is no room left').waitFor();
  await row(maya, 'Contacts').getByRole('button', { name: 'Prepare CSV' }).waitFor();
  await look(maya, 'export-failed');
  found.push(...(await findings(page, 'failed')));
  await page.unroute(`**/campaigns/${id}/exports`);
  await ask(maya, 'DELETE', `/campaigns/${id}/exports/${made.id}`);
  expect(found.join('\n')).toBe('');
  expect(maya.faults).toEqual([]);
});
