// What admins say reaches every open page: alert bars on callers' and clickers' pages, end cards on callers'.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { clickable, join, type Volunteer, volunteer } from './clicking';
import { ask, base, launch, type Person, person, until } from './house';

let browser: Browser;
let maya: Person;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

interface Links {
  items: { kind: string; url: string }[];
}
const callerLink = async (campaign: string) => {
  const { items } = await ask<Links>(maya, 'GET', `/campaigns/${campaign}/links`);
  return base + new URL(items.find((l) => l.kind === 'caller')?.url ?? '').pathname;
};

async function comeIn(v: Volunteer, name: string): Promise<void> {
  await v.page.getByLabel('Your first name').fill(name);
  await v.page.getByLabel('I ring in myself').check();
  await v.page.getByRole('button', { name: 'Start calling' }).click();
  await v.page.locator('.pill', { hasText: 'Live' }).waitFor();
}

const bar = (p: Page, text: string) => p.locator('.alertbar', { hasText: text });

interface Set {
  now: string;
  alerts: { id: string; version: number; seen: number }[];
}

test('an alert bar is on every page at once and gone from all at its end; pause shows the end card', async () => {
  const c = await clickable(maya, 'Autumn messages', 30);
  const path = `/campaigns/${c.id}`;
  const callers = await callerLink(c.id);
  const ben = await volunteer(browser, callers);
  await comeIn(ben, 'Ben');
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await ben.page.getByText('No calls just now').first().waitFor();

  const made = await ask<{ id: string }>(maya, 'POST', `${path}/alerts`, {
    text: 'Great work, {first_name}: **200** [to go](https://example.org/go)',
    level: 'success',
  });
  await bar(ben.page, 'Great work, Ben: 200 to go').waitFor();
  await bar(cleo.page, 'Great work, Cleo: 200 to go').waitFor();
  const link = ben.page.locator('.alertbar a');
  expect(await link.getAttribute('href')).toBe('https://example.org/go');
  expect(await link.getAttribute('target')).toBe('_blank');
  expect(await link.getAttribute('rel')).toContain('noopener');

  // Who comes later has it at first sight; who has not come in is not counted.
  const dora = await volunteer(browser, callers);
  await bar(dora.page, 'Great work: 200 to go').waitFor();
  await until(
    'two have seen it',
    async () => (await ask<Set>(maya, 'GET', `${path}/messages`)).alerts[0]?.seen === 2,
  );
  await comeIn(dora, 'Dora');
  await until(
    'three have seen it',
    async () => (await ask<Set>(maya, 'GET', `${path}/messages`)).alerts[0]?.seen === 3,
  );

  // Its end is pushed ahead: all pages lose it at that instant, and not before it.
  const ends = Date.parse((await ask<Set>(maya, 'GET', `${path}/messages`)).now) + 3_000;
  await ask(maya, 'PATCH', `${path}/alerts/${made.id}`, {
    version: 1,
    expires_at: new Date(ends).toISOString(),
  });
  for (const v of [ben, cleo, dora]) await bar(v.page, '200 to go').waitFor({ state: 'detached' });
  const now = Date.parse((await ask<Set>(maya, 'GET', `${path}/messages`)).now);
  expect(now).toBeGreaterThanOrEqual(ends - 50); // what a request's way takes the clocks apart

  // Paused: the caller has the card, the clicker goes on.
  await ask(maya, 'PUT', `${path}/end-cards/paused`, {
    version: 0,
    title: 'Back at 18:00',
    text: 'That is what wins. Thank you, {first_name}.',
    link_text: 'Sign up for Tuesday',
    link_url: 'https://example.org/tue',
  });
  await ask(maya, 'POST', `${path}/pause`);
  await ben.page.getByRole('heading', { name: 'Back at 18:00' }).waitFor();
  await ben.page.getByText('Thank you, Ben.').waitFor();
  expect(await ben.page.getByRole('link', { name: 'Sign up for Tuesday' }).getAttribute('href')).toBe(
    'https://example.org/tue',
  );
  expect(await ben.page.title()).toBe('Paused – Autumn messages');
  expect(await findings(ben.page, 'end card')).toEqual([]);
  expect(await cleo.page.getByText('Back at 18:00').count()).toBe(0);
  await ask(maya, 'POST', `${path}/resume`);
  await ben.page.getByRole('heading', { name: 'Back at 18:00' }).waitFor({ state: 'detached' });
  await ben.page.getByText('No calls just now').first().waitFor();
  expect([...ben.faults, ...cleo.faults, ...dora.faults]).toEqual([]);
  for (const v of [ben, cleo, dora]) await v.context.close();
});

