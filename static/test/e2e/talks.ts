// A campaign whose contacts pick up, and callers with a phone in their hand.
import type { Browser } from 'playwright-core';
import { noonish } from './campaigns';
import { type Volunteer, volunteer } from './clicking';
import { ask, atRest, base, behave, type Look, type Person, phone, phoneIs, sim, until } from './house';

export interface Callable {
  id: string;
  path: string;
  /** The caller link, and the clicker link. */
  callers: string;
  clickers: string;
  /** Name → number, all of them picking up after a second. */
  people: Record<string, string>;
}

const who = [
  ['talked', 'Talking to the correct person', 'vote'],
  ['not_home', 'Not home or answering machine', 'end'],
  ['refused', 'Refused', 'end'],
  ['wrong_number', 'Wrong number', 'end'],
] as const;
const single = (id: string, title: string, text: string, answers: [string, string, string][]) => ({
  id,
  title,
  text,
  kind: 'single',
  answers: answers.map(([id, label, next]) => ({ id, label, next })),
});

/** Who answered, and when they talk: a choice with branches, several at once, a number, a date, a text, something to read. */
export const script = {
  questions: [
    {
      id: 'who',
      title: 'Who answered?',
      text: 'Hi, may I speak to {first_name}?',
      kind: 'single',
      answers: [
        ...who.map(([id, label, next]) => ({ id, label, next, outcome: id })),
        {
          id: 'call_back',
          label: 'Call back',
          next: 'end',
          outcome: 'call_back',
          retry: { again: 'at_time' },
          more: true,
        },
      ],
    },
    single(
      'vote',
      'Will you vote?',
      'Hi {first_name}, I’m {caller_first_name}, a volunteer with Leeds Votes.',
      [
        ['yes', 'Yes, on the day', 'issues'],
        ['no', 'No', 'why'],
      ],
    ),
    {
      id: 'issues',
      title: 'What matters to you?',
      text: '',
      kind: 'multiple',
      answers: [
        { id: 'health', label: 'Health' },
        { id: 'schools', label: 'Schools' },
      ],
      next: 'age',
    },
    { id: 'age', title: 'How old are you?', text: '', kind: 'number', answers: [], next: 'when' },
    { id: 'when', title: 'When can you help?', text: '', kind: 'date', answers: [], next: 'read' },
    {
      id: 'read',
      title: '',
      text: 'Thank you, {first_name}. Goodbye!',
      kind: 'read',
      answers: [],
      next: 'end',
    },
    { id: 'why', title: 'Why not?', text: '', kind: 'text', answers: [], next: 'end' },
  ],
};

/** A campaign that has started with these people. Their numbers are nobody's else: whoever answered is not called again today. */
export async function callable(
  admin: Person,
  name: string,
  names: string[],
  of: { line?: 'cell' | 'landline'; talk?: string; steps?: Record<string, unknown[]> } = {},
): Promise<Callable> {
  const people: Record<string, string> = {};
  const first = 2_071_000_000 + Math.floor(Math.random() * 80_000) * 100;
  const rows = names.map((n, i) => {
    const number = `+44${first + i}`;
    people[n] = number;
    const [given, ...rest] = n.split(' ');
    return `${number},${given},${rest.join(' ')},Headingley,${of.line ?? 'landline'},${noonish()}`;
  });
  for (const [name, n] of Object.entries(people))
    await behave(n, {
      script: of.steps?.[name] ?? [
        { ring: '1s' },
        { answer: 'human', verdict: 'human', after: '200ms' },
        { wait: of.talk ?? '30m' },
        { hangup: true },
      ],
    });
  const made = await ask<{ id: string; version: number }>(admin, 'POST', '/campaigns', { name });
  const path = `/campaigns/${made.id}`;
  const sent = await admin.page.request.fetch(`${base}/api/v1${path}/contacts?name=people.csv`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    data: `Phone,First name,Last name,City,Line type,Time zone\n${rows.join('\n')}\n`,
  });
  if (!sent.ok()) throw new Error(await sent.text());
  type Whole = { version: number; loads: { state: string }[]; load: { percent: number } };
  const now = () => ask<Whole>(admin, 'GET', path);
  await until('the file is scanned', async () => (await now()).loads[0]?.state === 'scanned');
  const { items } = await ask<{ items: { number: string }[] }>(admin, 'GET', `${path}/caller-ids`);
  await ask(admin, 'PATCH', path, {
    version: (await now()).version,
    caller_ids: [items[0]?.number],
    script,
    passes: 1,
  });
  await ask(admin, 'POST', `${path}/start`);
  await until('it is loaded', async () => (await now()).load.percent === 100);
  const links = await ask<{ items: { kind: string; url: string }[] }>(admin, 'GET', `${path}/links`);
  const link = (kind: string) => base + new URL(links.items.find((l) => l.kind === kind)?.url ?? '').pathname;
  return { id: made.id, path, callers: link('caller'), clickers: link('clicker'), people };
}

