// The pages around the calling, as a captain, an admin and somebody new meet them.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, base, fresh, group, launch, type Person, person } from './house';

let browser: Browser;
let chloe: Person; // captain
let maya: Person; // owner

beforeAll(async () => {
  browser = await launch();
  chloe = await person(browser, 'Chloe', { height: 900 });
  maya = await person(browser, 'Maya', { height: 900 });
});
afterAll(() => browser?.close());

const button = (p: Page, name: string | RegExp) => p.getByRole('button', { name, exact: true });

interface List {
  id: string;
  name: string;
  people: number;
}

test('a captain imports a spreadsheet in three parts and starts a calling session on its list', async () => {
  const p = chloe.page;
  const g = await group(chloe);
  const name = fresh('From a spreadsheet');
  const from = 400_000_000 + Math.floor(Math.random() * 90_000) * 1000; // whom an earlier try imported is known already
  const rows = ['Vorname;Nachname;Handy;Stadt'];
  for (let i = 0; i < 300; i++) rows.push(`Ann${i};Übel;${i % 30 === 7 ? '0770 90' : `07${from + i}`};Leeds`);
  await p.goto(`${base}/groups/${g.id}/import`);
  await p.setInputFiles('input[type=file]', {
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\r\n'), 'latin1'),
  });
  await p.getByText('The file is in Latin-1').waitFor();
  await p.getByText('The columns are set apart by semicolons.').waitFor();
  const becomes = (name: string) => p.getByRole('row', { name: new RegExp(`^${name} `) });
  await becomes('Handy').getByText('is imported as Phone').waitFor();
  await becomes('Stadt').getByRole('combobox').selectOption('Last name');
  await becomes('Stadt').getByText('another column is Last name too').waitFor();
  await becomes('Nachname').getByText('another column is Last name too').waitFor();
  await becomes('Stadt').getByRole('combobox').selectOption('Leave out');
  await becomes('Nachname').getByText('is imported as Last name').waitFor();
  expect(await becomes('Stadt').locator('.sign').count()).toBe(0);
  await becomes('Stadt').getByRole('combobox').selectOption('City');
  expect(await findings(p, 'columns of an import')).toEqual([]);
  await button(p, /Check about \d+ rows/).click();

  await button(p, 'Import 290 people').waitFor();
  const csv = await p.request.get(
    `${base}${await p.getByRole('link', { name: 'Download them with reasons' }).getAttribute('href')}`,
  );
  expect(await csv.text()).toContain("'0770 90' is too short for a GB number");
  await p.getByLabel('Also put them on a call list').selectOption('new');
  await p.getByLabel('Its name').fill(name);
  await button(p, 'Import 290 people').click();

  await p.getByText('290 people added').waitFor();
  await p.getByRole('link', { name: `Open ${name}` }).click();
  await p.locator('tr[data-at="0"]').waitFor();
  expect(await p.locator('tr[data-at]').count()).toBeLessThan(80);

  await button(p, 'Start a calling session').filter({ visible: true }).click();
  expect(await p.getByLabel('Name', { exact: true }).inputValue()).toBe(`Chloe - ${name}`);
  await p.keyboard.press('Enter');
  await p.waitForURL(/\/sessions\//);

  // Pressed again, the open session is offered, and archived when that is wanted.
  const lists = await ask<{ items: List[] }>(chloe, 'GET', `/groups/${g.id}/lists`);
  const made = lists.items.find((l) => l.name === name);
  await p.goto(`${base}/lists/${made?.id}?start=yes`);
  await p.getByRole('heading', { name: 'Start a calling session' }).waitFor();
  await p.keyboard.press('Enter');
  await p.getByRole('heading', { name: 'You have an open session here' }).waitFor();
  await button(p, 'Archive it and start new').click();
  await p.waitForURL(/\/sessions\//);
  expect(chloe.faults).toEqual([]);
});

test('people move, leave and come back on a list while another leader looks on', async () => {
  const g = await group(chloe);
  const all = await ask<{ items: { id: string; name: string }[] }>(
    chloe,
    'GET',
    `/groups/${g.id}/supporters?limit=50`,
  );
  // Four with names of their own: rows are found by name here, and other tests add people too.
  const some = all.items.filter((s) => all.items.filter((o) => o.name === s.name).length === 1).slice(0, 4);
  const list = await ask<List>(chloe, 'POST', `/groups/${g.id}/lists`, { name: 'Looked at by two' });
  await ask(chloe, 'POST', `/lists/${list.id}/supporters`, { ids: some.map((s) => s.id) });
  const [a, b, c, d] = some.map((s) => s.name) as [string, string, string, string];
  const [p, q] = [chloe.page, maya.page];
  await p.goto(`${base}/lists/${list.id}`);
  await q.goto(`${base}/lists/${list.id}`);
  const order = (names: string[]) => async (page: Page) =>
    page.waitForFunction(
      (want) =>
        [...document.querySelectorAll('tr[data-at] th')].map((t) => t.textContent?.trim()).join() === want,
      names.join(),
    );
  await order([a, b, c, d])(q);
  await p.getByRole('group', { name: 'Here now: Maya Osei' }).waitFor();
  await q.getByRole('group', { name: 'Here now: Chloe Davies' }).waitFor();

  await button(p, `Menu for ${c}`).click();
  await p.getByRole('menuitem', { name: 'Move to the top' }).click();
  await order([c, a, b, d])(q);

  await p.getByLabel(`Choose ${a}`).check();
  await p.getByLabel(`Choose ${b}`).check();
  await button(p, 'Take 2 off the list').click();
  await order([c, d])(q);
  await p.getByText('2 people are off the list.').locator('..').getByRole('button', { name: /Undo/ }).click();
  await order([c, a, b, d])(q);
  await order([c, a, b, d])(p);
});

test('a supporter edited by two keeps both, by keyboard alone', async () => {
  const p = chloe.page;
  const g = await group(chloe);
  await p.goto(`${base}/groups/${g.id}`);
  await p.locator('tr[data-at="0"]').focus();
  await p.keyboard.press('ArrowDown');
  await p.locator('tr[data-at="1"]:focus').waitFor();
  await p.keyboard.press('Enter');
  await p.getByLabel('City').fill('Otley');
  const id = new URL(p.url()).searchParams.get('supporter');
  const now = await ask<{ version: number }>(maya, 'GET', `/supporters/${id}`);
  await ask(maya, 'PATCH', `/supporters/${id}`, { version: now.version, city: 'Ilkley', notes: 'has moved' });
  await p.keyboard.press('Enter');
  await p.getByText('changed this to “Ilkley”').waitFor();
  expect(await p.getByLabel('Notes').inputValue()).toBe('has moved');
  await p.getByLabel('City').press('Enter');
  await p.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await ask(maya, 'GET', `/supporters/${id}`)).toMatchObject({ city: 'Otley', notes: 'has moved' });
});

test('an admin invites somebody, who sets a password by the link and is in, once', async () => {
  const p = maya.page;
  await p.goto(`${base}/organisation/users`);
  await button(p, 'Invite a user').click();
  await p.getByLabel('Name', { exact: true }).fill('Nia Newton');
  await p.getByLabel('Email').fill(`${fresh('nia').replace(' ', '-')}@leeds.example`);
  await p.keyboard.press('Enter');
  const link = await p.locator('.secret code').innerText();

  const context = await browser.newContext();
  const n = await context.newPage();
  await n.goto(link.replace(/^https?:\/\/[^/]+/, base));
  await n.getByText('Welcome, Nia Newton.').waitFor();
  await n.keyboard.type('short');
  await n.keyboard.press('Enter');
  await n.getByText('At least 10 characters are needed.').waitFor();
  await n.getByLabel('Password', { exact: true }).fill('three plain words');
  await n.keyboard.press('Enter');
  await n.waitForURL(`${base}/sessions`);
  await n.getByText('You are not in a group yet').waitFor();
  await n.goto(`${base}/groups`);
  await n.getByText('You are not in a group yet').waitFor();
  await n.goto(`${base}/organisation`);
  await n.getByText('Only admins can change these').waitFor();
  await n.goto(link.replace(/^https?:\/\/[^/]+/, base));
  await n.getByText('This link does not work').waitFor();
  await context.close();
});

test('numbers go on the Do Not Call list and off it; a wrong one changes nothing', async () => {
  const p = maya.page;
  const phones = ['0113 496 0996', '0113 496 0997', '0113 496 0998'];
  await ask(maya, 'DELETE', '/do-not-call', { phones }); // an earlier try may have left them there
  await p.goto(`${base}/organisation/do-not-call`);
  await p.getByText('Nobody yet').waitFor();
  await button(p, 'Add numbers').click();
  await p.getByLabel('Numbers').fill('0113 496 0998\n07');
  await button(p, 'Add').click();
  await p.getByText('Some of these are no phone numbers').waitFor();
  expect(await p.getByLabel('Numbers').inputValue(), 'what was typed is kept').toContain('0998');
  await p.getByLabel('Numbers').fill('0113 496 0998\n0113 496 0997; 0113 496 0998');
  await button(p, 'Add').click();
  await p.getByText('2 numbers added.').waitFor();
  await p.getByRole('rowheader', { name: '…98' }).waitFor();
  await p.goto(`${base}/organisation/audit`);
  await p.getByText('put 2 numbers on the Do Not Call list').first().waitFor();
  await p.goto(`${base}/organisation/do-not-call`);
  await button(p, 'Take off…').click();
  await p.getByLabel('Numbers').fill('0113 496 0998\n0113 496 0997');
  await button(p, 'Take off').click();
  await p.getByText('Nobody yet').waitFor();
  // A file of them.
  await button(p, 'From a file…').click();
  const file = {
    name: 'never.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Name,Phone\nA,0113 496 0996\nB,12\n'),
  };
  await p.getByLabel('CSV file').setInputFiles(file);
  await p.getByText('1 number added from the column “Phone”. 1 row holds no number').waitFor();
  await p.getByText('Row 3:').waitFor();
  await button(p, 'Done').click();
  await p.getByRole('rowheader', { name: '…96' }).waitFor();
  await button(p, 'Take off…').click();
  await p.getByLabel('Numbers').fill('0113 496 0996');
  await button(p, 'Take off').click();
  await p.getByText('Nobody yet').waitFor();
});

