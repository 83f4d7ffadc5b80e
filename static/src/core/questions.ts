// A campaign's script as its editor and its preview see it: kinds, retry rules, branches, and what a caller would read.

import type { Load } from './campaign';
import type { Answer, Fields, Question, Script } from './campaign-fields';
import { answerFields, list, questionFields } from './campaign-fields';

export const end = 'end';

export const kindWords: Record<Question['kind'], string> = {
  single: 'one choice',
  multiple: 'several choices',
  text: 'short text',
  number: 'number',
  date: 'date',
  read: 'read only, continue',
};

type Rule = 'no' | 'yes' | 'once_more' | 'at_time' | 'flag' | 'do_not_call';

/** What an answer to question 1 does to the number, in words; `tone` is its colour, `icon` its shape. */
export const rules: readonly {
  rule: Rule;
  words: string;
  icon: 'done' | 'tried' | 'clock' | 'never';
  bad?: boolean;
}[] = [
  { rule: 'no', words: 'no more calls', icon: 'done' },
  { rule: 'yes', words: 'call again', icon: 'tried' },
  { rule: 'once_more', words: 'one call more', icon: 'tried' },
  { rule: 'at_time', words: 'at that time', icon: 'clock' },
  { rule: 'flag', words: 'never again', icon: 'never' },
  { rule: 'do_not_call', words: 'Do Not Call list', icon: 'never', bad: true },
];

export function ruleOf(r: Answer['retry']): Rule {
  if (r?.do_not_call) return 'do_not_call';
  if (r?.flag) return 'flag';
  return r?.again ?? 'no';
}

export function retryOf(rule: Rule): NonNullable<Answer['retry']> {
  if (rule === 'do_not_call') return { again: 'no', do_not_call: true };
  if (rule === 'flag') return { again: 'no', flag: true };
  return { again: rule };
}

/** What an answer to question 1 counts as in the figures. */
export const outcomeWords: Record<Exclude<NonNullable<Answer['outcome']>, ''>, string> = {
  talked: 'Talked',
  not_home: 'Not home',
  refused: 'Refused',
  wrong_number: 'Wrong number',
  moved: 'Moved',
  deceased: 'Deceased',
  language: 'Language barrier',
  do_not_call: 'Do not call',
  call_back: 'Call back',
  hung_up: 'Hung up',
  not_in_service: 'Not in service',
};

/** Question 1's answers of a new campaign. */
export const defaultAnswers: readonly Answer[] = [
  answer('talked', 'Talking to the correct person', { again: 'no' }),
  answer('not_home', 'Not home or answering machine', { again: 'yes' }),
  answer('refused', 'Refused', { again: 'no' }),
  answer('wrong_number', 'Wrong number', { again: 'no', flag: true }),
  answer('moved', 'Moved', { again: 'no', flag: true }),
  answer('deceased', 'Deceased', { again: 'no', flag: true }),
  answer('language', 'Language barrier', { again: 'no' }),
  answer('do_not_call', 'Do not call again', { again: 'no', do_not_call: true }),
  { ...answer('call_back', 'Call back at another time', { again: 'at_time' }), more: true },
  { ...answer('hung_up', 'Hung up', { again: 'once_more' }), more: true },
  { ...answer('not_in_service', 'Not in service', { again: 'no', flag: true }), more: true },
];

function answer(
  outcome: keyof typeof outcomeWords,
  label: string,
  retry: NonNullable<Answer['retry']>,
): Answer {
  return { id: outcome, label, next: end, outcome, retry };
}

/** Whether a branch leads somewhere: to a question that is there, or to the end. */
export function leads(s: Script, to: string | undefined): boolean {
  return to === end || s.questions.some((q) => q.id === to);
}

/** Everything in a question that leads nowhere, in words; `field` is where to choose. */
export function danglers(s: Script, q: Question): { field: string; words: string }[] {
  if (q.kind !== 'single')
    return leads(s, q.next)
      ? []
      : [{ field: `questions/${q.id}/next`, words: 'This question leads nowhere. Choose what comes next.' }];
  return q.answers
    .filter((a) => !leads(s, a.next))
    .map((a) => ({
      field: `questions/${q.id}/answers/${a.id}/next`,
      words: `${a.label.trim() ? `“${a.label.trim()}”` : 'An answer'} leads nowhere. Choose what comes next.`,
    }));
}

/** The answer "talked" of a question that is the only one: it would end the talk at once. */
export function endsAtOnce(s: Script): string | undefined {
  const [q, more] = s.questions;
  if (!q || more) return undefined;
  return q.answers.find((a) => a.outcome === 'talked' && a.next === end)?.label || undefined;
}

/** The fields of a new question behind the others, or behind one of them. */
export function withQuestion(f: Fields, q: Question, behind?: string): Fields {
  const order = list(f.questions);
  const at = behind ? order.indexOf(behind) + 1 : order.length;
  return { ...questionFields(q), questions: order.toSpliced(at, 0, q.id) };
}

export function withAnswer(f: Fields, question: string, a: Answer, behind?: string): Fields {
  const field = `questions/${question}/answers`;
  const order = list(f[field]);
  const at = behind ? order.indexOf(behind) + 1 : order.length;
  return { ...answerFields(question, a), [field]: order.toSpliced(at, 0, a.id) };
}

/** An order with one of it a place further up or down; it stays as it is at its ends. */
export function moved(order: readonly string[], id: string, by: 1 | -1, first = 0): string[] {
  const at = order.indexOf(id);
  const to = at + by;
  if (at < 0 || to < first || to >= order.length) return [...order];
  return order.toSpliced(at, 1).toSpliced(to, 0, id);
}

/** What may stand in braces: what every campaign knows, and the columns of its files that became fields of their own. */
export function mergeFields(loads: readonly Load[]): string[] {
  const out = ['first_name', 'last_name', 'name'];
  for (const l of loads)
    for (const f of l.plan.fields) {
      const own = f.startsWith('field:') ? f.slice('field:'.length) : '';
      if (own && !out.includes(own)) out.push(own);
    }
  return out;
}

/** Somebody to read the script to: the first of the file, or a made-up person. */
export function sampleOf(loads: readonly Load[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const l of loads) {
    const row = l.shape.sample[0];
    if (!row) continue;
    l.plan.fields.forEach((f, i) => {
      const value = row[i]?.trim();
      if (f && value && f !== 'phone') out[f.replace('field:', '')] ??= value;
    });
  }
  if (!out.name && !out.first_name) Object.assign(out, { first_name: 'Aisha', last_name: 'Khan' });
  out.name ??= `${out.first_name ?? ''} ${out.last_name ?? ''}`.trim();
  const words = out.name.split(/\s+/);
  out.first_name ??= words[0] ?? '';
  out.last_name ??= words.slice(1).join(' ');
  return out;
}

/** A text with its merge fields put in; what nobody knows stays in braces. */
export function said(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, field: string) =>
    Object.hasOwn(values, field) ? (values[field] ?? whole) : whole,
  );
}

/** Merge fields of a text that no column fills. */
export function unknownFields(text: string, known: readonly string[]): string[] {
  const used = [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '');
  return [...new Set(used.filter((f) => !known.includes(f)))];
}
