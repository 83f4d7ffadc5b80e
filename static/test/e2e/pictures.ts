// Takes the pictures of the docs: each page at both widths, light and dark, with people as they may be. Run by ci/screenshots.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { twoFrames } from './axe';
import { callerPictures } from './caller-pictures';
import {
  ask,
  base,
  behave,
  group,
  type Look,
  launch,
  type Person,
  person,
  phone,
  phoneIs,
  sim,
  until,
} from './house';
import { runPictures } from './run-pictures';
import {
  type Callee,
  type Extra,
  open,
  rows,
  type Stage,
  see,
  settled,
  stage,
  talksFor,
  visit,
} from './scenes';
import { wizardPictures } from './wizard-pictures';

const folder = resolve(import.meta.dirname, '../../../docs/pictures');
/** Moments of a page are shown twice, pages four times. */
type Of = 'page' | 'moment';
const looks: { name: string; look: Look & { width: number; height: number }; moment?: boolean }[] = [
  { name: '1280-light', look: { width: 1280, height: 900, dark: false }, moment: true },
  { name: '1280-dark', look: { width: 1280, height: 900, dark: true } },
  { name: '390-light', look: { width: 390, height: 844, dark: false } },
  { name: '390-dark', look: { width: 390, height: 844, dark: true }, moment: true },
];

const cast: Extra[] = [
  { name: 'Joanna Price' },
  { name: 'Liam Byrne' },
  { name: 'Priya Nair' },
  { name: 'Farah Siddiqui' },
  {
    name: 'Aisha Khan',
    city: 'Headingley, Leeds',
    tags: ['volunteer', 'driver'],
    notes: 'Can drive people on the day. Ask about Thursday evenings.',
  },
  { name: 'Ben Okafor' },
  { name: 'Marta Kowalczyk' },
  { name: 'Rhys Pritchard' },
  { name: 'Grace Adeyemi' },
  { name: 'Zofia Wójcik' },
  { name: 'Chloe Reid' },
  { name: 'Yusuf Demir' },
  { name: 'Ewan MacLeod' },
  { name: 'Ingrid Halvorsen' },
  { name: 'Hannah Levy' },
  { name: 'Owen Fletcher' },
  { name: 'Nadia Rahman' },
  { name: 'Samuel Brooks' },
  { name: 'Mei Zhou', unreachable: true },
];

let browser: Browser;

