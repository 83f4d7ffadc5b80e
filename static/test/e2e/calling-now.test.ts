// The people of a list under its leaders' cards: as they stand in one's own session, or on the list without one.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, launch, type Person, person, phone } from './house';
import { look, open, see, settled, shut, stage, talk, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = [
  { name: 'Aisha Khan', city: 'Headingley' },
  { name: 'Ben Okafor', city: 'Burley' },
  { name: 'Grace Adeyemi', city: 'Chapel Allerton' },
  { name: 'Rhys Pritchard' },
];

const row = (p: Person, name: string): Locator => p.page.locator('.standing tr[data-at]', { hasText: name });
const names = (p: Person): Promise<string[]> => p.page.locator('.standing th[scope=row] a').allTextContents();
/** The pointer is over nothing of the table. */
const away = (p: Person): Promise<void> => p.page.mouse.move(0, 0);

interface OnPhone {
  phone: { person?: { attempt: string; name: string } };
}

/** The call that goes on in a session. */
async function call(p: Person, session: string): Promise<string> {
  const { phone: on } = await ask<OnPhone>(p, 'GET', `/sessions/${session}`);
  if (!on.person) throw new Error('nobody is on the phone');
  return on.person.attempt;
}

test('two leaders see each other’s calls among their own people, newest first', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const set = await stage(ben, 'Now', cast);
  const [aisha] = set.people;
  if (!aisha) throw new Error('nobody is on the stage');
  await ask(chloe, 'POST', `/lists/${set.list}/sessions`, { name: 'Chloe – now' });
  const dev = await person(browser, 'Dev');
  await visit(dev, `/lists/${set.list}/now`);
  await visit(chloe, `/lists/${set.list}/now`);
  await see(chloe, 'Calling now 2');
  await see(chloe, 'Sessions 2');
  await chloe.page.getByRole('columnheader', { name: 'In your session' }).waitFor();
  await row(chloe, 'Aisha Khan').getByText('Next', { exact: true }).waitFor();
  await row(chloe, 'Aisha Khan').getByText('Headingley').waitFor();
  expect(await names(chloe)).toEqual(cast.map((c) => c.name));
  expect(await row(dev, 'Aisha Khan').getByText('No contact yet').count()).toBe(1);
  await dev.page.getByRole('columnheader', { name: 'Now', exact: true }).waitFor();

  await open(ben, set.session);
  const mobile = await talk(ben, aisha);
  const attempt = await call(ben, set.session);
  for (const p of [chloe, dev]) await row(p, 'Aisha Khan').getByText('with Ben now').waitFor();
  await row(chloe, 'Ben Okafor').getByText('Next', { exact: true }).waitFor();
  expect(await findings(chloe.page, 'calling now, with a session')).toEqual([]);
  expect(await findings(dev.page, 'calling now, without one')).toEqual([]);
  await look(chloe, 'standing');
  await look(dev, 'standing-none');

  // A press in one's own row is shown at once, and in the page of the session.
  await row(chloe, 'Rhys Pritchard').focus();
  await chloe.page.keyboard.press('p');
  await see(chloe, '1 change waiting'); // the row with the focus stays where it is
  await chloe.page.getByRole('heading', { name: 'People' }).click();
  await expect
    .poll(() => names(chloe))
    .toEqual(['Aisha Khan', 'Ben Okafor', 'Rhys Pritchard', 'Grace Adeyemi']);
  await row(chloe, 'Grace Adeyemi').focus();
  await chloe.page.keyboard.press('s');
  await chloe.page.getByRole('dialog').getByText('Skip Grace Adeyemi').first().waitFor();
  await chloe.page.getByRole('button', { name: /^Skip Grace/ }).press('Enter');
  await shut(chloe);
  await row(chloe, 'Grace Adeyemi').locator('.s-st', { hasText: 'Skipped' }).waitFor();
  await chloe.page.getByRole('heading', { name: 'People' }).click();
  await expect
    .poll(() => names(chloe))
    .toEqual(['Aisha Khan', 'Grace Adeyemi', 'Ben Okafor', 'Rhys Pritchard']);

  await phone(mobile, 'hangup');
  await ask(ben, 'PUT', `/attempts/${attempt}/log`, { reached: true, outcome: 'talked', method: 'phone' });
  await row(chloe, 'Aisha Khan').getByText('Completed').waitFor();
  for (const p of [chloe, dev]) await row(p, 'Aisha Khan').getByText('Spoke').waitFor();
  expect(await dev.page.getByText('with Ben now').count()).toBe(0);
  expect([...ben.faults, ...chloe.faults, ...dev.faults]).toEqual([]);
});

