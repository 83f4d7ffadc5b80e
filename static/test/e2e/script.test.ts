// The script of a list, in front of the leader while they talk, and as somebody else edits it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { launch, person, phone } from './house';
import { open, see, stage, talk, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test('a leader reads the script with names in it, and sees it change in the talk', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const set = await stage(ben, 'Words', ['Aisha Khan', 'Ben Okafor']);
  await visit(chloe, `/lists/${set.list}/settings`);
  await chloe.page.getByLabel('Script', { exact: true }).fill('Hi {name}!');
  await chloe.page.getByRole('button', { name: 'Save' }).click();
  await see(chloe, '{name} is no field: use {first_name} or {leader_first_name}.');
  await chloe.page
    .getByLabel('Script', { exact: true })
    .fill('Hi {first_name}, I’m {leader_first_name}.\n\nWill you <b>come</b>?');
  await chloe.page.getByRole('button', { name: 'Save' }).click();
  await see(chloe, 'The settings are saved.');

  await open(ben, set.session);
  const first = set.people[0];
  if (!first) throw new Error('nobody is on the stage');
  const mobile = await talk(ben, first);
  await see(ben, 'Hi Aisha, I’m Ben.');
  await see(ben, 'Will you <b>come</b>?');
  expect(await findings(ben.page, 'script')).toEqual([]);
  if (process.env.PARTYLINE_SHOTS)
    await ben.page.screenshot({ path: `${process.env.PARTYLINE_SHOTS}/script.png` });

  await chloe.page.getByLabel('Script', { exact: true }).fill('Good evening, {first_name}.');
  await chloe.page.getByRole('button', { name: 'Save' }).click();
  await see(ben, 'Good evening, Aisha.');
  await see(ben, /about|Minutes on the phone/);
  await phone(mobile, 'hangup');
  expect([...ben.faults, ...chloe.faults]).toEqual([]);
});
