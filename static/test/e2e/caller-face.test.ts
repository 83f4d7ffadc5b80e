// Each state of the callers' page around a talk, on a phone: axe in both themes, nothing to scroll sideways, the next press in sight.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Volunteer, volunteer } from './clicking';
import { face } from './face';
import { ask, base, fresh, launch, type Person, person, phone, phoneIs, until } from './house';
import { callable, caller, dial, line, manned, script } from './talks';

let browser: Browser;
let maya: Person;
// Numbers that no earlier try has said: two people with one number are not told apart by it.
const first = 4_960_000 + 3 * Math.floor(Math.random() * 300);
const [bens, coras, other] = [0, 1, 2].map((n) => `+44114${first + n}`) as [string, string, string];
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
  for (const n of [bens, coras, other]) await manned(n);
});
afterAll(() => browser?.close());

const head = (v: Volunteer, name: string | RegExp) => v.page.getByRole('heading', { name }).waitFor();
const button = (v: Volunteer, name: string) => v.page.getByRole('button', { name, exact: true });
const offline = async (v: Volunteer, off: boolean) => {
  await v.context.setOffline(off);
  await v.page.evaluate(() => window.dispatchEvent(new Event('online'))); // a probe finds it out
};

test('coming in: not open, the form, what is wrong in it, the script, a ring, a ring that nobody took, ringing in', async () => {
  const draft = await ask<{ id: string; version: number }>(maya, 'POST', '/campaigns', {
    name: fresh('Not open'),
  });
  await ask(maya, 'PATCH', `/campaigns/${draft.id}`, { version: draft.version, script });
  const links = await ask<{ items: { kind: string; url: string }[] }>(
    maya,
    'GET',
    `/campaigns/${draft.id}/links`,
  );
  const early = await volunteer(
    browser,
    base + new URL(links.items.find((l) => l.kind === 'caller')?.url ?? '').pathname,
  );
  const found = await face(early, 'in-0 a name will do', { next: button(early, 'Come in') });
  await early.page.getByLabel('Your first name').fill('Ann');
  await button(early, 'Come in').click();
  await head(early, 'Not open yet');
  found.push(
    ...(await face(early, 'in-1 not open', { next: button(early, 'Read the script'), focus: 'h2' })),
  );
  await early.context.close();

  const c = await callable(maya, fresh('Coming in'), ['Aisha Khan'], { line: 'cell' });
  const ben = await volunteer(browser, c.callers);
  const { page } = ben;
  const start = button(ben, 'Start calling');
  found.push(...(await face(ben, 'in-2 the form', { next: start })));
  await page.getByLabel('Your first name').fill('Ben');
  await page.getByLabel('Your phone number').fill('0770');
  await start.click();
  await page
    .getByText(/too short/)
    .first()
    .waitFor();
  found.push(...(await face(ben, 'in-3 a wrong number', { next: start, focus: 'input[name=number]' })));
  await button(ben, 'Read the script first').click();
  await head(ben, 'Who answered?');
  found.push(
    ...(await face(ben, 'in-4 the script', { next: page.locator('.ans .btn').first(), focus: '#ask' })),
  );
  await page.keyboard.press('2');
  await head(ben, 'The talk ends here');
  found.push(...(await face(ben, 'in-5 its end', { next: button(ben, 'Close the script'), focus: 'h2' })));
  await page.keyboard.press('Escape');
  await page.getByLabel('Your phone number').fill(bens);
  await start.click();
  await head(ben, 'We are ringing your phone');
  await phoneIs(bens, 'ringing');
  found.push(...(await face(ben, 'in-6 a ring', { next: button(ben, 'Stop ringing'), focus: 'h2' })));
  await phone(bens, 'decline');
  await page.getByText('Your phone was busy, or turned the call away.').waitFor();
  found.push(...(await face(ben, 'in-7 turned away', { next: start, focus: 'h2' })));

  // They ring in instead: from a number that is not the one they typed.
  await page.getByText('I ring in myself').click();
  await start.click();
  await head(ben, 'Ring us when you are ready');
  found.push(...(await face(ben, 'in-8 ringing in', { next: page.locator('.tel a'), focus: 'h2' })));
  const code = ((await page.locator('.tel.code').textContent()) ?? '').replace(/\s/g, '');
  await dial(other, ((await page.locator('.tel a').getAttribute('href')) ?? '').replace('tel:', ''));
  await phoneIs(other, 'listening');
  await phone(other, 'press', code);
  await head(ben, 'No calls just now');
  const use = page.getByRole('button', { name: /^Use .* from now on$/ });
  found.push(...(await face(ben, 'in-9 another number', { next: use, focus: 'h2' })));
  expect(found.join('\n')).toBe('');
  expect([...early.faults, ...ben.faults]).toEqual([]);
  await phone(other, 'hangup');
  await ben.context.close();
});