/** Takes one state's pictures. `height` asks for more than the window has at 1280. */
async function shoot(p: Person, name: string, of: Of = 'page', height?: number): Promise<void> {
  for (const { name: look, look: l, moment } of looks) {
    if (of === 'moment' && !moment) continue;
    await p.page.emulateMedia({ colorScheme: l.dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    await p.page.setViewportSize({ width: l.width, height: l.width > 640 ? (height ?? l.height) : l.height });
    await p.page.mouse.move(0, 0);
    await p.page.evaluate(() => scrollTo(0, 0));
    await twoFrames(p.page);
    await twoFrames(p.page);
    await p.page.screenshot({ path: `${folder}/${name}-${look}.png` });
  }
  await p.page.setViewportSize({ width: 1280, height: 900 });
  await p.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  console.log(name);
}

/** What happens to somebody by the API: logs and skips of this session. */
async function does(p: Person, s: Stage, name: string, what: string, body: unknown): Promise<void> {
  const e = (await rows(p, s.session)).find((r) => r.supporter.name === name);
  if (!e) throw new Error(`${name} is not in the queue`);
  await ask(p, 'POST', `/sessions/${s.session}/entries/${e.id}/${what}`, body);
}

const logged = (outcome: string, rsvp?: string) => ({
  reached: ['talked', 'not_interested'].includes(outcome),
  outcome,
  rsvp,
  method: 'phone_call',
  notes: '',
  tags_added: [],
  tags_removed: [],
  do_not_call: false,
});

const of = (s: Stage, name: string) => s.people.find((c) => c.name === name) as Callee;

/** One call from the ringing to the saved log; the dashboard is open and the leader on the line. */
async function call(p: Person, mobile: string, c: Callee, outcome: 'y' | 'n'): Promise<void> {
  await talksFor(c, '2s');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '5');
  await p.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await p.page.keyboard.press(outcome);
  if (outcome === 'y') await p.page.getByRole('radiogroup', { name: /RSVP/ }).getByText('Yes').click();
  await save(p);
}

async function save(p: Person): Promise<void> {
  await p.page.keyboard.press('Control+Enter');
  await p.page.getByRole('heading', { name: 'Log contact' }).waitFor({ state: 'detached' });
  await see(p, 'Press any key on your phone'); // the log has arrived
}

/** A zone where it is evening now, when people call. */
function evening(): string {
  const ahead = ((18 - new Date().getUTCHours() + 36) % 24) - 12;
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** Sets the zone of the demo's group; answers the one it had. */
async function zone(name: string): Promise<string> {
  const maya = await person(browser, 'Maya');
  const g = await ask<{ id: string; zone: string; version: number }>(
    maya,
    'GET',
    `/groups/${(await group(maya)).id}`,
  );
  await ask(maya, 'PATCH', `/groups/${g.id}`, { zone: name, version: g.version });
  await maya.context.close();
  return g.zone;
}

async function dashboards(): Promise<void> {
  const now = evening();
  const home = await zone(now);
  const ben = await person(browser, 'Ben', { height: 900, zone: now });
  const chloe = await person(browser, 'Chloe', { height: 900, zone: now });
  const s = await stage(ben, 'Spring Rally', cast, 'Spring Rally'); // nobody else's is called so here
  await open(ben, s.session);
  await shoot(ben, 'dashboard-ready', 'moment');
  await open(chloe, s.session);
  await until('both are here', () =>
    ben.page.evaluate(() => document.querySelectorAll('.avs > *').length === 2),
  );

  const mobile = '+447700900123';
  await ben.page.getByRole('button', { name: 'Start calling session' }).click();
  await phoneIs(mobile, 'ringing');
  await shoot(ben, 'dashboard-ringing', 'moment');
  await phone(mobile, 'answer');
  await call(ben, mobile, of(s, 'Joanna Price'), 'y');
  await call(ben, mobile, of(s, 'Liam Byrne'), 'n');
  await call(ben, mobile, of(s, 'Priya Nair'), 'y');
  await behave(of(s, 'Farah Siddiqui').phone, { script: [{ ring: '1s' }, { reject: true }] });
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '5');
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await shoot(ben, 'dashboard-log-busy', 'moment');
  await save(ben);

  await does(ben, s, 'Chloe Reid', 'skip', { type: 'quick', minutes: 60, reason: 'asked for a call back' });
  await does(ben, s, 'Ewan MacLeod', 'skip', { type: 'today', reason: 'at work until six' });
  await does(ben, s, 'Ingrid Halvorsen', 'skip', { type: 'cycle' });
  await does(ben, s, 'Hannah Levy', 'skip', { type: 'remove', reason: 'moved to Leicester' });
  await does(ben, s, 'Yusuf Demir', 'log', logged('not_interested'));
  await does(ben, s, 'Owen Fletcher', 'log', logged('talked', 'yes'));
  await does(ben, s, 'Nadia Rahman', 'log', logged('voicemail'));
  await does(ben, s, 'Samuel Brooks', 'log', logged('talked', 'maybe'));
  await does(ben, s, 'Rhys Pritchard', 'prioritise', undefined);

  await talksFor(of(s, 'Aisha Khan'), '15m');
  await phoneIs(mobile, 'listening');
  await phone(mobile, 'press', '5');
  await see(ben, 'Talking to');
  await see(ben, 'Headingley, Leeds');
  await does(ben, s, 'Grace Adeyemi', 'prioritise', undefined);
  await see(ben, /^00:(0[7-9]|[1-5]\d)$/);
  await dismissToasts(ben);
  await shoot(ben, 'dashboard', 'page', 1400);
  await shoot(chloe, 'dashboard-watched', 'moment');
  await ben.page.locator('tr[data-id]', { hasText: 'Ben Okafor' }).focus();
  await ben.page.keyboard.press('s');
  await ben.page.locator('dialog[open]').waitFor();
  await shoot(ben, 'skip-dialog');
  await ben.page.keyboard.press('Escape');
  await ben.page.locator('dialog[open]').waitFor({ state: 'detached' });
  await ben.page.locator('tr[data-id]', { hasText: 'Aisha Khan' }).focus();
  await ben.page.keyboard.press('Enter');
  await ben.page.locator('dialog[open]').waitFor();
  await settled(ben);
  await shoot(ben, 'supporter', 'moment');
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('?');
  await ben.page.locator('dialog[open]').waitFor();
  await shoot(ben, 'shortcuts', 'moment');
  await ben.page.keyboard.press('Escape');
  await ben.page.locator('dialog[open]').waitFor({ state: 'detached' });
  await ben.page.keyboard.press('Control+k');
  await ben.page.getByRole('combobox').fill('ra');
  await ben.page.getByRole('option').first().waitFor();
  await shoot(ben, 'go-to', 'moment');
  await ben.page.getByRole('combobox').fill('');
  await ben.page.keyboard.press('Escape');
  await ben.page.locator('dialog[open]').waitFor({ state: 'detached' });
  await ben.page.locator('tr[data-id]', { hasText: 'Ben Okafor' }).focus();
  await ben.page.keyboard.press('s');
  await ben.page.locator('dialog[open]').waitFor();
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('button', { name: /^Undo/ }).waitFor();
  await shoot(ben, 'undo', 'moment');
  await ben.page.keyboard.press('u');
  await ben.page.getByRole('button', { name: /^Undo/ }).waitFor({ state: 'detached' });

  const tab = { ...ben, page: await ben.context.newPage() };
  await tab.page.goto(`${sim}/_sim/phone/${encodeURIComponent(mobile)}`);
  await tab.page.locator('#link[data-state=live]').waitFor();
  await shoot(tab, 'phone');
  await visit(tab, `/lists/${s.list}/now`);
  await see(tab, 'In your session');
  await shoot(tab, 'calling-now');
  await tab.page.close();

  await ben.page.getByRole('button', { name: 'End call' }).filter({ visible: true }).first().click();
  await ben.page.getByRole('heading', { name: 'Log contact' }).waitFor();
  await ben.page.keyboard.press('y');
  await ben.page.getByRole('radiogroup', { name: /RSVP/ }).getByText('Yes').click();
  await ben.page.getByLabel('Notes').fill('Brings two friends, and can drive.');
  await shoot(ben, 'log-dialog');
  await save(ben);
  await dismissToasts(ben);
  await shoot(ben, 'dashboard-between', 'moment');
  await phone(mobile, 'hangup');
  await see(ben, /^Paused/);
  await shoot(ben, 'dashboard-paused', 'moment');

  await ben.context.setOffline(true);
  await ben.page.evaluate(() => dispatchEvent(new Event('offline')));
  await see(ben, 'You are offline.');
  await shoot(ben, 'dashboard-offline', 'moment');
  await ben.context.setOffline(false);
  await ben.page.evaluate(() => dispatchEvent(new Event('online')));
  await see(ben, 'Live');

  const left = (await rows(ben, s.session)).filter(
    (r) => r.status === 'available' || r.status === 'attempted',
  );
  for (const r of left) await does(ben, s, r.supporter.name, 'log', logged('talked'));
  await ben.page.getByRole('button', { name: 'Start a new cycle' }).waitFor();
  await shoot(ben, 'dashboard-complete', 'moment');
  for (const p of [ben, chloe]) await p.context.close();
  await zone(home);
}

async function dismissToasts(p: Person): Promise<void> {
  for (;;) {
    const close = p.page.locator('.toast').getByRole('button', { name: 'Close' }).first();
    if (!(await close.isVisible())) return;
    await close.click();
  }
}

async function pages(): Promise<void> {
  const guest: Person = { context: await browser.newContext(), page: await browser.newPage(), faults: [] };
  await guest.page.goto(base);
  await guest.page.getByLabel('Email').waitFor();
  await shoot(guest, 'sign-in');

  const maya = await person(browser, 'Maya', { height: 900 });
  const { invitation } = await ask<{ invitation: { link: string } }>(maya, 'POST', '/users', {
    name: 'Sarah Okoro',
    email: `sarah.okoro.${Date.now()}@leeds.example`,
    role: '',
  });
  await guest.page.goto(base + new URL(invitation.link).pathname);
  await see(guest, 'Sarah Okoro');
  await shoot(guest, 'invitation');
  await guest.page.close();

  const g = await group(maya);
  const ben = await person(browser, 'Ben', { height: 900 });
  const lists = await ask<{ items: { id: string; name: string }[] }>(ben, 'GET', `/groups/${g.id}/lists`);
  const rally = lists.items.find((l) => l.name === 'Spring Rally RSVPs') as { id: string };
  await ask(ben, 'POST', `/lists/${lists.items.find((l) => l.name === 'Lapsed donors')?.id}/sessions`, {
    name: 'Ben – Lapsed donors',
  });
  await ask(maya, 'POST', '/tokens', { name: 'Evening report' });
  await ask(maya, 'POST', '/do-not-call', { phones: ['0113 496 0981', '0113 496 0947', '07700 900958'] });
  const known = await ask<{ items: { id: string; last_contact?: unknown }[] }>(
    ben,
    'GET',
    `/groups/${g.id}/supporters?limit=200`,
  );
  const somebody = known.items.find((s) => s.last_contact) ?? known.items[0];
  for (const [p, name, path] of [
    [ben, 'sessions', '/sessions'],
    [ben, 'groups', '/groups'],
    [ben, 'group', `/groups/${g.id}`],
    [ben, 'lists', '/lists'],
    [ben, 'list', `/lists/${rally.id}`],
    [ben, 'supporter-page', `/supporters/${somebody?.id}`],
    [ben, 'profile', '/profile'],
    [ben, 'organisation-no-rights', '/organisation'],
    [ben, 'not-found', '/sessions/nothing'],
    [maya, 'group-settings', `/groups/${g.id}/settings`],
    [maya, 'organisation', '/organisation'],
    [maya, 'users', '/organisation/users'],
    [maya, 'tokens', '/organisation/tokens'],
    [maya, 'webhooks', '/organisation/webhooks'],
    [maya, 'do-not-call', '/organisation/do-not-call'],
    [maya, 'audit', '/organisation/audit'],
    [maya, 'import-file', `/groups/${g.id}/import`],
  ] as const) {
    await visit(p, path);
    await see(p, /Live|profile|There is|Name|CSV|Organisation|Only/);
    await shoot(p, name);
  }
  await imports(maya, g.id);
  for (const p of [ben, maya]) await p.context.close();
}

async function imports(p: Person, g: string): Promise<void> {
  const lines = ['First name,Surname,Mobile no.,Town'];
  for (let i = 0; i < 240; i++)
    lines.push(
      `${['Ada', 'Noor', 'Hugh', 'Iris'][i % 4]},${['Clarke', 'Shaw', 'Malik'][i % 3]},${i % 40 === 9 ? '0770 90' : `0117 496 0${String(i).padStart(3, '0')}`},Leeds`,
    );
  await visit(p, `/groups/${g}/import`);
  await p.page.setInputFiles('input[type=file]', {
    name: 'rally-2026.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  });
  await p.page.getByRole('button', { name: /^Check about/ }).waitFor();
  await shoot(p, 'import-columns');
  await p.page.getByRole('button', { name: /^Check about/ }).click();
  await p.page.getByRole('button', { name: /^Import \d+ people/ }).waitFor();
  await shoot(p, 'import-check');
}

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launch();
});
afterAll(() => browser?.close());
test('the dashboard', dashboards);
test('the other pages', pages);
test('a campaign in steps', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  await wizardPictures(maya, shoot);
  await maya.context.close();
});
test('the callers’ page', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  await callerPictures(browser, maya, shoot);
  await maya.context.close();
});
test('a campaign that runs', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  await runPictures(browser, maya, shoot);
  await maya.context.close();
});
