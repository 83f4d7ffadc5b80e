// Clickers: two people on phones approve numbers, see each other's progress, lose the connection, skip, stop; an admin sees it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { type Clickable, clickable, join, mine, ready, type Volunteer, volunteer } from './clicking';
import { ask, base, launch, type Person, person, until } from './house';

let browser: Browser;
let maya: Person;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

const shot = async (v: Volunteer, name: string): Promise<void> => {
  if (process.env.PARTYLINE_SHOTS)
    await v.page.screenshot({ path: `${process.env.PARTYLINE_SHOTS}/clicker-${name}.png` });
};

/** Listens to what the page says to people who hear it. */
async function saidAloud(page: Page): Promise<() => Promise<string[]>> {
  const said = await page.evaluateHandle(() => {
    const all: string[] = [];
    const say = document.querySelector('#say');
    if (say) new MutationObserver(() => all.push(say.textContent ?? '')).observe(say, { childList: true });
    return all;
  });
  return () => said.jsonValue();
}

const approved = async (c: Clickable): Promise<number> =>
  (await ask<{ clicking: { approved: number } }>(maya, 'GET', `/campaigns/${c.id}/status`)).clicking.approved;
const left = (v: Volunteer, n: number) =>
  v.page.locator('.left b', { hasText: new RegExp(`^${n}$`) }).waitFor();

test('two clickers approve numbers by finger and by key, and see each other’s progress', async () => {
  const c = await clickable(maya, 'Spring GOTV', 60);
  const cleo = await volunteer(browser, c.link);
  const dan = await volunteer(browser, c.link, { width: 1280, height: 900, dark: true });
  await cleo.page.getByText('Before a mobile number may be called').waitFor();
  expect(await findings(cleo.page, 'joining')).toEqual([]);
  await shot(cleo, 'join');
  await cleo.page.getByRole('button', { name: 'Start approving' }).click();
  await cleo.page.getByText(/name/i).first().waitFor();
  await join(cleo, 'Cleo');
  await join(dan, 'Dan');
  expect(await findings(cleo.page, 'a number')).toEqual([]);
  expect(await findings(dan.page, 'a number in the dark')).toEqual([]);

  // One press approves one number, and shows the next in the same frame.
  const number = () => cleo.page.locator('.no').textContent();
  const first = await number();
  await cleo.page.locator('.approve').tap();
  expect(await mine(cleo)).toBe(1);
  await cleo.page.locator('.last', { hasText: 'approved' }).waitFor();
  for (let i = 0; i < 4; i++) await cleo.page.locator('.approve').tap();
  expect(await mine(cleo)).toBe(5);
  expect(first).toMatch(/^Number ending ••••• •• \d\d \d\d\d$/);

  // Keys; a held one counts once.
  await dan.page.keyboard.press('Space');
  await dan.page.keyboard.press('Enter');
  for (let i = 0; i < 6; i++) await dan.page.keyboard.down('Space'); // Playwright repeats a key that is down
  await dan.page.keyboard.up('Space');
  expect(await mine(dan)).toBe(3);
  await left(dan, 52);
  await left(cleo, 52);
  expect(await approved(c)).toBe(8);
  await shot(cleo, 'number');
  await shot(dan, 'number-wide');

  // Skipped ones are nobody's approval; stopped, and going on.
  await dan.page.getByRole('button', { name: 'Skip this number' }).click();
  await dan.page.keyboard.press('Escape');
  await dan.page.getByText('You have stopped.').waitFor();
  await shot(dan, 'stopped');
  await dan.page.getByRole('button', { name: 'Go on' }).click();
  await ready(dan);

  // Paused: clicking goes on.
  await ask(maya, 'POST', `/campaigns/${c.id}/pause`);
  await cleo.page.getByText('Calls are paused. Clicking goes on.').waitFor();
  await cleo.page.locator('.approve').tap();
  await left(dan, 51);

  // Taken off: the page closes with a word.
  const people = await ask<{ items: { id: string; name: string }[] }>(
    maya,
    'GET',
    `/campaigns/${c.id}/people`,
  );
  await ask(maya, 'DELETE', `/campaigns/${c.id}/people/${people.items.find((p) => p.name === 'Dan')?.id}`);
  await dan.page.getByText('The organisers have taken you off this campaign.').waitFor();
  await shot(dan, 'removed');

  // The rest, to the end.
  const aloud = await saidAloud(cleo.page);
  await until('all numbers are approved', async () => {
    if (await cleo.page.locator('main[data-state=number]').count()) await cleo.page.keyboard.press('Space');
    return !!(await cleo.page.locator('main[data-state=done]').count());
  });
  await cleo.page.getByText('All numbers are approved. Thank you! You did 57.').waitFor();
  expect((await aloud()).filter((text) => text.endsWith(' approved'))).toEqual(['50 approved']); // not each press
  await shot(cleo, 'done');
  expect(await approved(c)).toBe(60);
  expect(await findings(cleo.page, 'done')).toEqual([]);
  expect([...cleo.faults, ...dan.faults]).toEqual([]);
});