test('what was deleted says who did it and when; who may not change settings can write to who may ask', async () => {
  const g = await group(chloe);
  const list = await ask<List>(chloe, 'POST', `/groups/${g.id}/lists`, { name: 'Soon gone' });
  await ask(chloe, 'DELETE', `/lists/${list.id}`);
  const dev = await person(browser, 'Dev', { height: 900 });
  await dev.page.goto(`${base}/lists/${list.id}`);
  await dev.page.getByRole('heading', { name: 'This call list was deleted' }).waitFor();
  await dev.page
    .getByText(/^Chloe Davies deleted it on \d+ \w+ at \d\d:\d\d\. Its contact logs are kept\.$/)
    .waitFor();
  await dev.page.goto(`${base}/organisation`);
  const letter = dev.page.getByRole('link', { name: 'Email Chloe Davies' });
  expect(await letter.getAttribute('href')).toMatch(/^mailto:chloe@/);
  expect(dev.faults).toEqual([]);
  await dev.context.close();
});

test('without a mobile number a session cannot be started; the number is asked for and it goes on', async () => {
  const g = await group(maya);
  const lists = await ask<{ items: List[] }>(maya, 'GET', `/groups/${g.id}/lists`);
  const me = await ask<{ version: number; mobile: string }>(maya, 'GET', '/me');
  await ask(maya, 'PATCH', '/me', { version: me.version, mobile: '' });
  try {
    const p = maya.page;
    await p.goto(`${base}/lists/${lists.items.find((l) => l.people)?.id}`);
    const start = button(p, 'Start a calling session').filter({ visible: true });
    expect(await start.getAttribute('aria-disabled')).toBe('true');
    await button(p, 'Add it here').click();
    await p.keyboard.type('0770');
    await p.keyboard.press('Enter');
    await p.locator('[aria-invalid=true]').waitFor();
    await p.getByLabel('Mobile number').fill('07700 900124');
    await p.keyboard.press('Enter');
    await p.getByRole('heading', { name: 'Start a calling session' }).waitFor();
    const now = await ask<{ version: number; mobile: string }>(maya, 'GET', '/me');
    expect(now.mobile).toBe('+447700900124');
  } finally {
    const { version } = await ask<{ version: number }>(maya, 'GET', '/me');
    await ask(maya, 'PATCH', '/me', { version, mobile: me.mobile });
  }
});

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Nothing that axe knows is wrong with what stands on the page. */
async function clean(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const a = (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    return (await a.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 160)}`);
  });
  expect(found, where).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
  expect(await page.evaluate(standingOut), `${where} has something outside of its column`).toEqual([]);
}

/** Fields and buttons of the page that reach out of its column: cut off, though nothing scrolls. */
function standingOut(): string[] {
  const main = document.querySelector('main');
  if (!main) return [];
  const box = main.getBoundingClientRect();
  const style = getComputedStyle(main);
  const left = box.left + Number.parseFloat(style.paddingLeft) - 1;
  const right = box.right - Number.parseFloat(style.paddingRight) + 1;
  // Rows, bars and quiet icons go over the whole width of a phone on purpose.
  const edge = (el: Element) => !!el.closest('tr, table, nav, dialog, .bar, [role=menu], .btn.quiet.icon');
  return [...main.querySelectorAll('.seg, .seg label, input, select, textarea, button')]
    .filter((el) => el.checkVisibility() && !edge(el))
    .filter((el) => {
      const r = el.getBoundingClientRect();
      return r.width > 1 && (r.left < left || r.right > right);
    })
    .map((el) => el.outerHTML.slice(0, 120));
}

test.each([
  ['at a desk', { width: 1280, height: 900 }],
  ['on a phone in the dark', { width: 390, height: 844, dark: true }],
])('every page is clean %s', async (_, look) => {
  const who = await person(browser, 'Maya', look);
  const p = who.page;
  const g = await group(who);
  const lists = await ask<{ items: List[] }>(who, 'GET', `/groups/${g.id}/lists`);
  const list = lists.items.find((l) => l.people)?.id;
  for (const path of [
    '/groups',
    '/groups?new=yes',
    `/groups/${g.id}`,
    `/groups/${g.id}?add=yes`,
    `/groups/${g.id}/lists`,
    `/groups/${g.id}/sessions`,
    `/groups/${g.id}/settings`,
    `/groups/${g.id}/import`,
    '/lists',
    '/lists?new=yes',
    `/lists/${list}`,
    `/lists/${list}?start=yes`,
    `/lists/${list}?add=yes`,
    `/lists/${list}?delete=yes`,
    `/lists/${list}/sessions`,
    `/lists/${list}/settings`,
    '/profile',
    '/organisation',
    '/organisation/users',
    '/organisation/do-not-call',
    '/organisation/users?user=new',
    '/organisation/tokens?new=yes',
    '/organisation/audit',
    '/nowhere',
  ]) {
    await p.goto(base + path);
    await p.locator(path.includes('=') ? 'dialog[open]' : 'main h1').waitFor();
    await p.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
    await clean(p, path);
  }
  expect(who.faults).toEqual([]);
  await who.context.close();
});