/** A caller whose phone is on the line: they came by the link, and their phone was rung and picked up. */
export async function caller(
  browser: Browser,
  c: Callable,
  name: string,
  mobile: string,
  look: Look = {},
): Promise<Volunteer> {
  const v = await volunteer(browser, c.callers, look);
  await v.page.getByLabel('Your first name').fill(name);
  await v.page.getByLabel('Your phone number').fill(mobile);
  await v.page.getByRole('button', { name: 'Start calling' }).click();
  await v.page.getByRole('heading', { name: 'We are ringing your phone' }).waitFor();
  await pickUp(mobile);
  await v.page.locator('.tri').waitFor();
  return v;
}

export async function pickUp(mobile: string): Promise<void> {
  await phoneIs(mobile, 'ringing');
  await phone(mobile, 'answer');
  await until(`${mobile} is asked for a key`, async () => (await heard(mobile)).includes('Press any key'));
  await phone(mobile, 'press', '5');
}

/** A phone in somebody's hand, in no call. */
export async function manned(number: string): Promise<void> {
  await behave(number, { profile: 'manned' });
  await atRest(number);
}

/** Has a phone call one of our numbers. A number that a campaign has just been given is ours at the carrier within seconds: until then it answers nobody. */
export async function dial(from: string, to: string): Promise<void> {
  const last = async (): Promise<Line | undefined> =>
    ((await (await fetch(`${sim}/_sim/ledger`)).json()) as Line[]).filter((l) => l.number === from).at(-1);
  await until('the call is taken', async () => {
    const reply = await fetch(`${sim}/_sim/phone/${encodeURIComponent(from)}/dial`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ to }),
    });
    if (!reply.ok) throw new Error(`dial: ${reply.status} ${await reply.text()}`);
    let line: Line | undefined;
    await until('the call is taken or refused', async () => {
      line = await last();
      return Boolean(line?.answered || line?.ended);
    });
    return Boolean(line?.answered);
  });
}

interface Line {
  number: string;
  answered?: string;
  ended?: string;
}

/** Whom the page says they talk to. */
export async function talkingTo(v: Volunteer): Promise<string> {
  await v.page.locator('.onair:not(.done)').waitFor();
  return (await v.page.locator('.onair .n').textContent())?.trim() ?? '';
}

interface Call {
  state: string;
  lines?: unknown;
}
async function call(number: string): Promise<Call | undefined> {
  const reply = await fetch(`${sim}/_sim/phone/${encodeURIComponent(number)}/state`);
  return ((await reply.json()) as { call?: Call }).call;
}

/** What was heard on a phone in its present call. */
export async function heard(number: string): Promise<string> {
  return JSON.stringify((await call(number))?.lines ?? []);
}

/** How its call stands: ringing, talking, ended. */
export async function line(number: string): Promise<string> {
  return (await call(number))?.state ?? '';
}
