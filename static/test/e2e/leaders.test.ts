// Two leaders on one list, in two browsers: each sees what the other does, and they share the work.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, launch, person, phone } from './house';
import { look, open, order, rowSays, see, shut, stage, talk, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard', 'Tom Whitfield', 'Una Byrne'];
test('a list is split, called and taken over, and a session handed over, in front of two leaders', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const set = await stage(ben, 'Beside each other', cast);
  const { id: hers } = await ask<{ id: string }>(chloe, 'POST', `/lists/${set.list}/sessions`, {
    name: 'Chloe – beside',
  });
  await visit(chloe, `/lists/${set.list}/now`);
  const benCard = chloe.page.locator('.leader', { hasText: 'Ben Adams' });
  await benCard.getByText('Not started').waitFor();
  await see(chloe, 'Everybody on this list is in every leader’s queue.');

  await chloe.page.getByRole('button', { name: 'Split between leaders…' }).press('Enter');
  await see(chloe, '6 people nobody has worked yet: 3 for each, in the order of the list.');
  expect(await findings(chloe.page, 'calling now')).toEqual([]);
  await look(chloe, 'split');
  await chloe.page.getByRole('button', { name: 'Split', exact: true }).press('Enter');
  await see(chloe, /3 left.*3 left/);
  await open(ben, set.session);
  await expect.poll(() => order(ben)).toHaveLength(3);
  expect(await ben.page.getByText(/^led by/).count()).toBe(0);
  await open(chloe, set.session); // she may rename it, and it is his
  await see(chloe, 'led by Ben Adams');
  await chloe.page.setViewportSize({ width: 390, height: 900 });
  await see(chloe, 'led by Ben Adams');
  await chloe.page.setViewportSize({ width: 1280, height: 2400 });
  await visit(chloe, `/lists/${set.list}/now`);
  const mine = await order(ben);
  const first = set.people.find((c) => c.name === mine[0]);
  if (!first) throw new Error(`nobody of the cast is first: ${mine}`);

  const mobile = await talk(ben, first);
  await benCard.getByText('Talking').waitFor();
  await benCard.getByText(first.name).waitFor();
  await benCard.getByText(/on the phone since/).waitFor();
  await look(chloe, 'now');
  expect(await findings(chloe.page, 'calling now')).toEqual([]);

  await chloe.page.getByRole('button', { name: 'Take over…' }).click();
  await see(chloe, /Ben Adams is on the phone for this list now/);
  await look(chloe, 'take-over-busy');
  await chloe.page.keyboard.press('Escape');
  await shut(chloe);
  await benCard.getByRole('button', { name: 'Menu for Ben Adams' }).click();
  await chloe.page.getByRole('menuitem', { name: 'Hand over…' }).click();
  await see(chloe, /is on the phone in this session/);
  await look(chloe, 'hand-over-busy');
  await chloe.page.keyboard.press('Escape');
  await shut(chloe);

  await phone(mobile, 'hangup');
  await benCard.getByText('Paused').waitFor();
  await chloe.page.getByRole('button', { name: 'Take over…' }).click();
  await see(
    chloe,
    /2 people nobody has worked leave Ben Adams’s queue and come to the end of Chloe Davies’s/,
  );
  await look(chloe, 'take-over');
  await chloe.page.getByRole('button', { name: 'Take over', exact: true }).press('Enter');
  await see(chloe, /5 left/);
  await expect.poll(() => order(ben)).toHaveLength(1);
  await rowSays(ben, first.name, /./);
  await shut(chloe);
  await open(chloe, hers);
  await expect.poll(() => order(chloe)).toHaveLength(5);

  // Where a leader looks for it: in the list's room one's own, and in the menu of a session.
  await visit(chloe, `/lists/${set.list}/now`);
  await chloe.page.getByRole('button', { name: 'Hand over my session…' }).press('Enter');
  await see(chloe, 'Chloe – beside goes to');
  await chloe.page.keyboard.press('Escape');
  await shut(chloe);
  await open(chloe, set.session);
  await chloe.page.getByRole('button', { name: 'Session menu' }).press('Enter');
  await chloe.page.getByRole('menuitem', { name: 'Hand over…' }).press('Enter');
  await chloe.page.getByRole('combobox').selectOption({ label: 'Dev Patel' });
  await look(chloe, 'hand-over');
  expect(await findings(chloe.page, 'calling now')).toEqual([]);
  await chloe.page.getByRole('button', { name: 'Hand over', exact: true }).press('Enter');
  await chloe.page.locator('.leader', { hasText: 'Dev Patel' }).waitFor();
  await see(ben, 'led by Dev Patel'); // his page is only for looking now
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
});

test('the people of a list say who is with whom, until the call is logged', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const set = await stage(ben, 'With whom', cast.slice(0, 3));
  await visit(chloe, `/lists/${set.list}`);
  await open(ben, set.session);
  const mobile = await talk(ben, set.people[0] as (typeof set.people)[0]);
  const called = chloe.page.locator('tr[data-at]', { hasText: 'Aisha Khan' });
  await called.getByText('with Ben now').waitFor();
  expect(await chloe.page.getByText('with Ben now').count()).toBe(1);
  expect(await findings(chloe.page, 'people, one of them called')).toEqual([]);
  await look(chloe, 'people-with');
  const { phone: now } = await ask<{ phone: { person: { attempt: string } } }>(
    ben,
    'GET',
    `/sessions/${set.session}`,
  );
  await phone(mobile, 'hangup');
  await ask(ben, 'PUT', `/attempts/${now.person.attempt}/log`, {
    reached: true,
    outcome: 'talked',
    method: 'phone',
  });
  await called.getByText(/^Spoke/).waitFor();
  expect(await chloe.page.getByText('with Ben now').count()).toBe(0);
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
});
