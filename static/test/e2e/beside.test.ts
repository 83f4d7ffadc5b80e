// What a leader's page says of the others' calls: nobody whom somebody else is calling is next, whichever list they call from.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, fresh, launch, type Person, person, phone } from './house';
import { listOf, look, open, rowSays, rows, see, stage, talk } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const cast = ['Aisha Khan', 'Ben Okafor', 'Marta Kowalczyk', 'Rhys Pritchard'];

/** Whose row says that they are next. */
const flagged = (p: Person) =>
  p.page.locator('tr[data-id]', { has: p.page.getByText('Next', { exact: true }) }).allInnerTexts();

test('who is next is nobody whom another leader has just taken, from this list or another', async () => {
  const ben = await person(browser, 'Ben');
  const chloe = await person(browser, 'Chloe');
  const dev = await person(browser, 'Dev');
  const set = await stage(ben, 'One head', cast);
  const [aisha, , marta] = set.people;
  if (!aisha || !marta) throw new Error('nobody is on the stage');
  const { id: hers } = await ask<{ id: string }>(chloe, 'POST', `/lists/${set.list}/sessions`, {
    name: 'Chloe – one head',
  });
  const other = await listOf(ben, fresh('Other list'), [aisha, marta]);
  const { id: his } = await ask<{ id: string }>(dev, 'POST', `/lists/${other}/sessions`, {
    name: 'Dev – one head',
  });
  await open(chloe, hers);
  await open(dev, his);
  for (const p of [chloe, dev]) {
    await see(p, 'First is Aisha Khan');
    await rowSays(p, 'Aisha Khan', /Next/);
  }

  await open(ben, set.session);
  const mobile = await talk(ben, aisha);
  for (const p of [chloe, dev]) await rowSays(p, 'Aisha Khan', /with Ben now/);
  await see(chloe, 'First is Ben Okafor');
  await see(dev, 'First is Marta Kowalczyk');
  await rowSays(chloe, 'Ben Okafor', /Next/);
  await rowSays(dev, 'Marta Kowalczyk', /Next/);
  for (const p of [chloe, dev]) expect(await flagged(p)).toHaveLength(1);
  await look(chloe, 'beside');

  // Moved behind whoever is next now, and said so.
  await chloe.page.locator('tr[data-id]', { hasText: 'Rhys Pritchard' }).focus();
  await chloe.page.keyboard.press('p');
  await see(chloe, 'Rhys Pritchard comes right after Ben Okafor.');
  // The page shows a press before the server has it.
  await expect
    .poll(async () => (await rows(chloe, hers)).filter((r) => r.prioritised).map((r) => r.supporter.name))
    .toEqual(['Rhys Pritchard']);

  // Nobody was reached: free again, and first where the rules let them.
  const { phone: on } = await ask<{ phone: { person: { attempt: string } } }>(
    ben,
    'GET',
    `/sessions/${set.session}`,
  );
  await phone(mobile, 'hangup');
  await ask(ben, 'PUT', `/attempts/${on.person.attempt}/log`, {
    reached: false,
    outcome: 'no_answer',
    method: 'phone',
  });
  await see(dev, 'First is Aisha Khan');
  await rowSays(dev, 'Aisha Khan', /Next/);
  for (const p of [chloe, dev]) await expect.poll(() => p.page.getByText('with Ben now').count()).toBe(0);
  await see(chloe, 'First is Ben Okafor');
  expect([...ben.faults, ...chloe.faults, ...dev.faults]).toEqual([]);
});