test('rows stand still under the pointer and while paused; search and status find people', async () => {
  const ben = await person(browser, 'Ben');
  const set = await stage(ben, 'Still', cast);
  await visit(ben, `/lists/${set.list}/now`);
  await row(ben, 'Aisha Khan').getByText('Next', { exact: true }).waitFor();
  const entries = await ask<{ items: { id: string; supporter: { name: string } }[] }>(
    ben,
    'GET',
    `/sessions/${set.session}/entries`,
  );
  const skip = async (name: string): Promise<void> => {
    const e = entries.items.find((x) => x.supporter.name === name);
    await ask(ben, 'POST', `/sessions/${set.session}/entries/${e?.id}/skip`, { type: 'cycle' });
  };
  const before = cast.map((c) => c.name);
  await row(ben, 'Aisha Khan').hover();
  await skip('Rhys Pritchard');
  await row(ben, 'Rhys Pritchard').locator('.s-st', { hasText: 'Skipped' }).waitFor();
  await see(ben, '1 change waiting');
  expect(await names(ben)).toEqual(before);
  await away(ben);
  const after = ['Rhys Pritchard', 'Aisha Khan', 'Ben Okafor', 'Grace Adeyemi'];
  await expect.poll(() => names(ben)).toEqual(after);

  await ben.page.getByRole('button', { name: 'Pause updates' }).filter({ visible: true }).click();
  await skip('Grace Adeyemi');
  await see(ben, '1 change waiting');
  expect(await row(ben, 'Grace Adeyemi').getByText('Available').count()).toBe(1);
  await ben.page.getByRole('button', { name: 'Show', exact: true }).click();
  await row(ben, 'Grace Adeyemi').locator('.s-st', { hasText: 'Skipped' }).waitFor();
  await away(ben);
  await ben.page.getByRole('button', { name: 'Go on updating' }).filter({ visible: true }).click();
  await expect
    .poll(() => names(ben))
    .toEqual(['Grace Adeyemi', 'Rhys Pritchard', 'Aisha Khan', 'Ben Okafor']);

  await ben.page.keyboard.press('/');
  await ben.page.keyboard.type('okaf');
  await expect.poll(() => names(ben)).toEqual(['Ben Okafor']);
  await see(ben, '1 of 4 people');
  await ben.page.keyboard.press('Escape');
  await expect.poll(async () => (await names(ben)).length).toBe(4);
  await ben.page.getByRole('button', { name: 'Status' }).click();
  await ben.page.getByRole('menuitemradio', { name: 'Skipped', exact: true }).click();
  await expect.poll(() => names(ben)).toEqual(['Grace Adeyemi', 'Rhys Pritchard']);
  await ben.page.reload(); // the filter is in the address
  await settled(ben);
  await expect.poll(() => names(ben)).toEqual(['Grace Adeyemi', 'Rhys Pritchard']);
  expect(ben.faults).toEqual([]);
});

test('a long name makes no row higher than the others: the table counts on it', async () => {
  const ben = await person(browser, 'Ben', { height: 900 });
  const long = 'Maximilian-Alexander von Hohenzollern-Sigmaringen zu Hechingen-Haigerloch';
  const silent = long.replace('Alexander', 'Emanuel');
  const set = await stage(ben, 'Long', [
    'Aisha Khan',
    { name: long, city: 'Llanfairpwllgwyngyll' },
    { name: silent, unreachable: true },
  ]);
  for (const [width, height] of [
    [1280, 44],
    [800, 44],
    [390, 72],
  ]) {
    await ben.page.setViewportSize({ width: Number(width), height: 900 });
    for (const path of [`/lists/${set.list}/now`, `/lists/${set.list}`, `/sessions/${set.session}`]) {
      await visit(ben, path);
      const tall = ben.page.locator('tr[data-at], tr[data-id]', { hasText: long });
      await tall.waitFor();
      expect(Math.round((await tall.boundingBox())?.height ?? 0), `${path} at ${width}`).toBe(height);
    }
    await visit(ben, `/lists/${set.list}`);
    const never = ben.page.locator('tr[data-at]', { hasText: silent }).locator('.never');
    await never.waitFor();
    const cut = await never.evaluate((el) => {
      const cell = el.closest('th') as Element;
      return el.getBoundingClientRect().right - cell.getBoundingClientRect().right;
    });
    expect(cut, `why they are never called, beside a long name at ${width}`).toBeLessThanOrEqual(0);
    const word = ben.page
      .locator('tr[data-at]', { hasText: silent })
      .locator('[aria-hidden="true"]', { hasText: 'No number' });
    expect(await word.filter({ visible: true }).count(), `the word for it at ${width}`).toBe(1);
  }
  expect(ben.faults).toEqual([]);
  await ben.context.close();
});
