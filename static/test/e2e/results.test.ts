// Results of a campaign: nothing yet, then what two callers entered, as figures, charts, tables and files.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import type { Volunteer } from './clicking';
import { ask, atRest, fresh, launch, type Person, person, until } from './house';
import { look, see, visit } from './scenes';
import { type Callable, callable, caller } from './talks';

let browser: Browser;
let maya: Person;
const [bens, coras] = ['+447700900120', '+447700900121'];
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
  for (const n of [bens, coras]) await atRest(n);
});
afterAll(() => browser?.close());

const asks = (v: Volunteer, title: string) => v.page.getByRole('heading', { name: title }).waitFor();
const part = (title: string) => maya.page.getByRole('region', { name: title, exact: true });
const choice = (of: string) => maya.page.locator('.narrow label', { hasText: of }).locator('select');
const address = () => maya.page.evaluate(() => location.search);

/** The page's totals: word → figure. */
async function totals(): Promise<Record<string, string>> {
  const all = await maya.page
    .locator('.now5 > div')
    .evaluateAll((parts) =>
      parts.map((p) => [
        p.querySelector('dt')?.textContent ?? '',
        p.querySelector('dd')?.firstChild?.textContent ?? '',
      ]),
    );
  return Object.fromEntries(all);
}
const showing = (want: Record<string, string>) => expect.poll(totals).toMatchObject(want);

/** The rows of a table, each its cells. */
const table = (title: string) =>
  part(title)
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((r) => [...r.children].map((c) => c.textContent)));

/** What a sheet reads in a file: each row with the names of its first line. */
function sheet(text: string): Record<string, string>[] {
  const [head = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
  return rows.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])));
}

