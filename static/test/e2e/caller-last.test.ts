// What is said of a call can be corrected: the last people stay open, what is typed is kept, and signals can be switched off.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import type { Volunteer } from './clicking';
import { ask, fresh, launch, type Person, person, phone, until } from './house';
import { callable, caller, heard, manned, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const mobile = '+447700900150';
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

const asks = (v: Volunteer, title: string) => v.page.getByRole('heading', { name: title }).waitFor();

test('typed words outlive a reload; the last people can be corrected; beep, title and vibration go off', async () => {
  await manned(mobile); // a first try may have left it in a call
  const c = await callable(maya, fresh('Second thoughts'), ['Aisha Khan', 'Tom Reid']);
  const ben = await caller(browser, c, 'Ben', mobile);
  const { page } = ben;
  const first = await talkingTo(ben);
  await page.getByRole('button', { name: 'Talking to the correct person' }).click();
  await asks(ben, 'Will you vote?');
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await asks(ben, 'Why not?');
  await page.locator('textarea').fill('No ti');
  await page.locator('textarea').press('m');
  await page.reload();
  await asks(ben, 'Why not?');
  expect(await page.locator('textarea').inputValue()).toBe('No tim');
  await page.locator('textarea').press('End');
  await page.locator('textarea').press('e');
  // From the next one on they want no beep, and the title as it is.
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Take a break after this call' }).click();
  await page.getByRole('button', { name: 'Save and end' }).click();
  await page.getByRole('heading', { name: /^On a break since/ }).waitFor();

  const row = page.locator('.last li', { hasText: first });
  await row.getByText('No', { exact: true }).waitFor();
  const found = await findings(page, 'the last people');
  await row.getByRole('button', { name: `Change ${first}` }).click();
  await asks(ben, 'What was said');
  await page.getByText('No time').waitFor();
  found.push(...(await findings(page, 'what was said')));
  await page.getByRole('button', { name: 'Change: Will you vote?' }).click();
  await asks(ben, 'Will you vote?');
  await page.keyboard.press('1'); // yes: what matters to them is asked then
  await asks(ben, 'What matters to you?');
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await asks(ben, 'How old are you?');
  await page.keyboard.press('Escape');
  await asks(ben, 'What was said');
  await page.getByText('Schools').waitFor();
  expect(await page.getByText('No time').count()).toBe(0);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('.last li', { hasText: first }).getByText('Yes, on the day').waitFor();

  // The results and the file have what was said last, and the file what was said before, too.
  interface Results {
    questions: { id: string; answers: { id: string; n: number }[] }[];
  }
  const votes = async () => {
    const r = await ask<Results>(maya, 'GET', `${c.path}/results`);
    return r.questions.find((q) => q.id === 'vote')?.answers.map((a) => `${a.id} ${a.n}`);
  };
  await until('the results say yes', async () => (await votes())?.join() === 'yes 1,no 0');
  const file = await maya.page.request.get(
    `${new URL(page.url()).origin}/api/v1${c.path}/export/answers.csv`,
  );
  expect((await file.text()).match(/Will you vote\?/g)).toHaveLength(2);

  await page.locator('summary').click();
  // However long the server takes, the switch stays as it was pressed, whatever is drawn meanwhile.
  let answer: () => void = () => undefined;
  const held = new Promise<void>((go) => {
    answer = go;
  });
  await page.route('**/beep', async (route) => {
    const reply = await route.fetch();
    await held;
    await route.fulfill({ response: reply });
  });
  await page.getByLabel('A beep in your phone').uncheck();
  await page.getByLabel('The name in the page’s title').uncheck();
  expect(await page.getByLabel('A beep in your phone').isChecked()).toBe(false);
  answer();
  expect(await page.getByLabel('This device vibrates').isChecked()).toBe(true);
  await page.getByLabel('This device vibrates').uncheck();
  await page.evaluate(() => {
    (window as unknown as { shaken: number }).shaken = 0;
    navigator.vibrate = () => !!++(window as unknown as { shaken: number }).shaken;
  });
  found.push(...(await findings(page, 'signals')));
  const beeps = (await heard(mobile)).split('beep').length;
  await page.getByRole('button', { name: 'I’m back' }).click();
  const second = await talkingTo(ben);
  expect(second).not.toBe(first);
  await asks(ben, 'Who answered?');
  expect(await page.title()).not.toContain(second);
  expect((await heard(mobile)).split('beep').length).toBe(beeps);
  expect(await page.evaluate(() => (window as unknown as { shaken: number }).shaken)).toBe(0);
  expect(await page.locator('.last').count()).toBe(0);

  // A call back: when, kept through a reload, given and read back.
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.getByRole('button', { name: 'Call back' }).click();
  await asks(ben, 'When shall we call back?');
  await page.getByRole('button', { name: 'This time tomorrow' }).click();
  const when = await page.locator('input[type=datetime-local]').inputValue();
  await page.reload();
  await asks(ben, 'When shall we call back?');
  expect(await page.locator('input[type=datetime-local]').inputValue()).toBe(when);
  await page.getByRole('button', { name: 'Call back then' }).click();
  await page.locator('.last li', { hasText: second }).getByText('Call back').waitFor();
  const attempts = await maya.page.request.get(
    `${new URL(page.url()).origin}/api/v1${c.path}/export/attempts.json`,
  );
  expect(await attempts.text()).toContain(new Date(when).toISOString().slice(0, 16));
  expect(found.join('\n')).toBe('');
  expect(ben.faults).toEqual([]);
  await phone(mobile, 'hangup');
  await ben.context.close();
});
