// Reading a script as it will be used: an answer leads to the next question, Backspace leads back.
import type { components } from '../src/core/api.gen';

export type Script = components['schemas']['CampaignScript'];
export type Question = components['schemas']['ScriptQuestion'];

export const end = 'end';

/** One question that was answered: what was said, and where that led. */
export interface Given {
  question: string;
  /** The labels of the answers, or what was typed; empty: read only, or left out. */
  said: string[];
  to: string;
}

/** The question that is asked after these answers; end behind the last one, lost where a branch leads nowhere (yet). */
export function here(script: Script, given: readonly Given[]): Question | 'end' | 'lost' {
  const last = given[given.length - 1];
  if (!last) return script.questions[0] ?? 'lost';
  if (last.to === end) return 'end';
  return script.questions.find((q) => q.id === last.to) ?? 'lost';
}

/** Where an answer leads: a single choice by the answer, every other kind to one place. */
export function leads(q: Question, ids: readonly string[]): string {
  if (q.kind !== 'single') return q.next ?? '';
  return q.answers.find((a) => a.id === ids[0])?.next ?? '';
}

export function answer(q: Question, ids: readonly string[], typed = ''): Given {
  const said = q.answers.filter((a) => ids.indexOf(a.id) >= 0).map((a) => a.label);
  if (typed.trim()) said.push(typed.trim());
  return { question: q.title || q.text, said, to: leads(q, ids) };
}

/** The parts of a text: plain words, and merge fields to be shown as such. */
export function parts(text: string): { words: string; field: boolean }[] {
  return text
    .split(/(\{[a-z_]+\})/)
    .filter((p) => p !== '')
    .map((p) => {
      const field = /^\{[a-z_]+\}$/.test(p);
      return { words: field ? p.slice(1, -1).replace(/_/g, ' ') : p, field };
    });
}

export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter(Boolean);
}