test('who skips with the mouse goes on approving with Space, and a key held on Skip skips one number', async () => {
  const c = await clickable(maya, 'Skipping', 40);
  const dan = await volunteer(browser, c.link, { width: 1280, height: 900 });
  const skips: string[] = [];
  dan.page.on('websocket', (s) =>
    s.on('framesent', ({ payload }) => {
      if (/"skip":true/.test(String(payload))) skips.push(String(payload));
    }),
  );
  await join(dan, 'Dan');
  const skip = dan.page.getByRole('button', { name: 'Skip this number' });
  await skip.click();
  await dan.page.keyboard.press('Space');
  await dan.page.keyboard.press('Enter');
  expect(await mine(dan)).toBe(2);
  await until('one number is skipped', async () => skips.length === 1);

  // By keys the focus stays where it was put, and a held one skips one.
  await skip.focus();
  for (let i = 0; i < 6; i++) await dan.page.keyboard.down('Enter'); // Playwright repeats a key that is down
  await dan.page.keyboard.up('Enter');
  await dan.page.keyboard.press('Space');
  await until('two more are skipped', async () => skips.length >= 3);
  await until('everything is sent', async () =>
    dan.page.evaluate(() => Object.keys(localStorage).every((k) => !/^partyline:k:[^:]+:/.test(k))),
  );
  expect(skips.length).toBe(3);
  expect(await mine(dan)).toBe(2);
  expect(dan.faults).toEqual([]);
});

test('presses without a connection stay on the device, through a reload too, and go up', async () => {
  const c = await clickable(maya, 'Offline', 80);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 79);

  await cleo.context.setOffline(true);
  await cleo.page.evaluate(() => window.dispatchEvent(new Event('online'))); // a probe finds it dead
  await cleo.page.getByText('Working offline:').waitFor();
  for (let i = 0; i < 7; i++) await cleo.page.locator('.approve').tap();
  await cleo.page.getByText('Working offline: 7 approvals saved on this device').waitFor();
  await shot(cleo, 'offline');
  expect(await findings(cleo.page, 'offline')).toEqual([]);
  await cleo.context.setOffline(false);
  await left(cleo, 72);
  expect(await mine(cleo)).toBe(8);

  // A tab that dies with presses in it: the next one sends them.
  await cleo.context.setOffline(true);
  await cleo.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await cleo.page.getByText('Working offline:').waitFor();
  for (let i = 0; i < 3; i++) await cleo.page.locator('.approve').tap();
  await cleo.page.close();
  await cleo.context.setOffline(false);
  cleo.page = await cleo.context.newPage();
  await cleo.page.goto(c.link);
  await cleo.page.getByText('Look at each number, then approve it.').waitFor();
  await left(cleo, 69);
  await until('the count is right', async () => (await mine(cleo)) === 11);
  expect(await approved(c)).toBe(11);

  // A reload in the middle of the work goes on by itself.
  await cleo.page.getByRole('button', { name: 'Start' }).click();
  await ready(cleo);
  await cleo.page.keyboard.press('Space');
  await cleo.page.reload();
  await ready(cleo);
  await left(cleo, 68);
  await until('the count is right', async () => (await mine(cleo)) === 12);
  expect(cleo.faults).toEqual([]);
});

test('a press that is taken while the page is on its way once more counts on the new one', async () => {
  const c = await clickable(maya, 'Slow page', 20);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 19);
  const early = await (await cleo.context.request.get(c.link)).text(); // says one, for ever
  expect(early).toContain('"approved":1');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 18);
  await until('the press is acknowledged', async () =>
    cleo.page.evaluate(() => !Object.keys(localStorage).some((k) => /^partyline:k:.*:/.test(k))),
  );
  // A page that a test hands over may open no socket to this machine: what was taken meanwhile no event tells it.
  await cleo.page.route(c.link, (route) => route.fulfill({ contentType: 'text/html', body: early }));
  await cleo.page.reload();
  await until('the count is right', async () => (await mine(cleo)) === 2);
  await cleo.page.unroute(c.link);
  await cleo.page.reload();
  await ready(cleo);
  await cleo.page.keyboard.press('Space');
  await left(cleo, 17);
  expect([await mine(cleo), await approved(c)]).toEqual([3, 3]);
  expect(cleo.faults).toEqual([]);
});

