// Two callers, a clicker and an admin: a talk from the link to the end card, by thumb and by keyboard alone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findings } from './axe';
import { join, type Volunteer, volunteer } from './clicking';
import { ask, atRest, fresh, launch, type Person, person, phone, until } from './house';
import { callable, caller, heard, line, pickUp, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const [bens, coras] = ['+447700900120', '+447700900121'];
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
beforeEach(async () => {
  for (const n of [bens, coras]) await atRest(n);
});
afterAll(() => browser?.close());

const asks = (v: Volunteer, title: string) => v.page.getByRole('heading', { name: title }).waitFor();
const shots = process.env.PARTYLINE_SHOTS;
const seen = async (v: Volunteer, name: string) => {
  if (!shots) return;
  await v.page.setViewportSize({ width: 390, height: 844 });
  for (const dark of [false, true]) {
    await v.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    await v.page.screenshot({ path: `${shots}/caller-${name}-${dark ? 'dark' : 'light'}.png` });
  }
};
interface Whole {
  counts: { finished: number; in_flight: number };
}

test('two callers, a clicker and an admin: wait, talk, change an answer, hang-up, pause, break, finish', async () => {
  const c = await callable(maya, fresh('Spring GOTV'), ['Aisha Khan', 'Tom Reid', 'Rosa Moss'], {
    line: 'cell',
  });
  const ben = await volunteer(browser, c.callers);
  const { page } = ben;

  // Read first, then come in: the number is looked at on the way.
  await page.getByRole('button', { name: 'Read the script first' }).click();
  await asks(ben, 'Who answered?');
  await page.keyboard.press('Escape');
  await page.getByLabel('Your first name').fill('Ben');
  await page.getByLabel('Your phone number').fill('0770');
  await page.getByRole('button', { name: 'Start calling' }).click();
  await page
    .getByText(/too short/)
    .first()
    .waitFor();
  await page.getByLabel('Your phone number').fill('07700 900120');
  await page.getByLabel('Your first name').focus();
  await page.getByText('GB mobile, +44 7700 900120').waitFor();
  await seen(ben, 'join');
  const found = await findings(page, 'join');
  await page.getByRole('button', { name: 'Start calling' }).click();
  await asks(ben, 'We are ringing your phone');
  await seen(ben, 'joining');
  await pickUp(bens);

  // Nobody is approved yet: they wait, and are told why.
  await asks(ben, 'No calls just now');
  await page.getByText('The next numbers wait to be approved.').waitFor();
  await seen(ben, 'stalled');
  const cleo = await volunteer(browser, c.clickers);
  await join(cleo, 'Cleo');
  await cleo.page.locator('.approve').tap();
  const first = await talkingTo(ben);
  expect(Object.keys(c.people)).toContain(first);
  expect(await heard(bens)).toContain('beep');
  await asks(ben, 'Who answered?');
  await until('the question has the focus', () =>
    page.evaluate(() => document.activeElement?.classList.contains('ask') ?? false),
  );
  expect(await page.title()).toBe(`● Talking to ${first}`);
  await page.getByText(`Hi, may I speak to ${first.split(' ')[0]}?`).waitFor();
  await page.getByText('Headingley').waitFor();
  await seen(ben, 'talk');
  found.push(...(await findings(page, 'talk')));

  // Answers branch, and one is taken back; the admin is heard in mid-talk, and a pause leaves the talk alone.
  await page.getByRole('button', { name: 'Talking to the correct person' }).click();
  await asks(ben, 'Will you vote?');
  await page.getByText(`Hi ${first.split(' ')[0]}, I’m Ben, a volunteer`).waitFor();
  await page.getByRole('button', { name: 'Yes, on the day' }).click();
  await asks(ben, 'What matters to you?');
  await seen(ben, 'multiple');
  await page.getByRole('button', { name: 'Change' }).click();
  await asks(ben, 'Will you vote?');
  expect(await page.getByRole('button', { name: 'Yes, on the day' }).getAttribute('aria-pressed')).toBe(
    'true',
  );
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await asks(ben, 'Why not?');
  await ask(maya, 'POST', `${c.path}/alerts`, { text: '200 to go', audience: 'callers' });
  await page.locator('.alertbar', { hasText: '200 to go' }).waitFor();
  await ask(maya, 'POST', `${c.path}/pause`);

  // Reloaded, the page is at the same question; the contact hangs up, and there is time to finish.
  await page.reload();
  await asks(ben, 'Why not?');
  await page.locator('textarea').fill('No time');
  await phone(c.people[first] ?? '', 'hangup');
  await page.locator('.onair.done').waitFor();
  const left = async () => {
    const [m = 0, s = 0] = ((await page.getByText(/^\d:\d\d left$/).textContent()) ?? '').match(/\d+/g) ?? [];
    return 60 * Number(m) + Number(s);
  };
  const before = await left();
  expect(await page.locator('textarea').inputValue()).toBe('No time');
  await page.getByRole('button', { name: '30 s more' }).click();
  await until('there is more time', async () => (await left()) > before);
  await seen(ben, 'wrap-up');
  found.push(...(await findings(page, 'after the call')));
  expect(await page.locator('.endc').count()).toBe(0);
  await page.getByRole('button', { name: 'Save and end' }).click();
  await asks(ben, 'We are taking a break');
  await page.getByText('Your phone stays on the line meanwhile.').waitFor();
  await seen(ben, 'paused');
  const counts = async () => (await ask<Whole>(maya, 'GET', c.path)).counts;
  expect(await counts()).toMatchObject({ finished: 1, in_flight: 0 });

  // Resumed; Ben has a break, so that the next contact is Cora's: a whole talk by keyboard.
  await ask(maya, 'POST', `${c.path}/resume`);
  await page.getByRole('button', { name: 'Take a break' }).click();
  await page.getByRole('heading', { name: /^On a break since \d\d:\d\d$/ }).waitFor();
  await seen(ben, 'break');
  found.push(...(await findings(page, 'a break')));
  const cora = await caller(browser, c, 'Cora', coras, { width: 1280, height: 900, dark: true });
  await cleo.page.locator('.approve').tap();
  const second = await talkingTo(cora);
  expect(second).not.toBe(first);
  const keys = cora.page.keyboard;
  await asks(cora, 'Who answered?');
  await keys.press('1');
  await asks(cora, 'Will you vote?');
  await keys.press('1');
  await asks(cora, 'What matters to you?');
  await keys.press('2');
  await keys.press('Backspace');
  await asks(cora, 'Will you vote?');
  await keys.press('1'); // as it was
  await asks(cora, 'What matters to you?');
  await keys.press('2');
  await keys.press('Control+Enter');
  await asks(cora, 'How old are you?');
  await keys.press('Tab');
  await keys.type('44');
  await keys.press('Control+Enter');
  await asks(cora, 'When can you help?');
  await keys.press('Control+Enter'); // left out
  await asks(cora, 'Then go on');
  await keys.press('Alt+b');
  await cora.page.getByText('You take a break after this call.').waitFor();
  await keys.press('Control+Enter');
  await cora.page.getByRole('heading', { name: /^On a break since/ }).waitFor();
  expect(await counts()).toMatchObject({ finished: 2, in_flight: 0 });
  await cora.page.getByRole('button', { name: 'I’m back' }).press('Enter');
  await asks(cora, 'No calls just now');
  await cora.page.getByRole('button', { name: 'Finish calling' }).press('Enter');
  await asks(cora, 'Thank you, Cora');
  await cora.page.locator('.tri > div', { hasText: 'talk' }).getByText('1', { exact: true }).waitFor();
  await seen(cora, 'finished');
  found.push(...(await findings(cora.page, 'finished')));
  await until('her phone is off the line', async () => (await line(coras)) === 'ended');
  await page.getByRole('button', { name: 'Finish calling' }).click();
  await asks(ben, 'Thank you, Ben');
  expect(found.join('\n')).toBe('');
  expect([...ben.faults, ...cora.faults, ...cleo.faults]).toEqual([]);
  for (const v of [ben, cora, cleo]) await v.context.close();
}, 240_000); // a whole evening of four browsers
