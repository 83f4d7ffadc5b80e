// Each state of the callers' page in a talk and after it, on a phone; what the device does meanwhile; and the script is edited in mid-talk.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Volunteer, volunteer } from './clicking';
import { face } from './face';
import { ask, fresh, launch, type Person, person, phone } from './house';
import { callable, manned, pickUp, script, talkingTo } from './talks';

let browser: Browser;
let maya: Person;
const mobile = '+447700900164';
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
});
afterAll(() => browser?.close());

const head = (v: Volunteer, name: string | RegExp) => v.page.getByRole('heading', { name }).waitFor();
const button = (v: Volunteer, name: string) => v.page.getByRole('button', { name, exact: true });
const offline = async (v: Volunteer, off: boolean) => {
  await v.context.setOffline(off);
  await v.page.evaluate(() => window.dispatchEvent(new Event('online'))); // a probe finds it out
};

/** A device that counts what keeps it awake. */
async function awake(v: Volunteer): Promise<() => Promise<number>> {
  await v.context.addInitScript(() => {
    let held = 0;
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: async () => {
          held++;
          return { release: async () => held-- };
        },
        held: () => held,
      },
    });
  });
  await v.page.reload();
  return () =>
    v.page.evaluate(() => (navigator as unknown as { wakeLock: { held(): number } }).wakeLock.held());
}

