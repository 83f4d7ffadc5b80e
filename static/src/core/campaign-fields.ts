// A campaign as the fields of its wizard, each under the name that the server gives it (questions/q2/answers/a1/next), so
// that two people can be in the same step without being in each other's way.

import type * as Api from './api.gen';
import type { Campaign, StepName } from './campaign';

export type Question = Api.ScriptQuestion;
export type Answer = Api.ScriptAnswer;
export type Script = Api.CampaignScript;
export type Day = Api.CampaignDay;
export type Weekday = Day['day'];
export type CampaignEdit = Api.CampaignEdit;
/** Field → what stands in it. Absent and undefined are the same. */
export type Fields = Readonly<Record<string, unknown>>;

export const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

const questionParts = ['title', 'text', 'kind', 'next'] as const;
const answerParts = ['label', 'next', 'outcome', 'retry', 'more'] as const;

/** Every field of the wizard, as the server has it. */
export function fieldsOf(c: Campaign): Fields {
  const out: Record<string, unknown> = {
    name: c.name,
    purpose: c.purpose,
    zone: c.zone,
    integration: c.integration,
    caller_ids: c.caller_ids ?? [],
    passes: c.passes,
    gap_minutes: c.gap_minutes,
    wrap_up_seconds: c.wrap_up_seconds,
    clicking_mode: c.clicking_mode,
    ...scriptFields(c.script),
  };
  for (const d of c.hours) out[`hours/${d.day}`] = { opens: d.opens, closes: d.closes };
  return out;
}

export function scriptFields(s: Script): Fields {
  const out: Record<string, unknown> = { questions: s.questions.map((q) => q.id) };
  for (const q of s.questions) Object.assign(out, questionFields(q));
  return out;
}

export function questionFields(q: Question): Fields {
  const at = `questions/${q.id}`;
  const out: Record<string, unknown> = { [`${at}/answers`]: q.answers.map((a) => a.id) };
  for (const part of questionParts) if (q[part]) out[`${at}/${part}`] = q[part];
  for (const a of q.answers) Object.assign(out, answerFields(q.id, a));
  return out;
}

export function answerFields(question: string, a: Answer): Fields {
  const out: Record<string, unknown> = {};
  for (const part of answerParts) if (a[part]) out[`questions/${question}/answers/${a.id}/${part}`] = a[part];
  return out;
}

/** The script that the fields make. Parts of questions and answers that are not listed any more are left out. */
export function scriptOf(f: Fields): Script {
  return { questions: list(f.questions).map((id) => questionOf(f, id)) };
}

function questionOf(f: Fields, id: string): Question {
  const at = `questions/${id}`;
  const q: Question = {
    id,
    title: text(f[`${at}/title`]),
    text: text(f[`${at}/text`]),
    kind: (f[`${at}/kind`] as Question['kind']) ?? 'single',
    answers: list(f[`${at}/answers`]).map((a) => answerOf(f, id, a)),
  };
  const next = text(f[`${at}/next`]);
  return next ? { ...q, next } : q;
}

function answerOf(f: Fields, question: string, id: string): Answer {
  const at = `questions/${question}/answers/${id}`;
  const a: Answer = { id, label: text(f[`${at}/label`]) };
  for (const part of answerParts) {
    const value = f[`${at}/${part}`];
    if (part !== 'label' && value) Object.assign(a, { [part]: value });
  }
  return a;
}

export function hoursOf(f: Fields): Day[] {
  const out: Day[] = [];
  for (const day of weekdays) {
    const h = f[`hours/${day}`] as Omit<Day, 'day'> | undefined;
    if (h) out.push({ day, ...h });
  }
  return out;
}

/** The step that a field is of. */
export function stepOf(field: string): StepName {
  const first = field.split('/')[0] ?? '';
  if (first === 'questions') return 'questions';
  if (first === 'hours') return 'hours';
  if (first === 'caller_ids') return 'caller_id';
  if (first === 'integration') return 'integration';
  return ['passes', 'gap_minutes', 'wrap_up_seconds', 'clicking_mode'].includes(first) ? 'passes' : 'name';
}

/** What to send so that these fields of one step are as they stand here. */
export function editOf(f: Fields, changed: readonly string[], version: number): CampaignEdit {
  const out: Record<string, unknown> = { version };
  for (const key of changed) {
    const step = stepOf(key);
    if (step === 'questions') out.script = scriptOf(f);
    else if (step === 'hours') out.hours = hoursOf(f);
    else out[key] = f[key];
  }
  return out as unknown as CampaignEdit;
}

/** Fields that hold an order of names: what two people add to one, or take away, goes together. */
export function isOrder(field: string): boolean {
  return field === 'caller_ids' || /(^|\/)(questions|answers)$/.test(field);
}

/** Both people's order: what either added is there, what either took away is not. */
export function joined(
  base: readonly string[],
  theirs: readonly string[],
  mine: readonly string[],
): string[] {
  const moved = !same(
    mine.filter((x) => base.includes(x)),
    base.filter((x) => mine.includes(x)),
  );
  const [first, other] = moved ? [mine, theirs] : [theirs, mine];
  const out = first.filter((x) => other.includes(x) || !base.includes(x));
  other.forEach((x, i) => {
    if (first.includes(x) || base.includes(x)) return;
    const before = other
      .slice(0, i)
      .reverse()
      .find((b) => out.includes(b));
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, x);
  });
  return out;
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

export function list(v: unknown): string[] {
  return Array.isArray(v) ? (v as string[]) : [];
}

function text(v: unknown): string {
  return typeof v === 'string' ? v : '';
}
