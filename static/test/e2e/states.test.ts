// The states every page shares: nothing here, signed out elsewhere, no number, the server away, the order held.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base, launch, type Person, person, until } from './house';
import { heard, open, order, rowSays, rows, see, stage, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard', 'Grace Adeyemi'];

test('a session that does not exist, and one of a group that is not theirs, look the same', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  const foreign = await ask<{ id: string }>(maya, 'POST', '/groups', { name: `York ${Date.now()}` });
  const list = await ask<{ id: string }>(maya, 'POST', `/groups/${foreign.id}/lists`, { name: 'Not theirs' });
  const session = await ask<{ id: string }>(maya, 'POST', `/lists/${list.id}/sessions`, {
    name: 'York calls',
  });
  await visit(maya, `/sessions/${session.id}`);
  await see(maya, 'York calls');
  const ben = await person(browser, 'Ben', { height: 900 });
  for (const path of [
    `/sessions/${session.id}`,
    '/sessions/01890000-0000-7000-8000-000000000000',
    '/sessions/nothing',
  ]) {
    await visit(ben, path);
    await see(ben, 'There is no such session');
    expect(await ben.page.getByText('York calls').count(), path).toBe(0);
    await ben.page.getByRole('link', { name: 'All sessions' }).click();
    await ben.page.waitForURL('**/sessions');
  }
  await visit(ben, `/groups/${foreign.id}`);
  await see(ben, 'There is no such group');
  await visit(ben, `/lists/${list.id}`);
  await see(ben, 'There is no such call list');
  for (const p of [ben, maya]) {
    expect(p.faults).toEqual([]);
    await p.context.close();
  }
});

test('signed out elsewhere: the dialog over the page keeps what was typed, and what was pressed goes up', async () => {
  const dev = await person(browser, 'Dev', { height: 900 });
  const s = await stage(dev, 'signed out', cast);
  await open(dev, s.session);
  const entry = (await rows(dev, s.session))[1] as { id: string };
  await dev.page.goto(`${base}/sessions/${s.session}?log=${entry.id}`);
  await dev.page.getByLabel('Notes').fill('Half a sentence');
  await dev.page.keyboard.press('Escape');
  await dev.page.getByRole('button', { name: 'Menu for Marta Kowalczyk' }).click();
  await dev.page.getByRole('menuitem', { name: /Skip for/ }).click();
  const again = await person(browser, 'Dev', { height: 900 });
  // The press is made in a tunnel: back in the light, the login has ended.
  const tunnel = async (on: boolean) => {
    await dev.context.setOffline(on);
    await dev.page.evaluate((o) => dispatchEvent(new Event(o ? 'offline' : 'online')), on);
  };
  await tunnel(true);
  await dev.page.getByRole('button', { name: /^Skip Marta/ }).click();
  await see(dev, /1 waiting/);
  await ask(again, 'POST', '/logout', { everywhere: true });
  await tunnel(false);
  await dev.page.getByRole('heading', { name: 'You were signed out' }).waitFor();
  const [, password] = JSON.parse(process.env.PARTYLINE_SIGNINS ?? '{}').Dev as [string, string];
  await dev.page.getByLabel('Password', { exact: true }).fill('not the password');
  await dev.page.keyboard.press('Enter');
  await dev.page.locator('dialog .err').waitFor();
  await dev.page.getByLabel('Password', { exact: true }).fill(password);
  await dev.page.keyboard.press('Enter');
  await dev.page.getByRole('heading', { name: 'You were signed out' }).waitFor({ state: 'detached' });
  await see(dev, 'Live');
  await until('the skip went up', async () => {
    const marta = (await rows(dev, s.session)).find((r) => r.supporter.name === 'Marta Kowalczyk');
    return marta?.status === 'skipped';
  });
  await dev.page.locator('tr[data-id]', { hasText: 'Ben Okafor' }).focus();
  await dev.page.keyboard.press('l');
  await until(
    'the draft is there',
    async () => (await dev.page.getByLabel('Notes').inputValue()) === 'Half a sentence',
  );
  expect(dev.faults).toEqual([]);
  await dev.context.close();
  await again.context.close();
});

test('without a mobile number Start is off, says why, and the number is added on the spot', async () => {
  const chloe = await person(browser, 'Chloe', { height: 900 });
  const me = await ask<{ version: number; mobile: string }>(chloe, 'GET', '/me');
  await ask(chloe, 'PATCH', '/me', { version: me.version, mobile: '' });
  const s = await stage(chloe, 'no number', cast);
  await open(chloe, s.session);
  const start = chloe.page.getByRole('button', { name: 'Start calling session' });
  await see(chloe, 'Add your mobile number first.');
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  expect(await start.getAttribute('aria-describedby')).toBe('mobile-why');
  const field = chloe.page.getByLabel('Mobile number');
  await field.fill('0770 90');
  await field.press('Enter');
  await see(chloe, 'too short');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('07700 900121');
  await field.press('Enter');
  await see(chloe, 'We will ring +44 7700 900121');
  expect(await start.getAttribute('aria-disabled')).not.toBe('true');
  expect((await ask<{ mobile: string }>(chloe, 'GET', '/me')).mobile).toBe(me.mobile);
  expect(chloe.faults).toEqual([]);
  await chloe.context.close();
});

