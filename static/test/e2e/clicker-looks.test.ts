// The clicker's page on screens of every width, light and dark, with text twice as big; its alert bars and its passcode.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { clickable, join, mine, ready, type Volunteer, volunteer } from './clicking';
import { ask, launch, type Person, person } from './house';

let browser: Browser;
let maya: Person;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

const shot = async (v: Volunteer, name: string): Promise<void> => {
  if (process.env.PARTYLINE_SHOTS)
    await v.page.screenshot({ path: `${process.env.PARTYLINE_SHOTS}/looks-${name}.png` });
};
/** What does not fit: the page is wider than the screen, or the big button is not whole in sight. */
const misfits = (v: Volunteer) =>
  v.page.evaluate(() => {
    const out: string[] = [];
    const line = (what: string) => {
      const at = document.querySelector(what);
      if (!at) return;
      const { fontSize, lineHeight } = getComputedStyle(at);
      if (Number.parseFloat(lineHeight) < Number.parseFloat(fontSize)) out.push(`lines of ${what} overlap`);
    };
    for (const what of [
      '.mine b',
      '.mine span',
      '.no',
      '.kind',
      '.last',
      '.skip',
      '.rate',
      '.label',
      '.keys',
      '.alertbar',
    ])
      line(what);
    const e = document.documentElement;
    if (e.scrollWidth > e.clientWidth) out.push(`the page is ${e.scrollWidth} wide on ${e.clientWidth}`);
    for (const what of ['.approve', '.no', '.mine', '.skip', '.stop', '.team']) {
      const at = document.querySelector(what)?.getBoundingClientRect();
      if (at && (at.left < 0 || at.right > e.clientWidth + 0.5)) out.push(`${what} is cut off`);
    }
    const at = document.querySelector('.approve')?.getBoundingClientRect();
    if (at && (at.height < 96 || at.width < 200)) out.push(`the button is ${at.width} × ${at.height}`);
    return out;
  });

test('a passcode is asked for, a wrong one gets a sentence at its field, and the right one lets in', async () => {
  const c = await clickable(maya, 'Looks behind a passcode', 20);
  const path = `/campaigns/${c.id}`;
  await ask(maya, 'PUT', `${path}/links/clicker/passcode`, { passcode: 'Leeds 2026' });
  await ask(maya, 'POST', `${path}/alerts`, { text: 'Welcome, {first_name}', audience: 'clickers' });
  const cleo = await volunteer(browser, c.link);
  await cleo.page.getByLabel('Passcode').waitFor();
  expect(await cleo.page.locator('.alertbar').count()).toBe(0); // not before somebody is in
  expect(await findings(cleo.page, 'a passcode')).toEqual([]);
  await shot(cleo, 'passcode');
  await cleo.page.getByLabel('Your name').fill('Cleo');
  await cleo.page.keyboard.press('Enter');
  await cleo.page.getByText('This link asks for a passcode. The organisers have it.').waitFor();
  await cleo.page.getByLabel('Passcode').fill('leeds 2025');
  await cleo.page.keyboard.press('Enter');
  await cleo.page.getByText('This is not the passcode. Ask the organisers for it.').waitFor();
  const field = cleo.page.getByLabel('Passcode');
  expect(await field.evaluate((e) => e === document.activeElement)).toBe(true);
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await findings(cleo.page, 'a wrong passcode')).toEqual([]);
  await shot(cleo, 'passcode-wrong');
  // Ten wrong ones shut out this browser; another one behind the same address comes in.
  for (let i = 0; i < 10; i++) {
    const reply = cleo.page.waitForResponse(/\/join$/);
    await field.fill(`guess ${i}`);
    await cleo.page.keyboard.press('Enter');
    await reply;
    await cleo.page.locator('form button:enabled').first().waitFor(); // the page has read it
  }
  await cleo.page.getByText('That was wrong too often. The next try is possible in').waitFor();
  const dan = await volunteer(browser, c.link);
  await dan.page.getByLabel('Passcode').fill('LEEDS2026');
  await join(dan, 'Dan Smith');
  await dan.page.locator('.alertbar', { hasText: 'Welcome, Dan' }).waitFor();
  await dan.page.reload(); // who is in is not asked again
  await ready(dan);
  expect([...cleo.faults.filter((f) => !/40[039]|429/.test(f)), ...dan.faults]).toEqual([]);
});

test('the page fits every screen, with an alert bar and with text twice as big', async () => {
  const c = await clickable(maya, 'Looks on every screen', 400);
  const path = `/campaigns/${c.id}`;
  const look = [
    { width: 320, height: 568 },
    { width: 390, height: 844 },
    { width: 390, height: 844, dark: true },
    { width: 1280, height: 900 },
    { width: 1280, height: 900, dark: true },
  ];
  const made = await ask<{ id: string }>(maya, 'POST', `${path}/alerts`, {
    text: 'Great work: **200** to go before [15:00](https://example.org/go). Thank you, {first_name}.',
  });
  const all: [string, Volunteer][] = [];
  for (const l of look) {
    const v = await volunteer(browser, c.link, l);
    const name = `${l.width}${l.dark ? '-dark' : ''}`;
    expect(await v.page.evaluate(() => window.innerWidth)).toBe(l.width);
    await join(v, 'Cleo');
    await v.page.locator('.alertbar', { hasText: '200 to go before 15:00. Thank you, Cleo.' }).waitFor();
    await v.page.keyboard.press('Space');
    expect(await mine(v)).toBe(1);
    expect([name, await misfits(v), await findings(v.page, name)]).toEqual([name, [], []]);
    await shot(v, name);
    all.push([name, v]);
  }
  // As somebody sets it who does not see well.
  for (const [name, v] of all.filter(([n]) => n === '320' || n === '390' || n === '1280')) {
    await v.page.addStyleTag({ content: 'html { font-size: 200% }' }).catch(() => undefined);
    await v.page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    expect([name, await misfits(v)]).toEqual([name, []]);
    await v.page.locator('.approve').click();
    expect(await mine(v)).toBe(2);
    await shot(v, `${name}-big`);
    await v.page.evaluate(() => {
      document.documentElement.style.fontSize = '';
    });
  }
  // Keys go where they should: in a link of a bar Enter follows it, and approves nothing.
  const [, wide] = all[3] ?? [];
  await wide?.page.locator('.alertbar a').focus();
  const opened = wide?.context.waitForEvent('page');
  await wide?.page.keyboard.press('Enter');
  await (await opened)?.close();
  expect(await mine(wide as Volunteer)).toBe(2);
  await ask(maya, 'DELETE', `${path}/alerts/${made.id}`);
  for (const [, v] of all) await v.page.locator('.alertbar').waitFor({ state: 'detached' });
  expect(all.flatMap(([, v]) => v.faults.filter((f) => !/Content Security Policy/.test(f)))).toEqual([]);
});