/** The file that a link of the dialog leads to. */
async function file(words: string): Promise<{ name: string; rows: Record<string, string>[] }> {
  const at = maya.page
    .getByRole('dialog')
    .locator('li', { has: maya.page.getByText(words, { exact: true }) });
  const [download] = await Promise.all([
    maya.page.waitForEvent('download'),
    at.getByRole('link', { name: 'CSV' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  return { name: download.suggestedFilename(), rows: sheet(text.slice(1)) };
}

/** Ben talks to somebody until the end of the script, and takes a Yes back; who is given to Cora refuses. */
async function talks(c: Callable): Promise<[Volunteer, Volunteer]> {
  const ben = await caller(browser, c, 'Ben', bens, { width: 1280, height: 900 });
  await asks(ben, 'Who answered?');
  await ben.page.keyboard.press('1');
  await asks(ben, 'Will you vote?');
  await ben.page.keyboard.press('1');
  await asks(ben, 'What matters to you?');
  await ben.page.keyboard.press('Backspace');
  await asks(ben, 'Will you vote?');
  await ben.page.keyboard.press('2'); // taken back: yes is void
  await asks(ben, 'Why not?');
  await ben.page.keyboard.press('Alt+b');
  await ben.page.getByText('You take a break after this call.').waitFor();
  await ben.page.locator('textarea').fill('No time');
  await ben.page.getByRole('button', { name: 'Save and end' }).click();
  await ben.page.getByRole('heading', { name: /^On a break since/ }).waitFor();
  const cora = await caller(browser, c, 'Cora', coras, { width: 1280, height: 900 });
  await asks(cora, 'Who answered?');
  await cora.page.keyboard.press('3');
  await until('both talks are over', async () => {
    const { counts } = await ask<{ counts: { finished: number; in_flight: number } }>(maya, 'GET', c.path);
    return counts.finished === 2 && counts.in_flight === 0;
  });
  return [ben, cora];
}

test('nothing yet; then what was entered, as figures, charts, tables and files; what it is narrowed to is in the address', async () => {
  const name = fresh('Spring GOTV');
  const c = await callable(maya, name, ['Aisha Khan', 'Tom Reid']);
  const { page } = maya;
  const found: string[] = [];
  await visit(maya, `${c.path}/results`);
  await see(maya, 'No calls yet. Results show here as they happen.');
  await see(maya, 'Live');
  await showing({ Numbers: '2', Calls: '0', Contacts: '0', Talked: '0' });
  expect(await part('Outcomes').count()).toBe(0);
  await look(maya, 'results-none');
  found.push(...(await findings(page, 'no calls yet')));

  // The page stands open meanwhile, and follows.
  const [ben, cora] = await talks(c);
  await showing({ Numbers: '2', Calls: '2', Contacts: '2', Talked: '1' });
  await page.locator('.moving').first().waitFor({ state: 'detached' });
  expect(await page.getByText('No calls yet').count()).toBe(0);
  await look(maya, 'results');
  found.push(...(await findings(page, 'results')));

  // One hour of calls is a line, too; each chart is a table, by keys.
  expect(await part('Calls').locator('path').first().getAttribute('d')).toMatch(/^M0 \d+L600 \d+$/);
  for (const title of ['Calls', 'Outcomes', 'Will you vote?']) {
    await part(title).getByRole('button', { name: 'As a table' }).press('Enter');
    await part(title).getByRole('button', { name: 'As a chart' }).waitFor();
  }
  const hours = await table('Calls');
  expect(hours.map((h) => Number(h[1])).reduce((a, b) => a + b)).toBe(2);
  expect((await table('Outcomes')).sort()).toEqual([
    ['Refused', '1', '50 %'],
    ['Talked to the person', '1', '50 %'],
  ]);
  expect(await table('Will you vote?')).toEqual([
    ['Yes, on the day', '0', '0 %'],
    ['No', '1', '100 %'],
  ]);
  await part('Why not?').getByText('What was said is in the exports.').waitFor();
  await part('What matters to you?').getByText('Nobody has answered this yet').waitFor();
  expect((await table('Callers')).map((r) => r.slice(0, 4)).sort()).toEqual([
    ['Ben', '1', '1', '1'],
    ['Cora', '1', '1', '0'],
  ]);
  await look(maya, 'results-tables');
  found.push(...(await findings(page, 'as tables')));

  // Keys and choices stand in the address, and a reload keeps them.
  const period = (words: string) => page.getByRole('radio', { name: words, exact: true });
  for (const [key, words, value] of [
    ['d', 'Today', 'day'],
    ['w', '7 days', 'week'],
    ['m', '30 days', 'month'],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(address).toBe(`?period=${value}`);
    expect(await period(words).isChecked()).toBe(true);
  }
  await choice('Pass').selectOption('Pass 1');
  await choice('Caller').selectOption('Cora');
  await showing({ Calls: '1', Contacts: '1', Talked: '0' });
  await page.reload();
  await showing({ Numbers: '2', Calls: '1', Contacts: '1', Talked: '0' });
  expect(await address()).toMatch(/^\?period=month&pass=1&caller=[^&]+$/);
  expect(await period('30 days').isChecked()).toBe(true);
  await expect.poll(() => choice('Caller').locator('option:checked').textContent()).toBe('Cora');
  expect(await choice('Pass').locator('option:checked').textContent()).toBe('Pass 1');
  await choice('Pass').selectOption('All passes');
  await choice('Caller').selectOption('All callers');
  await period('All').check();
  await expect.poll(address).toBe('');
  await showing({ Calls: '2' });

  // The files say what was entered, and what was taken back.
  await page.getByRole('heading', { name: 'Results' }).click(); // out of the fields
  await page.keyboard.press('e');
  await page.getByRole('dialog').waitFor();
  expect(await address()).toBe('?do=export');
  found.push(...(await findings(page, 'export')));
  const attempts = await file('Calls');
  expect(attempts.name).toMatch(/^spring-gotv-\w+-attempts-\d{4}-\d\d-\d\d\.csv$/);
  expect(attempts.rows.map((r) => `${r.caller} ${r.outcome} ${r.pass}`).sort()).toEqual([
    'Ben talked 1',
    'Cora refused 1',
  ]);
  const talked = attempts.rows.find((r) => r.caller === 'Ben')?.name;
  expect(Object.keys(c.people)).toContain(talked);
  const contacts = (await file('Contacts')).rows;
  expect(contacts.map((r) => `${r.name}: ${r['Will you vote?']}, ${r['Why not?']}`).sort()).toEqual(
    Object.keys(c.people)
      .map((n) => (n === talked ? `${n}: No, No time` : `${n}: , `))
      .sort(),
  );
  const answers = (await file('Answers')).rows.filter((r) => r.question === 'Will you vote?');
  expect(answers.map((r) => `${r.name} ${r.answer} ${r.version} ${r.counts}`)).toEqual([
    `${talked} Yes, on the day 1 false`,
    `${talked} No 2 true`,
  ]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(address).toBe('');

  expect(found.join('\n')).toBe('');
  expect([...maya.faults, ...ben.faults, ...cora.faults]).toEqual([]);
  for (const v of [ben, cora]) await v.context.close();
});
