// axe finds nothing on any page or dialog, at both widths, light and dark; none is wider than the window.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, tooWide } from './axe';
import { ask, group, launch, type Person, person, phone, phoneIs, sim } from './house';
import { open, pickUp, rows, see, settled, stage, talksFor, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** Gathers what axe finds, so that one run tells everything. */
function inspector(p: Person) {
  const found: string[] = [];
  return {
    look: async (where: string) => {
      found.push(...(await findings(p.page, where)), ...(await tooWide(p.page, where)));
    },
    done: async () => {
      expect(found.join('\n')).toBe('');
      expect(p.faults).toEqual([]);
      await p.context.close();
    },
  };
}

const esc = async (p: Person) => {
  await p.page.keyboard.press('Escape');
  await p.page.locator('dialog[open]').waitFor({ state: 'detached' });
};

test('at the door: sign-in, its errors, an invitation, a used one', async () => {
  const maya = await person(browser, 'Maya');
  const { invitation } = await ask<{ invitation: { link: string } }>(maya, 'POST', '/users', {
    name: 'Sarah Okoro',
    email: `sarah-${Date.now()}@leeds.example`,
    role: '',
  });
  await maya.context.close();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const guest: Person = { context, page: await context.newPage(), faults: [] };
  const i = inspector(guest);
  await visit(guest, '/');
  await guest.page.getByLabel('Email').waitFor();
  await i.look('sign-in');
  await guest.page.getByLabel('Email').fill('nobody@leeds.example');
  await guest.page.getByLabel('Password', { exact: true }).fill('not a password');
  await guest.page.keyboard.press('Enter');
  await guest.page.locator('.err').first().waitFor();
  await i.look('sign-in refused');
  await visit(guest, new URL(invitation.link).pathname);
  await see(guest, 'Sarah Okoro');
  await i.look('invitation');
  await visit(guest, '/invitations/never-given');
  await see(guest, 'Go to sign in');
  await i.look('invitation that is no good');
  await i.done();
});

test('the dashboard from ready to complete, with its dialogs', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const i = inspector(ben);
  const s = await stage(ben, 'looked at', [
    { name: 'Aisha Khan', city: 'Headingley, Leeds', tags: ['volunteer'], notes: 'Can drive on Thursdays.' },
    'Ben Okafor',
    'Marta Kowalczyk',
    'Rhys Pritchard',
    { name: 'Mei Zhou', unreachable: true },
  ]);
  const [aisha, okafor, marta, rhys] = s.people as [
    (typeof s.people)[0],
    (typeof s.people)[0],
    (typeof s.people)[0],
    (typeof s.people)[0],
  ];
  await open(ben, s.session);
  await i.look('dashboard ready');
  await ben.page.getByRole('button', { name: `Menu for ${marta.name}` }).click();
  await ben.page.getByRole('menu').waitFor();
  await i.look('menu of a row');
  await ben.page.keyboard.press('Escape');
  await ben.page.locator(`tr[data-id]`, { hasText: rhys.name }).focus();
  await ben.page.keyboard.press('s');
  await ben.page.getByRole('heading', { name: 'Skip Rhys' }).waitFor();
  await i.look('skip dialog');
  await ben.page.keyboard.press('3');
  await ben.page.locator('dialog input[type=date]').waitFor();
  await ben.page.keyboard.press('5');
  await ben.page.keyboard.press('Enter');
  await ben.page.locator('dialog .err').waitFor();
  await i.look('skip dialog that asks for a reason');
  await ben.page.keyboard.type('Moved to Leicester');
  await ben.page.keyboard.press('Enter');
  await see(ben, 'Undo');
  await i.look('a skip with undo');
  await ben.page.locator(`tr[data-id]`, { hasText: marta.name }).focus();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('heading', { name: marta.name }).waitFor();
  await settled(ben);
  await i.look('supporter');
  await esc(ben);
  await ben.page.keyboard.press('?');
  await ben.page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await i.look('shortcuts');
  await esc(ben);
  await ben.page.getByRole('searchbox').fill('zz');
  await see(ben, 'No one matches');
  await i.look('nobody found');
  await ben.page.getByRole('searchbox').fill('');

  await talksFor(aisha, '10m');
  const mobile = await pickUp(ben);
  await i.look('listening to the greeting');
  await phone(mobile, 'press', '5');
  await see(ben, 'Talking to');
  await i.look('talking');
  await ben.page.getByRole('button', { name: 'Pause updates' }).filter({ visible: true }).click();
  await see(ben, 'Updates paused');
  await i.look('talking, updates paused');
  await ben.page.getByRole('button', { name: 'Go on updating' }).filter({ visible: true }).click();
  await ben.page.getByRole('button', { name: 'End call' }).filter({ visible: true }).first().click();
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await i.look('log dialog');
  await ben.page.keyboard.press('n');
  await ben.page.getByLabel('Skip for').check();
  await i.look('log dialog, not reached, with a skip');
  await ben.page.getByLabel('Skip for').uncheck();
  await ben.page.keyboard.press('y');
  await esc(ben);
  await i.look('wrap-up');
  await ben.page.getByRole('button', { name: 'Log contact' }).filter({ visible: true }).first().click();
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await ben.page.keyboard.press('Control+Enter');
  await see(ben, 'Press any key on your phone');
  await i.look('between two calls');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'hangup');
  await see(ben, /^Paused/);
  await i.look('paused');

  const left = await rows(ben, s.session);
  for (const c of [okafor, marta]) {
    const entry = left.find((r) => r.supporter.id === c.id) as (typeof left)[0];
    await ask(ben, 'POST', `/sessions/${s.session}/entries/${entry.id}/log`, {
      reached: true,
      outcome: 'talked',
      method: 'phone_call',
      notes: '',
      tags_added: [],
      tags_removed: [],
      do_not_call: false,
    });
  }
  await ben.page.getByRole('button', { name: 'Start a new cycle' }).waitFor();
  await i.look('cycle complete');
  await i.done();
});

