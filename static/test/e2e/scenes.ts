// What several tests begin with: a session of people made for it, and a dashboard brought to a moment of a call.
import { ask, atRest, base, behave, fresh, group, type Person, phone, phoneIs, until } from './house';

/** Ofcom's ranges for drama: numbers that nobody is ever given. A thousand each. */
const ranges = [
  '0151 496 0',
  '0161 496 0',
  '0141 496 0',
  '0131 496 0',
  '0121 496 0',
  '0118 496 0',
  '0117 496 0',
];
let given = 0;

/** A number that no other test has. */
export function freshNumber(): string {
  const n = given++;
  return `${ranges[Math.floor(n / 1000)]}${String(n % 1000).padStart(3, '0')}`;
}

export interface Extra {
  name: string;
  city?: string;
  tags?: string[];
  notes?: string;
  /** Without a number nobody can be called. */
  unreachable?: boolean;
}

export interface Callee {
  id: string;
  name: string;
  /** E.164. */
  phone: string;
}

export interface Stage {
  /** The list's: what it was asked for, and something that no other has. The session's is `Ben – ${name}`. */
  name: string;
  session: string;
  list: string;
  people: Callee[];
}

/** A session of the person, on a list of its own, with people nobody else calls. Their phone is at rest. */
export async function stage(
  p: Person,
  name: string,
  cast: readonly (string | Extra)[],
  own = fresh(name),
): Promise<Stage> {
  const people: Callee[] = [];
  for (const c of cast) people.push(await supporter(p, typeof c === 'string' ? { name: c } : c));
  const list = await listOf(p, own, people);
  const { id } = await ask<{ id: string }>(p, 'POST', `/lists/${list}/sessions`, { name: `Ben – ${own}` });
  const mobile = await mobileOf(p);
  if (mobile) await atRest(mobile);
  return { name: own, session: id, list, people };
}

/** Archives what an earlier try left open: sessions of the person whose names begin so. */
export async function cleared(p: Person, name: string): Promise<void> {
  const g = await group(p);
  const { items } = await ask<{ items: { id: string; name: string }[] }>(p, 'GET', `/sessions?group=${g.id}`);
  for (const s of items)
    if (s.name.startsWith(`Ben – ${name}`)) await ask(p, 'POST', `/sessions/${s.id}/archive`);
}

/** A list of these people that may be called at any hour. */
export async function listOf(p: Person, name: string, people: readonly Callee[]): Promise<string> {
  const g = await group(p);
  const list = await ask<{ id: string }>(p, 'POST', `/groups/${g.id}/lists`, {
    name,
    event: 'Spring Rally',
    opens: 0,
    closes: 1440,
  });
  await ask(p, 'POST', `/lists/${list.id}/supporters`, { ids: people.map((s) => s.id) });
  return list.id;
}

async function supporter(p: Person, e: Extra): Promise<Callee> {
  const g = await group(p);
  for (;;) {
    const phone = e.unreachable ? '' : freshNumber();
    const { unreachable: _, ...fields } = e;
    try {
      const made = await ask<{ id: string }>(p, 'POST', `/groups/${g.id}/supporters`, { ...fields, phone });
      return { id: made.id, name: e.name, phone: `+44${phone.replaceAll(' ', '').slice(1)}` };
    } catch (fault) {
      if (!String(fault).includes('supporter_exists')) throw fault; // an earlier run on the same server took the number
    }
  }
}

export interface Row {
  id: string;
  status: string;
  prioritised: boolean;
  supporter: { id: string; name: string };
}

export async function rows(p: Person, session: string): Promise<Row[]> {
  return (await ask<{ items: Row[] }>(p, 'GET', `/sessions/${session}/entries?limit=2000`)).items;
}

/** Goes to the address and waits until the page is there. */
export async function visit(p: Person, path: string): Promise<void> {
  await p.page.goto(base + path);
  await p.page.locator('main h1, main.door').first().waitFor();
  await settled(p);
}