test('in the queue: why nobody comes, a ring somewhere, wishes, a break, no connection, another tab, the end', async () => {
  const c = await callable(maya, fresh('In the queue'), ['Aisha Khan', 'Tom Reid'], {
    line: 'cell',
    steps: { 'Aisha Khan': [{ ring: '60s' }], 'Tom Reid': [{ ring: '60s' }] },
  });
  const cora = await caller(browser, c, 'Cora', coras);
  const { page } = cora;
  await page.getByText('The next numbers wait to be approved.').waitFor();
  const rest = button(cora, 'Take a break');
  const found = await face(cora, 'queue-1 stalled', { next: rest, focus: 'h2' });
  await page.locator('summary').click();
  found.push(...(await face(cora, 'queue-2 signals', { next: rest, focus: 'summary' })));
  await page.locator('summary').click();
  await ask(maya, 'POST', `${c.path}/alerts`, {
    text: 'Great work: **200** talks to go before [15:00](https://example.org).',
    audience: 'callers',
  });
  await page.locator('.alertbar').waitFor();
  const cleo = await volunteer(browser, c.clickers);
  await cleo.page.getByLabel('Your name').fill('Cleo');
  await button(cleo, 'Start approving').click();
  await cleo.page.locator('.approve').tap();
  await head(cora, 'Waiting for someone to pick up');
  await until('one of them rings', async () =>
    (await Promise.all(Object.values(c.people).map(line))).includes('ringing'),
  );
  found.push(...(await face(cora, 'queue-3 somebody rings', { next: rest })));
  await button(cora, 'Finish calling').click();
  await page.getByText('You finish when nothing rings for you any more').waitFor();
  found.push(
    ...(await face(cora, 'queue-4 the last one', { next: button(cora, 'Carry on calling'), focus: 'h2' })),
  );
  await button(cora, 'Carry on calling').click();
  await rest.waitFor();

  await offline(cora, true);
  await page.getByText('You are offline. This is how it was at').waitFor();
  found.push(...(await face(cora, 'queue-5 offline', { next: button(cora, 'Try now'), focus: 'h2' })));
  await offline(cora, false);
  await page.locator('.pill', { hasText: 'Live' }).waitFor();
  const second = await cora.context.newPage();
  await second.goto(c.callers);
  await head(cora, 'This page is open in another tab');
  found.push(
    ...(await face(cora, 'queue-6 another tab', { next: button(cora, 'Use this page'), focus: 'h2' })),
  );
  await button(cora, 'Use this page').click();
  await second.close();
  await head(cora, /^(Waiting for|No calls)/);
  found.push(...(await face(cora, 'queue-7 back in it', { next: rest, focus: 'h2' })));

  // Whoever rings is let ring; then the break begins.
  await rest.click();
  await page.getByRole('heading', { name: /^On a break since \d\d:\d\d$/ }).waitFor({ timeout: 60_000 });
  found.push(...(await face(cora, 'queue-8 a break', { next: button(cora, 'I’m back'), focus: 'h2' })));
  await button(cora, 'Finish calling').click();
  await head(cora, 'Thank you, Cora');
  found.push(...(await face(cora, 'queue-9 the end', { next: button(cora, 'Call again'), focus: 'h2' })));
  await until('her phone is off the line', async () => (await line(coras)) === 'ended');
  expect(found.join('\n')).toBe('');
  expect([...cora.faults, ...cleo.faults]).toEqual([]);
  for (const v of [cora, cleo]) await v.context.close();
});

