// A script walked with answers, in a talk as in its preview: an answer leads to the next question, one taken back leads back. The
// server walks the same way.
import type { components } from '../src/core/api.gen';

export type Script = components['schemas']['CampaignScript'];
export type Question = components['schemas']['ScriptQuestion'];

export const end = 'end';

/** What was answered to a question: an answer's id, ids, a text, a number, a date; null: left out; true: read. */
export interface Given {
  question: string;
  value: unknown;
}

export interface Path {
  /** From the first to the one that is open, or to the last. */
  questions: Question[];
  /** The one that waits for its answer. */
  open?: Question;
  /** A branch leads nowhere (yet). */
  lost: boolean;
}

/** Follows a script from question 1 up to the first one that has no answer. */
export function walk(script: Script, given: readonly Given[]): Path {
  const p: Path = { questions: [], lost: script.questions.length === 0 };
  let at: string | undefined = script.questions[0]?.id;
  while (at !== end && p.questions.length <= script.questions.length) {
    const q: Question | undefined = script.questions.find((x) => x.id === at);
    if (!q) return { ...p, lost: true };
    p.questions.push(q);
    const g = given.find((x) => x.question === q.id);
    if (!g || (q.kind === 'single' && !q.answers.some((a) => a.id === g.value))) return { ...p, open: q };
    at = leads(q, g.value);
  }
  return p;
}

/** Where an answer leads: a single choice by the answer, every other kind to one place. */
export function leads(q: Question, value: unknown): string {
  if (q.kind !== 'single') return q.next ?? '';
  return q.answers.find((a) => a.id === value)?.next ?? '';
}

/** An answer as it is read back. */
export function said(q: Question, value: unknown): string {
  const labels = q.answers
    .filter((a) => a.id === value || (Array.isArray(value) && value.indexOf(a.id) >= 0))
    .map((a) => a.label);
  if (q.kind === 'single' || q.kind === 'multiple') return labels.join(', ') || 'None of them';
  if (q.kind === 'read') return q.title || 'Read';
  if (value === null || value === '') return 'Left out';
  return q.kind === 'date' ? String(value).split('-').reverse().join('/') : String(value);
}

/** The parts of a text: plain words, and merge fields, filled where a value is known. */
export function parts(
  text: string,
  fields: Readonly<Record<string, string>> = {},
): { words: string; field: boolean }[] {
  return text
    .split(/(\{[a-z0-9_]+\})/)
    .filter((p) => p !== '')
    .map((p) => {
      const name = /^\{([a-z0-9_]+)\}$/.exec(p)?.[1];
      if (!name) return { words: p, field: false };
      const value = fields[name];
      return value === undefined
        ? { words: name.replace(/_/g, ' '), field: true }
        : { words: value, field: false };
    });
}

export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter(Boolean);
}