test('the server away: a banner that says what waits, phones wait, and everything comes back', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'away', cast);
  await open(ben, s.session);
  await away(ben, true);
  await see(ben, 'You are offline.');
  await see(ben, 'Offline');
  await see(ben, /phones can be rung when you are back/);
  const start = ben.page.getByRole('button', { name: 'Start calling session' });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await ben.page.getByRole('button', { name: 'Menu for Rhys Pritchard' }).click();
  await ben.page.getByRole('menuitem', { name: /Skip for/ }).click();
  await ben.page.locator('dialog button[type=submit]').click();
  await rowSays(ben, 'Rhys Pritchard', 'saved on this device');
  await see(ben, '1 waiting');
  await away(ben, false);
  await see(ben, 'Back online.');
  await see(ben, 'Live');
  await rowSays(ben, 'Rhys Pritchard', /Skipped until/);
  expect(await start.getAttribute('aria-disabled')).not.toBe('true');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

/** The network goes and comes, as the browser notices it. */
async function away(p: Person, off: boolean): Promise<void> {
  await p.context.setOffline(off);
  await p.page.evaluate((o) => dispatchEvent(new Event(o ? 'offline' : 'online')), off);
}

test('the order stands still under the pointer and counts what waits', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const s = await stage(ben, 'held', cast);
  await open(ben, s.session);
  const entries = await rows(ben, s.session);
  await ben.page.locator('tr[data-id]', { hasText: 'Ben Okafor' }).hover();
  const change = (name: string, what: string, body?: unknown) => {
    const e = entries.find((r) => r.supporter.name === name) as { id: string };
    return ask(ben, 'POST', `/sessions/${s.session}/entries/${e.id}/${what}`, body);
  };
  await change('Marta Kowalczyk', 'skip', { type: 'cycle' });
  await see(ben, '1 change waiting');
  await rowSays(ben, 'Marta Kowalczyk', 'Skipped'); // what a row says is true at once
  expect(await order(ben), 'nobody moved').toEqual(cast);
  await change('Grace Adeyemi', 'prioritise');
  await see(ben, '2 changes waiting');
  await ben.page.getByRole('button', { name: 'Show', exact: true }).click();
  const shown = ['Aisha Khan', 'Grace Adeyemi', 'Ben Okafor', 'Rhys Pritchard', 'Marta Kowalczyk'];
  await until('the order is shown', async () => (await order(ben)).join() === shown.join());
  await until(
    'the document follows, though the pointer rests',
    async () => (await heard(ben)).join() === shown.join(),
  );

  // Held again while still pointing; leaving the table shows the rest.
  await ben.page.locator('tr[data-id]', { hasText: 'Aisha Khan' }).hover();
  await change('Rhys Pritchard', 'skip', { type: 'cycle' });
  await see(ben, '1 change waiting');
  await ben.page.getByRole('heading', { level: 1 }).hover();
  await ben.page.getByText('waiting').waitFor({ state: 'detached' });
  await until(
    'Rhys has gone down',
    async () => (await order(ben))[2] === 'Ben Okafor' && (await order(ben))[3] !== 'Ben Okafor',
  );

  // Paused: rows themselves stand still too.
  await ben.page.getByRole('button', { name: 'Pause updates' }).filter({ visible: true }).click();
  await change('Ben Okafor', 'skip', { type: 'cycle' });
  await see(ben, 'Updates paused');
  await see(ben, '1 change waiting');
  await rowSays(ben, 'Ben Okafor', 'Available');
  await ben.page.getByRole('button', { name: 'Go on updating' }).filter({ visible: true }).click();
  await rowSays(ben, 'Ben Okafor', 'Skipped');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});

test('a page that was opened in a tunnel is read when there is light again', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  await visit(ben, '/sessions');
  await ben.page.getByRole('link', { name: 'Call lists' }).first().click();
  await ben.page.getByRole('heading', { name: 'Call lists' }).waitFor();
  await away(ben, true);
  await ben.page.getByRole('link', { name: 'Sessions' }).first().click();
  await ben.page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await away(ben, false);
  await ben.page.getByRole('heading', { name: 'You are offline' }).waitFor({ state: 'detached' });
  await see(ben, 'Pause updates');
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