/** The dashboard, live, with the whole queue. */
export async function open(p: Person, session: string): Promise<void> {
  await visit(p, `/sessions/${session}`);
  await see(p, 'Live');
  await p.page.locator('tr[data-id]').first().waitFor();
  await p.page.getByText('reading more').waitFor({ state: 'detached' });
}

/** The dialog is closed, and the browser back at the address without it: only then it can be sent elsewhere. */
export async function shut(p: Person): Promise<void> {
  await p.page.locator('dialog').waitFor({ state: 'detached' });
  await p.page.waitForFunction(() => !(history.state as { opened?: boolean } | null)?.opened);
}

/** Nothing is read any more: no grey bars in the place of rows. */
export async function settled(p: Person): Promise<void> {
  await p.page.locator('.bone').first().waitFor({ state: 'detached' });
}

/** The text is in sight. */
export async function see(p: Person, text: string | RegExp): Promise<void> {
  await p.page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** The row of somebody says this. */
export async function rowSays(p: Person, name: string, text: string | RegExp): Promise<void> {
  await p.page.locator('tr[data-id]', { hasText: name }).filter({ hasText: text }).waitFor();
}

export async function mobileOf(p: Person): Promise<string> {
  return (await ask<{ mobile: string }>(p, 'GET', '/me')).mobile;
}

/** Presses Start or Resume and answers the leader's phone; one key more and the next person is rung. */
export async function pickUp(p: Person): Promise<string> {
  const mobile = await mobileOf(p);
  await p.page.getByRole('button', { name: /^(Start|Resume) calling session/ }).click();
  await phoneIs(mobile, 'ringing');
  await phone(mobile, 'answer');
  await phoneIs(mobile, 'listening');
  return mobile;
}

/** Brings an open dashboard into a talk with its first person. Answers the leader's number. */
export async function talk(p: Person, first: Callee): Promise<string> {
  await talksFor(first, '10m');
  const mobile = await pickUp(p);
  await phone(mobile, 'press', '5');
  await see(p, 'Talking to');
  return mobile;
}

/** Their phone rings for a second, then they talk that long. */
export async function talksFor(c: Callee, time: string): Promise<void> {
  await behave(c.phone, { script: [{ ring: '1s' }, { answer: 'human' }, { wait: time }, { hangup: true }] });
}

/** The names on the page from top to bottom, as they are seen. */
export function order(p: Person): Promise<string[]> {
  return p.page.locator('tr[data-id]').evaluateAll((rows) =>
    rows
      .map((r) => ({ top: r.getBoundingClientRect().top, name: r.querySelector('.nm')?.textContent ?? '' }))
      .sort((a, b) => a.top - b.top)
      .map((r) => r.name),
  );
}

/** The same as who listens to the page hears them: in the order of the document. */
export function heard(p: Person): Promise<string[]> {
  return p.page.locator('tr[data-id] .nm').allTextContents();
}

export async function focusIn(p: Person, what: string, f: () => boolean): Promise<void> {
  await until(what, () => p.page.evaluate(f));
}

const shots = process.env.PARTYLINE_SHOTS;

/** Its pictures go where PARTYLINE_SHOTS says, for people to look at. */
export async function look(p: Person, name: string): Promise<void> {
  await settled(p);
  if (!shots) return;
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const) {
    await p.page.emulateMedia({ colorScheme: scheme });
    await p.page.setViewportSize({ width, height: 900 });
    await p.page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png` });
  }
  await p.page.emulateMedia({ colorScheme: 'light' });
  await p.page.setViewportSize({ width: 1280, height: 2400 });
}

/** Keeps whatever the page cries out, however short. */
export async function listen(p: Person): Promise<void> {
  await p.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver(() => {
      for (const e of document.querySelectorAll('[role=alert]')) heard.push(e.textContent ?? '');
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
  });
}

export const alerts = (p: Person): Promise<string[]> =>
  p.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
