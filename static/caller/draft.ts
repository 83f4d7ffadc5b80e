// What is being typed, kept on the device until it is given: through a reload, a crash, a dead battery.
import type { Store } from './outbox';

/** An answer on its way: words, choices among several, or the time of a call back. */
export interface Draft {
  typed?: string;
  picked?: readonly string[];
  /** The answer that asks for a time, and the time. */
  later?: string;
  at?: string;
}

export interface Drafts {
  of(turn: number, question: string): Draft | undefined;
  /** Without a draft what there was is dropped. */
  keep(turn: number, question: string, draft?: Draft): void;
}

const most = 8;

export function drafts(store: Store | undefined, at: string): Drafts {
  let all = read(store, at);
  const name = (turn: number, question: string) => `${turn} ${question}`;
  return {
    of: (turn, question) => all.find(([n]) => n === name(turn, question))?.[1],
    keep(turn, question, draft) {
      const n = name(turn, question);
      const before = all.length;
      all = all.filter(([x]) => x !== n);
      if (draft) all = [...all, [n, draft] as const].slice(-most);
      else if (all.length === before) return;
      try {
        store?.setItem(at, JSON.stringify(all));
      } catch {
        // nothing is kept here, or it is full
      }
    },
  };
}

function read(store: Store | undefined, at: string): (readonly [string, Draft])[] {
  try {
    const all = JSON.parse(store?.getItem(at) ?? '[]') as [string, Draft][];
    return Array.isArray(all)
      ? all.filter((d) => typeof d?.[0] === 'string' && typeof d[1] === 'object' && d[1])
      : [];
  } catch {
    return [];
  }
}