test('what the organisers decide: paused, out of hours, over, somebody taken off, a new link', async () => {
  const c = await callable(maya, fresh('Decided'), ['Aisha Khan'], { line: 'cell' });
  await manned(bens);
  const ben = await caller(browser, c, 'Ben', bens);
  const stay = button(ben, 'Finish calling');
  await ask(maya, 'POST', `${c.path}/pause`);
  await head(ben, 'We are taking a break');
  const found = await face(ben, 'decided-1 paused', { next: stay, focus: 'h2' });
  await ask(maya, 'PUT', `${c.path}/end-cards/paused`, {
    version: 0,
    title: 'Back at 18:00',
    text: 'That is what wins Leeds North. Thank you, {first_name}.',
    link_text: 'Sign up for Tuesday, 18:00',
    link_url: 'https://leedsvotes.example/tue',
  });
  await head(ben, 'Back at 18:00');
  const link = ben.page.getByRole('link', { name: 'Sign up for Tuesday, 18:00' });
  found.push(...(await face(ben, 'decided-2 their own card', { next: link })));
  await ask(maya, 'POST', `${c.path}/resume`);
  await head(ben, 'No calls just now');

  // Hours that begin in the afternoon: it is noon where the contacts are.
  const edit = async (more: object) =>
    ask(maya, 'PATCH', c.path, {
      version: (await ask<{ version: number }>(maya, 'GET', c.path)).version,
      ...more,
    });
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const hours = (opens: number) => days.map((day) => ({ day, opens: opens * 60, closes: 21 * 60 }));
  await edit({ hours: hours(17) });
  await head(ben, 'Too early or too late to call');
  await ben.page.getByText(/^Calls start again at /).waitFor();
  found.push(...(await face(ben, 'decided-3 out of hours', { next: stay })));
  await edit({ hours: hours(9) });
  await head(ben, 'No calls just now');

  // Who is taken off, and who has only an old link.
  const ann = await volunteer(browser, c.callers);
  await ann.page.getByLabel('Your first name').fill('Ann');
  await ann.page.getByText('I ring in myself').click();
  await button(ann, 'Start calling').click();
  await head(ann, 'Ring us when you are ready');
  const { items } = await ask<{ items: { id: string; name: string }[] }>(maya, 'GET', `${c.path}/people`);
  await ask(maya, 'DELETE', `${c.path}/people/${items.find((p) => p.name === 'Ann')?.id}`);
  await ann.page.getByText('The organisers have taken you off this campaign.').waitFor();
  found.push(...(await face(ann, 'decided-4 taken off')));
  await ask(maya, 'POST', `${c.path}/links/caller/rotate`);
  const late = await volunteer(browser, c.callers);
  await late.page.getByText('This link leads nowhere (any more).').waitFor();
  found.push(...(await face(late, 'decided-5 an old link')));

  await ask(maya, 'POST', `${c.path}/finish`);
  await head(ben, 'Thank you, Ben');
  await ben.page.getByText('The organisers have asked everybody to finish.').waitFor();
  found.push(...(await face(ben, 'decided-6 asked to finish', { next: button(ben, 'Call again') })));
  await ask(maya, 'POST', `${c.path}/end`, {
    name: (await ask<{ name: string }>(maya, 'GET', c.path)).name,
  });
  await head(ben, 'That was the last call');
  found.push(...(await face(ben, 'decided-7 over')));
  expect(found.join('\n')).toBe('');
  expect([...ben.faults, ...ann.faults, ...late.faults]).toEqual([]);
  for (const v of [ben, ann, late]) await v.context.close();
});
