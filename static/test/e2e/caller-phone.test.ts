// Callers who ring in themselves: known by their number, by six digits, or not at all.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { type Volunteer, volunteer } from './clicking';
import { fresh, launch, type Person, person, phone, phoneIs, until } from './house';
import { type Callable, callable, dial, heard, line, manned } from './talks';

let browser: Browser;
let maya: Person;
// Numbers that no earlier try has said: two people with one number are not told apart by it.
const first = 200 + 4 * Math.floor(Math.random() * 190);
const [bens, coras, doras, other] = [0, 1, 2, 3].map((n) => `+447700900${first + n}`) as [
  string,
  string,
  string,
  string,
];
const spaced = (number: string) => `+44 7700 ${number.slice(7)}`;
beforeAll(async () => {
  browser = await launch();
  maya = await person(browser, 'Maya');
  for (const n of [bens, coras, doras, other]) await manned(n);
});
afterAll(() => browser?.close());

const head = (v: Volunteer, name: string) => v.page.getByRole('heading', { name }).waitFor();

/** Comes in to ring by themselves: the number to ring, and the code. */
async function rings(c: Callable, name: string, number: string) {
  const v = await volunteer(browser, c.callers);
  await v.page.getByLabel('Your first name').fill(name);
  await v.page.getByText('I ring in myself').click();
  await v.page.getByLabel('The number you ring from').fill(number);
  await v.page.getByRole('button', { name: 'Start calling' }).click();
  await head(v, 'Ring us when you are ready');
  const to = await v.page.locator('.tel a').getAttribute('href');
  const code = (await v.page.locator('.tel.code').textContent()) ?? '';
  return { v, to: to?.replace('tel:', '') ?? '', code: code.replace(/\s/g, '') };
}

test('callers dial in by their number, by a code from another one, and after codes typed wrongly', async () => {
  // Nobody is dialled: the one contact waits for a click.
  const c = await callable(maya, fresh('Ring in'), ['Aisha Khan'], { line: 'cell' });
  const ben = await rings(c, 'Ben', bens);
  await ben.v.page.getByText(`From ${spaced(bens)} we know that it is you.`).waitFor();
  expect(ben.code).toMatch(/^\d{6}$/);
  const found = await findings(ben.v.page, 'dial in');
  await dial(bens, ben.to);
  await head(ben.v, 'No calls just now');
  expect(await heard(bens)).toContain('Thank you for calling with us');
  expect(await ben.v.page.getByText('You rang from').count()).toBe(0);
  await phone(bens, 'hangup');
  await head(ben.v, 'Make calls with us');

  // From another phone: who is on the page hears so, and which number is kept.
  const cora = await rings(c, 'Cora', coras);
  await dial(other, cora.to);
  await phoneIs(other, 'listening');
  await phone(other, 'press', cora.code);
  await head(cora.v, 'No calls just now');
  await cora.v.page.getByText(`You rang from ${spaced(other)} and typed ${spaced(coras)}.`).waitFor();
  found.push(...(await findings(cora.v.page, 'another number')));
  await cora.v.page.getByRole('button', { name: `Use ${spaced(other)} from now on` }).click();
  await until(
    'there is no more to say',
    async () => (await cora.v.page.getByText('You rang from').count()) === 0,
  );
  await phone(other, 'hangup');
  await head(cora.v, 'Make calls with us');
  expect(await cora.v.page.getByLabel('Your phone number').inputValue()).toBe(other);

  // Five codes that are nobody's end the line; the next call has tries of its own.
  const dora = await rings(c, 'Dora', '');
  await dora.v.page.getByText('Type this code when you are asked:').waitFor();
  const wrong = dora.code === '000000' ? '000001' : '000000';
  await dial(doras, dora.to);
  for (let n = 1; n <= 5; n++) {
    await phoneIs(doras, 'listening');
    await phone(doras, 'press', wrong);
    const words = 'That code is not known';
    await until(`code ${n} is refused`, async () => (await heard(doras)).split(words).length > n);
  }
  await until('the line is over', async () => (await line(doras)) === 'ended');
  await head(dora.v, 'Ring us when you are ready');
  await dial(doras, dora.to);
  await phoneIs(doras, 'listening');
  await phone(doras, 'press', dora.code);
  await head(dora.v, 'No calls just now');
  expect(found.join('\n')).toBe('');
  expect([...ben.v.faults, ...cora.v.faults, ...dora.v.faults]).toEqual([]);
  await phone(doras, 'hangup');
  for (const k of [ben, cora, dora]) await k.v.context.close();
});