test('the pages beside the dashboard', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const i = inspector(ben);
  const s = await stage(ben, 'pages', ['Grace Adeyemi', 'Tom Whitfield']);
  const g = await group(ben);
  const pages: [path: string, text: string | RegExp][] = [
    ['/sessions', /Ben – pages/],
    ['/groups', g.name],
    [`/groups/${g.id}`, /Captain/],
    [`/groups/${g.id}/lists`, 'pages'],
    [`/groups/${g.id}/sessions`, /Ben – pages/],
    [`/groups/${g.id}/settings`, 'Settings'],
    ['/lists', 'pages'],
    [`/lists/${s.list}`, 'Tom Whitfield'],
    [`/lists/${s.list}/settings`, 'Settings'],
    ['/profile', 'Theme'],
    ['/organisation', /./],
    ['/sessions/nothing', 'There is no such session'],
    ['/nowhere', 'There is no such page'],
  ];
  for (const [path, text] of pages) {
    await visit(ben, path);
    await see(ben, text);
    await i.look(path);
  }
  await i.done();
});

test('what captains and admins have beside that', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  const i = inspector(maya);
  for (const path of [
    '/organisation',
    '/organisation/users',
    '/organisation/do-not-call',
    '/organisation/tokens',
    '/organisation/audit',
  ]) {
    await visit(maya, path);
    await i.look(path);
  }
  const g = await group(maya);
  await visit(maya, `/groups/${g.id}/import`);
  await i.look('import, file');
  await maya.page.getByText('Or paste rows').click();
  await maya.page
    .getByLabel('Rows')
    .fill('Name,Mobile no.,Town\nJoanna Price,0113 496 0701,Leeds\nLiam Byrne,0770 90,Otley\n');
  await maya.page.getByRole('button', { name: 'Use these rows' }).click();
  await maya.page.locator('main select').first().waitFor();
  await i.look('import, columns');
  await i.done();
});

test('the simulated phone', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const i = inspector(ben);
  const s = await stage(ben, 'phone', ['Ewan MacLeod']);
  const tab = await ben.context.newPage();
  const desk: Person = { ...ben, page: tab };
  await tab.goto(`${sim}/_sim/phone/${encodeURIComponent('+447700900123')}`);
  await tab.locator('#link[data-state=live]').waitFor();
  const j = inspector(desk);
  await j.look('phone at rest');
  await open(ben, s.session);
  await ben.page.getByRole('button', { name: 'Start calling session' }).click();
  await tab.locator('#answer:visible').waitFor();
  await j.look('phone that rings');
  await tab.locator('#answer').click();
  await tab.locator('#pad:visible').waitFor();
  await j.look('phone with its keypad');
  await tab.locator('#hangup').click();
  await see(ben, /^Paused/);
  await i.look('paused before the first call');
  await j.done();
});