test('a duplicated tab leaves the first one its numbers; one that died by a reload does not keep them', async () => {
  const c = await clickable(maya, 'Twice', 60);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 59);
  const opened = cleo.context.waitForEvent('page');
  await cleo.page.evaluate(() => void window.open(location.href)); // takes the tab's own storage along
  const copy = await opened;
  await copy.getByRole('button', { name: 'Start' }).waitFor();
  expect(
    await copy.evaluate(() => Object.keys(sessionStorage).filter((k) => /^partyline:at:/.test(k)).length),
  ).toBe(1);
  for (let i = 0; i < 4; i++) {
    await cleo.page.keyboard.press('Space');
    await left(cleo, 58 - i);
  }
  expect(await cleo.page.locator('.last .word').count()).toBe(0);
  expect([await mine(cleo), await approved(c)]).toEqual([5, 5]);
  await copy.getByRole('button', { name: 'Start' }).click();
  await copy.locator('main[data-state=number]').waitFor();
  await copy.keyboard.press('Space');
  await left(cleo, 54);
  await copy.close();
  await cleo.page.reload();
  await ready(cleo);
  expect(cleo.faults).toEqual([]);
});

test('every tab shows how many are the person’s, whichever of them pressed', async () => {
  const c = await clickable(maya, 'Two tabs', 60);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  const second = { ...cleo, page: await cleo.context.newPage() };
  await second.page.goto(c.link);
  await second.page.getByRole('button', { name: 'Start' }).click();
  await ready(second);
  for (let i = 0; i < 3; i++) await cleo.page.keyboard.press('Space');
  await until('the second shows what the first did', async () => (await mine(second)) === 3);
  for (let i = 0; i < 2; i++) await second.page.keyboard.press('Space');
  await until('both show all', async () => (await mine(cleo)) === 5 && (await mine(second)) === 5);
  expect(cleo.faults).toEqual([]);
});

test('who was taken off while their page had no connection reads what is lost, and nothing of it counts', async () => {
  const c = await clickable(maya, 'Taken off', 40);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 39);
  await cleo.context.setOffline(true);
  await cleo.page.evaluate(() => window.dispatchEvent(new Event('online'))); // a probe finds it dead
  await cleo.page.getByText('Working offline:').waitFor();
  for (let i = 0; i < 4; i++) await cleo.page.locator('.approve').tap();
  const people = await ask<{ items: { id: string }[] }>(maya, 'GET', `/campaigns/${c.id}/people`);
  await ask(maya, 'DELETE', `/campaigns/${c.id}/people/${people.items[0]?.id}`);
  await cleo.context.setOffline(false);
  await cleo.page.getByText('The organisers have taken you off this campaign.').waitFor();
  await cleo.page.getByText('1 press of yours counts. 4 more were still on this device').waitFor();
  expect(await findings(cleo.page, 'taken off')).toEqual([]);
  expect(await approved(c)).toBe(1);
  await cleo.page.reload();
  await cleo.page.getByText('The organisers have taken you off this campaign.').waitFor();
  expect(cleo.faults).toEqual([]);
});

test('Enter approves behind a link of an alert bar that was followed', async () => {
  const c = await clickable(maya, 'Linked', 20);
  const cleo = await volunteer(browser, c.link, { width: 1280, height: 900 });
  await join(cleo, 'Cleo');
  await ask(maya, 'POST', `/campaigns/${c.id}/alerts`, {
    text: 'See [the plan](https://example.org/plan)',
    audience: 'clickers',
    level: 'info',
  });
  const link = cleo.page.getByRole('link', { name: 'the plan' });
  await link.waitFor();
  let opened = 0;
  await cleo.context.route('https://example.org/**', (route) => route.fulfill({ body: 'the plan' }));
  cleo.context.on('page', () => opened++);
  const page = cleo.context.waitForEvent('page');
  await link.click();
  await (await page).close();
  await cleo.page.bringToFront();
  await cleo.page.keyboard.press('Enter');
  await until('the press is shown', async () => (await mine(cleo)) === 1);
  await left(cleo, 19);
  expect([opened, await mine(cleo)]).toEqual([1, 1]);
  expect(cleo.faults).toEqual([]);
});

test('presses that wait on the device go up by a link that was changed meanwhile', async () => {
  const c = await clickable(maya, 'Old link', 20);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 19);
  await cleo.context.setOffline(true);
  await cleo.page.evaluate(() => window.dispatchEvent(new Event('online'))); // a probe finds it dead
  await cleo.page.getByText('Working offline:').waitFor();
  for (let i = 0; i < 3; i++) await cleo.page.locator('.approve').tap();
  await cleo.page.getByText('Working offline: 3 approvals saved on this device').waitFor();
  await ask(maya, 'POST', `/campaigns/${c.id}/links/clicker/rotate`);
  await cleo.page.close();
  await cleo.context.setOffline(false);
  cleo.page = await cleo.context.newPage();
  await cleo.page.goto(c.link);
  await left(cleo, 16);
  await until('the count is right', async () => (await mine(cleo)) === 4);
  expect(await approved(c)).toBe(4);
  expect(cleo.faults).toEqual([]);
});

