// A campaign from its name to its first minute, built by two admins in two browsers.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './axe';
import { ask, base, group, launch, type Person, person, until } from './house';
import { see, visit } from './scenes';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

interface Campaign {
  id: string;
  name: string;
  version: number;
  state: string;
  purpose: string;
  missing: { step: string; field: string; title: string }[];
  script: {
    questions: { id: string; title: string; answers: { id: string; label: string; next?: string }[] }[];
  };
  hours: { day: string; opens: number; closes: number }[];
  wrap_up_seconds: number;
  load: { percent: number };
}

/** An admin of this test alone, in a browser of their own. */
async function admin(by: Person, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}-${crypto.randomUUID().slice(0, 8)}@leeds.example`;
  const { invitation } = await ask<{ invitation: { link: string } }>(by, 'POST', '/users', {
    name,
    email,
    role: 'admin',
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1400 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const p: Person = { context, page: await context.newPage(), faults: [] };
  p.page.on('pageerror', (e) => p.faults.push(e.message));
  const token = new URL(invitation.link).pathname.split('/').pop();
  await ask(p, 'POST', `/invitations/${token}`, { password: 'correct horse battery' });
  await ask(p, 'POST', '/login', { email, password: 'correct horse battery' }).catch(() => {}); // signed in already
  return p;
}

const read = (p: Person, id: string) => ask<Campaign>(p, 'GET', `/campaigns/${id}`);
const step = (p: Person, id: string, name: string) => visit(p, `/campaigns/${id}/${name}`);
const focused = (p: Person) =>
  p.page.evaluate(() => {
    const e = document.activeElement;
    return e?.getAttribute('data-field') ?? e?.closest('[data-field]')?.getAttribute('data-field') ?? '';
  });

/** Numbers that nobody is ever given, a file of them. */
function voters(n: number, bad = 0): Buffer {
  const rows = ['First name,Last name,Mobile,City,Line type'];
  for (let i = 0; i < n; i++)
    rows.push(`Voter,${i},07700 900${String(i).padStart(3, '0')},Leeds,${i % 4 ? 'landline' : 'cell'}`);
  for (let i = 0; i < bad; i++) rows.push(`Bad,${i},0770 90,Leeds,cell`);
  return Buffer.from(`${rows.join('\n')}\n`);
}

async function create(p: Person, name: string): Promise<string> {
  await visit(p, '/campaigns');
  await p.page.getByRole('button', { name: 'New campaign' }).first().click();
  await p.page.getByRole('dialog').getByLabel('Name').fill(name);
  await p.page.keyboard.press('Enter');
  await p.page.waitForURL('**/name');
  await p.page.locator('[data-field="name"]').waitFor();
  return new URL(p.page.url()).pathname.split('/')[2] ?? '';
}

test('two admins build one, start too early, complete it, and watch it load', async () => {
  const maya = await person(browser, 'Maya', { height: 1400 });
  const dev = await admin(maya, 'Devi Shah');
  // From the keyboard, as an admin would.
  await visit(maya, '/sessions');
  await maya.page.keyboard.press('g');
  await maya.page.keyboard.press('c');
  await maya.page.waitForURL('**/campaigns');
  const name = `Spring GOTV ${Date.now()}`;
  const id = await create(maya, name);

  // The list is live: Devi sees it come.
  await visit(dev, '/campaigns');
  await dev.page.locator(`tr[data-id="${id}"]`).getByText('Draft').waitFor();

  // Both in the same step: a field nobody edits here follows, and each sees where the other is.
  await step(dev, id, 'name');
  await maya.page.getByLabel('What it is for (optional)').fill('To win on 7 May');
  await see(dev, 'Maya is editing Name');
  await until(
    'Devi has what Maya typed',
    async () => (await dev.page.getByLabel('What it is for (optional)').inputValue()) === 'To win on 7 May',
  );
  await see(maya, /Saved \d\d:\d\d/);

  // Both in the same field: nothing is written over unseen.
  await dev.page.getByLabel('Name', { exact: true }).focus();
  await maya.page.getByLabel('Name', { exact: true }).fill(`${name} in Leeds`);
  await maya.page.keyboard.press('Control+s');
  await dev.page.getByText(`Maya changed this to “${name} in Leeds”.`).waitFor();
  expect(await dev.page.getByLabel('Name', { exact: true }).inputValue()).toBe(name);
  await dev.page.getByRole('button', { name: 'Use theirs' }).click();
  expect(await dev.page.getByLabel('Name', { exact: true }).inputValue()).toBe(`${name} in Leeds`);

  // Devi writes the script while Maya is in another step.
  await step(dev, id, 'questions');
  await dev.page.getByLabel('Answer 2', { exact: true }).first().waitFor();
  const cut = await dev.page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('.lab input')]
      .filter((e) => e.scrollWidth > e.clientWidth)
      .map((e) => e.value),
  );
  expect(cut, 'answers of which not all words can be read').toEqual([]);
  await dev.page.getByRole('button', { name: 'Question', exact: true }).click();
  await until('the new question has the focus', async () =>
    /^questions\/q\w+\/title$/.test(await focused(dev)),
  );
  await dev.page.keyboard.type('Will you support Maria?');
  await dev.page
    .getByLabel('Question 2, what the caller reads')
    .fill('Hi {first_name}, can Maria count on you?');
  await dev.page
    .getByLabel('After Talking to the correct person', { exact: true })
    .selectOption({ label: '2 Will you support Maria?' });
  await dev.page.locator('.frame').getByText('can Maria count on you?').waitFor();
  const second = dev.page.locator('[data-question]').nth(1);
  await second.getByLabel('Answer 1').fill('Strong yes');
  await dev.page.keyboard.press('Enter'); // a new answer below
  await until('the new answer has the focus', async () => /\/answers\/a\w+\/label$/.test(await focused(dev)));
  await second.getByLabel('Answer 2').and(dev.page.locator(':focus')).waitFor();
  await dev.page.keyboard.type('Lean yes');
  await second.getByLabel('After Lean yes', { exact: true }).selectOption({ label: 'A new question…' });
  await until('question 3 has the focus', async () => /title$/.test(await focused(dev)));
  await dev.page.keyboard.type('How will you vote?');
  // A question goes, and a branch leads nowhere.
  await dev.page.getByRole('button', { name: 'Question 3 menu' }).click();
  await dev.page.getByRole('menuitem', { name: 'Delete' }).click();
  await dev.page.getByText('“Lean yes” leads nowhere. Choose what comes next.').waitFor();
  await dev.page.keyboard.press('Control+s');
  await until('the script is kept', async () => {
    const c = await read(dev, id);
    return c.script.questions.length === 2 && c.script.questions[1]?.answers[1]?.label === 'Lean yes';
  });

  // Hours without a day.
  await step(maya, id, 'hours');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
    await maya.page.getByLabel(day, { exact: true }).uncheck();
  await maya.page.getByText('Choose at least one day.').waitFor();
  await dev.page
    .getByRole('navigation', { name: 'Steps' })
    .getByText('Hours')
    .locator('..')
    .getByText('1 gap')
    .waitFor();

  // Too early: everything that is missing, and each link lands on its field.
  for (const [link, field] of [
    [/Questions: “Lean yes” leads nowhere/, /^questions\/q\w+\/answers\/a\w+\/next$/],
    [/Contacts: upload contacts/, /^contacts$/],
    [/Caller ID: choose a caller ID/, /^caller_ids$/],
    [/Hours: choose at least one day/, /^hours\/monday$/],
  ] as const) {
    await step(maya, id, 'start');
    await maya.page.getByRole('button', { name: 'Start campaign' }).click();
    await maya.page.getByText('4 things left before calls can start').waitFor();
    await maya.page.getByRole('link', { name: link }).click();
    await until(`${link} lands on its field`, async () => field.test(await focused(maya)));
  }

  // Completed by both at once.
  await dev.page.getByLabel('After Lean yes', { exact: true }).selectOption({ label: 'End the call' });
  await maya.page.getByRole('button', { name: 'Monday to Friday' }).click();
  for (const day of ['Saturday', 'Sunday']) await maya.page.getByLabel(day, { exact: true }).check();
  await maya.page.getByLabel('Monday, from').selectOption('08:00');
  await maya.page.keyboard.press('Alt+ArrowLeft');
  await maya.page.waitForURL('**/caller-id');
  await maya.page.getByRole('checkbox').first().check();
  await maya.page.keyboard.press('Alt+ArrowLeft');
  await maya.page.waitForURL('**/contacts');
  await maya.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'leeds.csv', mimeType: 'text/csv', buffer: voters(400, 3) });
  await see(maya, '400 rows can be called.');
  await maya.page.getByText('3 rows cannot be used').click();
  await maya.page.getByRole('cell', { name: '402' }).waitFor();
  const download = maya.page.waitForEvent('download');
  await maya.page.getByRole('link', { name: 'Download them with their reasons' }).click();
  expect((await download).suggestedFilename()).toContain('.csv');
  // The other one sees the file, its first rows too, and chooses another column.
  await step(dev, id, 'contacts');
  await dev.page.getByText('Columns: 5 of 5 are used').click();
  await dev.page.getByLabel('City becomes').selectOption({ label: 'Left out' });
  await maya.page.getByText('Columns: 4 of 5 are used').waitFor();
  await see(dev, '400 rows can be called.');

  await step(dev, id, 'passes');
  await dev.page.getByLabel('2', { exact: true }).check();
  await dev.page.getByLabel('At least this long between attempts at one person').fill('30');
  await dev.page.getByLabel('Unit').selectOption('minutes');
  await dev.page.getByText('People may be called again within the hour.').waitFor();
  await dev.page.getByLabel('Unit').selectOption('hours');
  await dev.page.getByLabel('After a talk, callers have for their answers').selectOption('one minute');
  await until('the time for the answers is kept', async () => (await read(maya, id)).wrap_up_seconds === 60);

  await until('nothing is missing', async () => (await read(maya, id)).missing.length === 0);
  await step(maya, id, 'start');
  await see(maya, '2, at least 30 hours apart');
  await visit(dev, '/campaigns');
  await maya.page.getByRole('button', { name: 'Start campaign' }).click();
  await maya.page.waitForURL('**/run');
  await until('all of it is loaded', async () => (await read(maya, id)).load.percent === 100);
  // The sentence moves on by itself: what the page says is what the server says at some moment.
  await until('the page says how it is', async () => {
    const { sentence } = await ask<{ sentence: string }>(maya, 'GET', `/campaigns/${id}/status`);
    const said = (await maya.page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
    return said.includes(sentence.split('.')[0] ?? sentence);
  });
  await dev.page.locator(`tr[data-id="${id}"]`).getByText(/^400/).first().waitFor();
  // Everything may change while it runs: the steps are there, and the last one has its other name.
  await step(dev, id, 'start');
  await dev.page.waitForURL('**/run');
  expect([...maya.faults, ...dev.faults]).toEqual([]);
  await maya.context.close();
  await dev.context.close();
});

test('a key in a script of thirty questions changes its words everywhere, and nothing else', async () => {
  const maya = await person(browser, 'Maya', { height: 900 });
  const c = await ask<Campaign>(maya, 'POST', '/campaigns', { name: `Long ${Date.now()}` });
  const questions: object[] = [...c.script.questions];
  for (let n = 2; n <= 30; n++)
    questions.push({
      id: `q${n}`,
      title: `Question number ${n}`,
      text: '',
      kind: 'single',
      answers: ['Yes', 'No', 'Maybe', 'Later'].map((label, i) => ({ id: `a${n}${i}`, label, next: 'q15' })),
    });
  await ask(maya, 'PATCH', `/campaigns/${c.id}`, { version: c.version, script: { questions } });
  await step(maya, c.id, 'questions');
  const title = maya.page.getByLabel('Question 15, title');
  await title.focus();
  await maya.page.keyboard.press('End');
  await maya.page.evaluate(() => {
    const drawn: string[] = [];
    Object.assign(globalThis, { drawn });
    new MutationObserver((all) => {
      for (const m of all) {
        const of = m.target instanceof Element ? m.target : m.target.parentElement;
        // The words of a choice are another; nothing else is.
        if (m.type === 'characterData' && of?.matches('option')) continue;
        drawn.push(`${m.type} ${m.attributeName ?? ''} ${of?.outerHTML.slice(0, 80)}`);
      }
    }).observe(document.querySelector('.qwrap > div') as Element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  await maya.page.keyboard.type(', really');
  const choice = maya.page.locator('[data-field="questions/q30/answers/a300/next"] option:checked');
  await until(
    'other questions offer it by its new name',
    async () => (await choice.textContent()) === '15 Question number 15, really',
  );
  expect(await maya.page.evaluate(() => (globalThis as unknown as { drawn: string[] }).drawn)).toEqual([]);
  await see(maya, /Saved \d\d:\d\d/);
  const kept = (await read(maya, c.id)).script.questions[14];
  expect(kept?.title).toBe('Question number 15, really');
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('what is typed without a connection is kept, found after a reload, and sent', async () => {
  const maya = await person(browser, 'Maya');
  const id = await create(maya, `Tunnel ${Date.now()}`);
  await maya.context.setOffline(true);
  await maya.page.getByLabel('What it is for (optional)').fill('Written in a tunnel');
  await see(maya, /Kept on this device/);
  await maya.context.setOffline(false);
  await see(maya, /Saved \d\d:\d\d/);
  await until('the server has it', async () => (await read(maya, id)).purpose === 'Written in a tunnel');

  // Nothing gets through any more, and the tab is closed.
  await maya.page.route(`**/api/v1/campaigns/${id}`, (r) =>
    r.request().method() === 'PATCH' ? r.abort() : r.continue(),
  );
  await maya.page.getByLabel('What it is for (optional)').fill('Written in another tunnel');
  await see(maya, /Kept on this device/);
  await maya.page.close();
  maya.page = await maya.context.newPage();
  await step(maya, id, 'name');
  await until(
    'the server has it too',
    async () => (await read(maya, id)).purpose === 'Written in another tunnel',
  );
  expect(await maya.page.getByLabel('What it is for (optional)').inputValue()).toBe(
    'Written in another tunnel',
  );
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('on a phone the steps are a select, and every step is for everybody', async () => {
  const maya = await person(browser, 'Maya', { width: 390, height: 844 });
  const { id } = await ask<Campaign>(maya, 'POST', '/campaigns', { name: 'On a phone' });
  const reply = await maya.page.request.post(`${base}/api/v1/campaigns/${id}/contacts?name=voters.csv`, {
    headers: { 'Content-Type': 'text/csv' },
    data: voters(20, 2),
  });
  expect(reply.ok()).toBe(true);
  await step(maya, id, 'name');
  await maya.page.getByRole('combobox', { name: /^Step/ }).selectOption({ label: '6 Hours, 9:00–21:00' });
  await maya.page.waitForURL('**/hours');
  expect(await maya.page.getByRole('navigation', { name: 'Steps' }).isVisible()).toBe(false);
  const found: string[] = [];
  for (const s of ['name', 'integration', 'questions', 'contacts', 'caller-id', 'hours', 'passes', 'start']) {
    await step(maya, id, s);
    await maya.page.locator('.wbody > *').first().waitFor();
    if (s === 'start') {
      await maya.page.getByRole('button', { name: 'Start campaign' }).click();
      await maya.page.getByText('1 thing left before calls can start').waitFor();
    }
    if (s === 'contacts') {
      await see(maya, '20 rows can be called.');
      await maya.page.getByText('Columns: 5 of 5 are used').click();
    }
    found.push(...(await findings(maya.page, s)));
    await maya.page.setViewportSize({ width: 390, height: 844 });
    const wide = await maya.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) found.push(`${s}: wider than the phone`);
  }
  await visit(maya, '/campaigns');
  await maya.page.locator('tr[data-id]').first().waitFor();
  found.push(...(await findings(maya.page, 'campaigns')));
  expect(found).toEqual([]);
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('the people of a call list become contacts', async () => {
  const maya = await person(browser, 'Maya');
  const g = await group(maya);
  const { items } = await ask<{ items: { name: string; people: number }[] }>(
    maya,
    'GET',
    `/groups/${g.id}/lists`,
  );
  const rally = items.find((l) => l.name === 'Spring Rally RSVPs') ?? items[0];
  if (!rally) throw new Error('the demo has no list');
  const { id } = await ask<Campaign>(maya, 'POST', '/campaigns', { name: 'From a list' });
  await step(maya, id, 'contacts');
  await maya.page.getByRole('button', { name: 'Take the people of a call list' }).click();
  const dialog = maya.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Take them' }).click();
  await see(maya, 'Choose a call list.');
  const option = dialog.getByRole('option', { name: new RegExp(`^${rally.name}, `) }).first();
  await dialog.getByLabel('Call list').selectOption((await option.getAttribute('value')) ?? '');
  await dialog.getByRole('button', { name: 'Take them' }).click();
  await see(maya, /rows? can be called\./);
  await see(maya, rally.name);
  await until('contacts are not missing', async () =>
    (await read(maya, id)).missing.every((m) => m.step !== 'contacts'),
  );
  expect(maya.faults).toEqual([]);
  await maya.context.close();
});

test('who is no admin is told who is', async () => {
  const ben = await person(browser, 'Ben');
  await visit(ben, '/campaigns');
  await see(ben, 'Only admins can manage campaigns');
  expect(await ben.page.getByRole('link', { name: 'Campaigns' }).count()).toBe(0);
  await ben.context.close();
});