test('a caller reads the script by keys, is offline honestly, and is told when they are taken off', async () => {
  const made = await ask<{
    id: string;
    version: number;
    script: { questions: { answers: { next: string }[] }[] };
  }>(maya, 'POST', '/campaigns', { name: 'Script to read' });
  const path = `/campaigns/${made.id}`;
  const [who] = made.script.questions;
  if (who?.answers[0]) who.answers[0].next = 'vote';
  const vote = {
    id: 'vote',
    title: 'Will you vote?',
    text: 'Hi {first_name}.',
    kind: 'single',
    answers: [
      { id: 'y', label: 'Yes', next: 'why' },
      { id: 'n', label: 'No', next: 'end' },
    ],
  };
  const why = { id: 'why', title: 'What matters?', text: '', kind: 'text', answers: [], next: 'end' };
  await ask(maya, 'PATCH', path, { version: made.version, script: { questions: [who, vote, why] } });
  await ask(maya, 'PUT', `${path}/links/caller/passcode`, { passcode: 'leeds 26' });
  const v = await volunteer(browser, await callerLink(made.id), { width: 320, height: 640 });
  const { page } = v;
  await page.getByLabel('Your first name').fill('Ben');
  expect(await page.getByRole('button', { name: 'Read the script first' }).count()).toBe(0);
  await page.getByLabel('Passcode').fill('nonsense');
  await page.keyboard.press('Enter');
  await page.getByText('This is not the passcode.').first().waitFor();
  await page.getByLabel('Passcode').fill('LEEDS26');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Not open yet' }).waitFor();
  expect(await findings(page, 'waiting')).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

  await page.getByRole('button', { name: 'Read the script' }).click();
  const asks = (title: string) => page.getByRole('heading', { name: title }).waitFor();
  await asks('Who answered?');
  await page.keyboard.press('1');
  await asks('Will you vote?');
  expect(await findings(page, 'script')).toEqual([]);
  await page.keyboard.press('1');
  await asks('What matters?');
  await page.locator('textarea').fill('123');
  await page.locator('textarea').press('Backspace'); // of the text, not of the talk
  await asks('What matters?');
  await page.locator('textarea').press('Control+Enter');
  await asks('The talk ends here');
  await page.keyboard.press('Backspace');
  await asks('What matters?');
  await page.keyboard.press('Backspace');
  await asks('Will you vote?');
  await page.keyboard.press('2');
  await asks('The talk ends here');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Not open yet' }).waitFor();

  await v.context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('online'))); // it looks at once, not at the next heartbeat
  await page.getByText('You are offline. This is how it was at').waitFor();
  await v.context.setOffline(false);
  await page.locator('.pill', { hasText: 'Live' }).waitFor();

  const { items } = await ask<{ items: { id: string; name: string }[] }>(maya, 'GET', `${path}/people`);
  await ask(maya, 'DELETE', `${path}/people/${items[0]?.id}`);
  await page.getByText('The organisers have taken you off this campaign.').waitFor();
  await page.reload();
  await page.getByText('The organisers have taken you off this campaign.').waitFor();

  const old = page.url();
  await ask(maya, 'POST', `${path}/links/caller/rotate`);
  const late = await volunteer(browser, old);
  await late.page.getByText('This link leads nowhere (any more).').waitFor();
  expect(await findings(late.page, 'nowhere')).toEqual([]);
  expect([...v.faults, ...late.faults]).toEqual([]);
  await v.context.close();
  await late.context.close();
});
