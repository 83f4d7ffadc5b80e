// What happens behind a caller's back in mid-talk: the link is turned in, and the phone puts the page to sleep.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, fresh, launch, type Person, person, phone, until } from './house';
import { callable, caller, line, manned, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const mobile = '+447700900161';
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

test('a new link in mid-talk, and a page that sleeps while the contact hangs up: the talk is kept and saved', async () => {
  await manned(mobile);
  const c = await callable(maya, fresh('Asleep'), ['Aisha Khan']);
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  const asks = (title: string) => page.getByRole('heading', { name: title }).waitFor();
  const name = await talkingTo(ben);
  await asks('Who answered?');

  // The old link leads nowhere for others; who came by it goes on, and so does a reload of theirs.
  await ask(maya, 'POST', `${c.path}/links/caller/rotate`);
  const stranger = await browser.newContext();
  expect((await stranger.request.get(c.callers.replace('/c/', '/api/v1/c/'))).status()).toBe(404);
  await stranger.close();
  await page.getByRole('button', { name: 'Talking to the correct person' }).click();
  await asks('Will you vote?');
  await page.reload();
  await asks('Will you vote?');
  await page.locator('.onair:not(.done)', { hasText: name }).waitFor();

  // Asleep, it hears of nothing; awake, it shows what happened meanwhile, and what is pressed then counts.
  const cdp = await ben.context.newCDPSession(page);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  const contact = c.people[name] ?? '';
  await phone(contact, 'hangup');
  await until('the contact is gone', async () => (await line(contact)) === 'ended');
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await page.locator('.onair.done').waitFor();
  await asks('Will you vote?');
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await asks('Why not?');
  await page.locator('textarea').fill('No time');
  await page
    .getByRole('button', { name: /^Save and/ })
    .first()
    .click();
  await until('the talk is saved', async () => {
    const { counts } = await ask<{ counts: { finished: number } }>(maya, 'GET', c.path);
    return counts.finished === 1;
  });
  const { questions } = await ask<{
    questions: { id: string; n: number; answers: { id: string; n: number }[] }[];
  }>(maya, 'GET', `${c.path}/results`);
  expect(questions.find((q) => q.id === 'vote')?.answers.find((a) => a.id === 'no')?.n).toBe(1);
  expect(questions.find((q) => q.id === 'why')?.n).toBe(1);
  expect(ben.faults).toEqual([]);
  await phone(mobile, 'hangup');
  await ben.context.close();
});
