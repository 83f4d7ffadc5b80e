// The order of the queue on the page: who is on the phone, then four groups, each in its own order.

import { newestFirst } from './times';
import type { Entry, EntryStatus, Id } from './types';

export type GroupName = 'now' | 'queue' | 'later' | 'completed' | 'never';

export function groupOf(status: EntryStatus): GroupName {
  switch (status) {
    case 'calling':
      return 'now';
    case 'available':
      return 'queue';
    case 'skipped':
    case 'unavailable':
    case 'system_skipped':
    case 'attempted':
      return 'later';
    case 'completed':
      return 'completed';
    case 'not_callable':
      return 'never';
  }
}

export const groupWords: Record<GroupName, string> = {
  now: 'On the phone',
  queue: 'In the queue',
  later: 'Back later',
  completed: 'Completed',
  never: 'Not callable',
};

export const groups: readonly GroupName[] = ['now', 'queue', 'later', 'completed', 'never'];

/** `place` is the place in the queue, from 1, of an available entry, filtered or not. */
export type OrderRow =
  | { kind: 'group'; group: GroupName; count: number }
  | { kind: 'entry'; id: Id; place: number | undefined };

export type Groups = Record<GroupName, Entry[]>;
export const none = (): Groups => ({ now: [], queue: [], later: [], completed: [], never: [] });
/** People on the phone stand on top without a heading. */
export const heading = (g: GroupName, list: readonly Entry[]) => (g !== 'now' && list.length > 0 ? 1 : 0);

/** What the table shows from top to bottom: headings and entries. */
export class Order {
  /** Everybody, and who passes the filters: the same lists when there are none. */
  all = none();
  passing = this.all;

  /** How many people there are. */
  get total(): number {
    return groups.reduce((n, g) => n + this.all[g].length, 0);
  }

  /** How many of them pass the filters. */
  get shown(): number {
    return groups.reduce((n, g) => n + this.passing[g].length, 0);
  }

  /** How many can be called. */
  get available(): number {
    return this.all.queue.length;
  }

  get first(): Id | undefined {
    return this.all.queue[0]?.id;
  }

  /** The number of rows, headings too. */
  get length(): number {
    return groups.reduce((n, g) => n + this.passing[g].length + heading(g, this.passing[g]), 0);
  }

  /** At which rows the headings are. */
  headings(): number[] {
    const out: number[] = [];
    let at = 0;
    for (const g of groups) {
      const list = this.passing[g];
      if (heading(g, list)) out.push(at++);
      at += list.length;
    }
    return out;
  }

  row(index: number): OrderRow | undefined {
    let i = index;
    for (const group of groups) {
      const list = this.passing[group];
      if (heading(group, list) && i-- === 0) return { kind: 'group', group, count: list.length };
      const e = list[i];
      if (e) return { kind: 'entry', id: e.id, place: group === 'queue' ? this.#place(e, i) : undefined };
      i -= list.length;
    }
    return undefined;
  }

  #place(e: Entry, i: number): number {
    return (this.passing === this.all ? i : find(this.all.queue, e, byPlace)) + 1;
  }

  /** At which row somebody is; -1 when they are not shown. */
  indexOf(id: Id): number {
    let at = 0;
    for (const g of groups) {
      const list = this.passing[g];
      at += heading(g, list);
      const i = list.findIndex((e) => e.id === id);
      if (i >= 0) return at + i;
      at += list.length;
    }
    return -1;
  }

  /** The next row with a person at or after `from` in a direction. */
  person(from: number, way: 1 | -1): number | undefined {
    const end = this.length;
    for (let i = from; i >= 0 && i < end; i += way) if (this.row(i)?.kind === 'entry') return i;
    return undefined;
  }
}

export type Compare = (a: Entry, b: Entry) => number;

/** Where an entry is in a sorted list, or belongs. */
export function find(list: readonly Entry[], e: Entry, compare: Compare): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(list[middle]!, e) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const byId: Compare = (a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1);
export const byPlace: Compare = (a, b) => a.place - b.place || byId(a, b);

/** Whoever comes back by time comes first, soonest on top; then the rest in the order of the list. */
const byReturn: Compare = (a, b) => {
  const x = a.skip?.until ?? a.returns_at;
  const y = b.skip?.until ?? b.returns_at;
  if (x && y && x !== y) return x < y ? -1 : 1;
  if (!x !== !y) return x ? -1 : 1;
  return a.rank - b.rank || byId(a, b);
};

const byUpdate: Compare = (a, b) => newestFirst(a.updated_at, b.updated_at) || byPlace(a, b);

/** How the people of a group stand among each other. */
export const order: Record<GroupName, Compare> = {
  now: byPlace,
  queue: byPlace,
  later: byReturn,
  completed: byUpdate,
  never: byPlace,
};