test('a talk: each kind of question, menus, no connection, no phone, gone, corrected, not ready', async () => {
  await manned(mobile);
  const long = 'Bartholomew Featherstonehaugh-Cholmondeley';
  const c = await callable(maya, fresh('Each state of a talk'), [long, 'Tom Reid', 'Rosa Moss']);
  const version = async () => (await ask<{ version: number }>(maya, 'GET', c.path)).version;
  await ask(maya, 'PATCH', c.path, { version: await version(), wrap_up_seconds: 30 });
  const ben = await volunteer(browser, c.callers);
  const { page } = ben;
  const held = await awake(ben);
  await page.getByLabel('Your first name').fill('Ben');
  await page.getByLabel('Your phone number').fill(mobile);
  await button(ben, 'Start calling').click();
  await pickUp(mobile);
  const one = await talkingTo(ben);
  await head(ben, 'Who answered?');
  const answer = page.locator('.ans .btn').first();
  const found = await face(ben, 'talk-1 who answered', { next: answer, focus: '#ask' });
  expect(await held()).toBe(1);

  // Whoever is about to leave is asked first.
  const asked = new Promise<string>((go) => {
    page.once('close', () => go('it is closed'));
    page.once('dialog', async (d) => {
      await d.dismiss();
      go(d.type());
    });
  });
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');

  // The script is edited: this talk goes on with the one it began with, through a reload, too; the next one has the new one.
  const edited = script.questions.map((q) => (q.id === 'vote' ? { ...q, title: 'Will you come?' } : q));
  await ask(maya, 'PATCH', c.path, { version: await version(), script: { questions: edited } });
  await page.keyboard.press('1');
  await head(ben, 'Will you vote?');
  page.once('dialog', (d) => d.accept());
  await page.reload();
  await head(ben, 'Will you vote?');
  found.push(...(await face(ben, 'talk-2 a branch', { next: answer, focus: '#ask' })));
  await page.keyboard.press('1');
  await head(ben, 'What matters to you?');
  await page.keyboard.press('2');
  found.push(...(await face(ben, 'talk-3 several', { next: button(ben, 'Next'), focus: '#ask' })));
  await button(ben, 'Next').click();
  await head(ben, 'How old are you?');
  await page.locator('input.typed').evaluate((e: HTMLInputElement) => {
    e.value = '';
  });
  await page.locator('input.typed').focus();
  found.push(...(await face(ben, 'talk-4 a number', { next: button(ben, 'Next'), focus: 'input' })));
  await button(ben, 'Next').click();
  await head(ben, 'When can you help?');
  found.push(...(await face(ben, 'talk-5 a date', { next: button(ben, 'Next'), focus: '#ask' })));
  await button(ben, 'More').click();
  found.push(
    ...(await face(ben, 'talk-6 more', { next: button(ben, 'Finish after this call'), focus: '.dots' })),
  );
  await button(ben, 'Take a break after this call').click();
  await page.getByText('You take a break after this call.').waitFor();
  found.push(...(await face(ben, 'talk-7 a wish', { next: button(ben, 'Next') })));
  await offline(ben, true);
  await page.getByText('You are offline, and still on the phone.').waitFor();
  await button(ben, 'Next').click();
  await head(ben, 'Then go on');
  await page.getByText('(1 waiting)').waitFor();
  found.push(...(await face(ben, 'talk-8 offline', { next: button(ben, 'Save and end'), focus: '#ask' })));
  await offline(ben, false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  await button(ben, 'Change').click();
  await head(ben, 'When can you help?');
  found.push(
    ...(await face(ben, 'talk-9 taken back', { next: button(ben, 'Leave it as it is'), focus: '#ask' })),
  );
  await button(ben, 'Leave it as it is').click();
  await head(ben, 'Then go on');

  // Their own phone is gone, then the contact.
  await phone(mobile, 'hangup');
  await page.getByText('Your phone is off the line.').waitFor();
  found.push(...(await face(ben, 'talk-10 no phone', { next: button(ben, 'Ring my phone'), focus: '#ask' })));
  await button(ben, 'Ring my phone').click();
  await pickUp(mobile);
  await page.getByText('Your phone is off the line.').waitFor({ state: 'detached' });
  await phone(c.people[one] ?? '', 'hangup').catch(() => undefined); // they may have gone by themselves
  await page.locator('.onair.done').waitFor();
  await button(ben, '30 s more').click();
  found.push(...(await face(ben, 'after-1 the rest', { next: button(ben, 'Save and end'), focus: '.link' })));
  await offline(ben, true);
  await button(ben, 'Save and end').click();
  await head(ben, 'Saving your answers');
  found.push(...(await face(ben, 'after-2 saving')));
  await offline(ben, false);
  await head(ben, /^On a break since/);
  expect(await held()).toBe(0);
  const first = page.locator('.last li', { hasText: one });
  await first.waitFor();
  found.push(...(await face(ben, 'after-3 the last people', { next: button(ben, 'I’m back'), focus: 'h2' })));
  await first.getByRole('button').click();
  await head(ben, 'What was said');
  found.push(...(await face(ben, 'after-4 what was said', { next: button(ben, 'Done'), focus: 'h2' })));
  await button(ben, 'Change: Will you vote?').click();
  await head(ben, 'Will you vote?');
  found.push(...(await face(ben, 'after-5 another answer', { next: answer, focus: '#ask' })));
  await page.keyboard.press('Escape');
  await button(ben, 'Done').click();

  // The next one has the script as it is now, and hangs up before anything was said: time goes by.
  await button(ben, 'I’m back').click();
  const two = await talkingTo(ben);
  await page.keyboard.press('1');
  await head(ben, 'Will you come?');
  await button(ben, 'Change').click();
  await button(ben, 'More').first().click();
  await button(ben, 'Call back').click();
  await head(ben, 'When shall we call back?');
  found.push(
    ...(await face(ben, 'after-6 a call back', { next: button(ben, 'Call back then'), focus: '#ask' })),
  );
  await phone(c.people[two] ?? '', 'hangup');
  await page.locator('.onair.done').waitFor();
  await page.getByRole('heading', { name: 'Are you still there?' }).waitFor({ timeout: 60_000 });
  await page.getByText('The time for your answers was over.').waitFor();
  found.push(...(await face(ben, 'after-7 not ready', { next: button(ben, 'I’m ready'), focus: 'h2' })));
  await page.reload(); // nothing guards the page any more: a question would be answered by staying
  await button(ben, 'I’m ready').click();

  // And one who hangs up before anybody said who it was.
  const three = await talkingTo(ben);
  await phone(c.people[three] ?? '', 'hangup');
  await page.locator('.onair.done').waitFor();
  found.push(...(await face(ben, 'after-8 who was it', { next: answer, focus: '#ask' })));
  await button(ben, 'Refused').click();
  await head(ben, 'That was the last call');
  await page.locator('.last li').nth(2).waitFor();
  found.push(...(await face(ben, 'after-9 over', { next: button(ben, 'Finish calling'), focus: 'h2' })));
  expect(found.join('\n')).toBe('');
  expect(ben.faults).toEqual([]);
  await phone(mobile, 'hangup');
  await ben.context.close();
}, 240_000); // two talks, their time for the answers, and forty looks by axe