test('a page that slept has the present alert bars when it wakes, whatever events were lost', async () => {
  const c = await clickable(maya, 'Asleep', 10);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  const asked: string[] = [];
  cleo.page.on('request', (r) => {
    if (r.method() === 'GET' && /\/api\/v1\/k\/[^/]+$/.test(r.url())) asked.push(r.url());
  });
  await cleo.page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 60_000; // it slept a minute
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await until('it asks how it is now', async () => asked.length === 1);
});

test('an answer that took longer than the news behind it is not taken for the present state', async () => {
  const c = await clickable(maya, 'Old news', 20);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  let answers = (): void => undefined;
  const pressed = new Promise<void>((done) => {
    answers = done;
  });
  let asked = false;
  let old = '';
  await cleo.page.route('**/api/v1/k/*', async (route) => {
    const answer = await route.fetch();
    old = await answer.text();
    asked = true;
    await pressed;
    await route.fulfill({ response: answer });
  });
  await until('the page asks how it is', async () => {
    await cleo.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    return asked;
  });
  expect(old).toContain('"left":20');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 19);
  const answered = cleo.page.waitForResponse(/\/api\/v1\/k\//);
  answers();
  await (await answered).finished();
  await cleo.page.evaluate(
    () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))),
  );
  expect(await cleo.page.locator('.left b').textContent()).toBe('19');
  expect(cleo.faults).toEqual([]);
});

test('a link that leads nowhere gets a sentence, and opening one gives nobody numbers', async () => {
  const c = await clickable(maya, 'Links', 10);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  const again = await cleo.context.newPage();
  await again.goto(c.link);
  await again.getByRole('button', { name: 'Start' }).waitFor();
  await again.close();
  await ask(maya, 'POST', `/campaigns/${c.id}/links/clicker/rotate`);
  await cleo.page.keyboard.press('Space'); // who is in stays in
  await left(cleo, 9);
  const late = await volunteer(browser, c.link);
  await late.page
    .getByText('This link leads nowhere (any more). Ask the organisers for the present one.')
    .waitFor();
  await shot(late, 'dead');
  expect(await findings(late.page, 'a dead link')).toEqual([]);
  await late.page.goto(`${base}/k/nonsense`);
  await late.page.getByText('This link leads nowhere').waitFor();
  expect([...cleo.faults, ...late.faults.filter((f) => !/404/.test(f))]).toEqual([]);
});

test('an owner switches clicking off in the middle of it, lets the numbers go, and switches it on again', async () => {
  const c = await clickable(maya, 'Switch', 30);
  const cleo = await volunteer(browser, c.link);
  await join(cleo, 'Cleo');
  await cleo.page.keyboard.press('Space');
  await left(cleo, 29);
  await maya.page.goto(`${base}/organisation`);
  const pressed = (name: string) => maya.page.getByRole('button', { name, exact: true }).click();
  await pressed('Switch clicking off…');
  expect(await findings(maya.page, 'switching clicking off')).toEqual([]);
  await pressed('Switch off');
  await cleo.page
    .getByText('Clicking is switched off. The organisers decide about the numbers that are left.')
    .waitFor();
  await shot(cleo, 'off');
  expect(await cleo.page.locator('main[data-state=over]').count()).toBe(1);
  await pressed('Let them be called…');
  await maya.page.getByRole('button', { name: /^Let .* be called$/ }).click();
  await maya.page.getByText('Campaigns call numbers that nobody approved.').waitFor();
  const counts = async () =>
    (await ask<{ counts: Record<string, number> }>(maya, 'GET', `/campaigns/${c.id}/status`)).counts;
  await until('they are let go', async () => (await counts()).awaiting_click === 0);
  if (process.env.PARTYLINE_SHOTS)
    await maya.page.screenshot({ path: `${process.env.PARTYLINE_SHOTS}/clicker-switch.png`, fullPage: true });
  await pressed('Switch clicking on…');
  await pressed('Switch on');
  await until('they wait for a click again', async () => (await counts()).awaiting_click === 29);
  await ready(cleo);
  await cleo.page.keyboard.press('Space');
  await left(cleo, 28);
  expect([...cleo.faults, ...maya.faults]).toEqual([]);
});
