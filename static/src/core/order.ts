// The order of the queue on the page: four groups, the filters, and what is the same order as before.

import { fold, matches } from './text';
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

const groups: readonly GroupName[] = ['now', 'queue', 'later', 'completed', 'never'];

export interface Filters {
  search: string;
  status: EntryStatus | 'not_logged' | '';
  /** A leader's id. */
  leader: Id | '';
}

export const noFilters: Filters = { search: '', status: '', leader: '' };

export interface Order {
  /** What the table shows from top to bottom. */
  rows: readonly OrderRow[];
  /** How many people pass the filters. */
  shown: number;
  total: number;
  /** Place in the queue, from 1, of every available entry, filtered or not. */
  places: ReadonlyMap<Id, number>;
  first: Id | undefined;
}

export type OrderRow = { kind: 'group'; group: GroupName; count: number } | { kind: 'entry'; id: Id };

/** Folded names are kept beside their entries: ten thousand of them are not folded at each letter. */
const folded = new WeakMap<Entry['supporter'], string>();

function foldedName(e: Entry): string {
  let f = folded.get(e.supporter);
  if (f === undefined) {
    f = fold(e.supporter.name);
    folded.set(e.supporter, f);
  }
  return f;
}

export function orderOf(entries: Iterable<Entry>, f: Filters): Order {
  const by: Record<GroupName, Entry[]> = { now: [], queue: [], later: [], completed: [], never: [] };
  let total = 0;
  for (const e of entries) {
    total++;
    by[groupOf(e.status)].push(e);
  }
  by.queue.sort(byPlace);
  by.later.sort(byReturn);
  by.completed.sort(byUpdate);
  by.never.sort(byPlace);
  const places = new Map<Id, number>();
  by.queue.forEach((e, i) => {
    places.set(e.id, i + 1);
  });
  const rows: OrderRow[] = [];
  let shown = 0;
  const passes = filter(f);
  for (const group of groups) {
    const inside = passes ? by[group].filter(passes) : by[group];
    if (!inside.length) continue;
    shown += inside.length;
    if (group !== 'now') rows.push({ kind: 'group', group, count: inside.length });
    for (const e of inside) rows.push({ kind: 'entry', id: e.id });
  }
  return { rows, shown, total, places, first: by.queue[0]?.id };
}

function filter(f: Filters): ((e: Entry) => boolean) | undefined {
  const { search, status, leader } = f;
  if (!search.trim() && !status && !leader) return undefined;
  return (e) => {
    if (status === 'not_logged' ? !e.not_logged : status && e.status !== status) return false;
    if (leader && leader !== e.by?.id && leader !== e.with?.id && leader !== e.skip?.by.id) return false;
    return !search.trim() || matches(foldedName(e), search);
  };
}

function byPlace(a: Entry, b: Entry): number {
  return a.place - b.place || (a.id < b.id ? -1 : 1);
}

/** Whoever comes back by time comes first, soonest on top; then the rest in the order of the list. */
function byReturn(a: Entry, b: Entry): number {
  const x = a.skip?.until ?? a.returns_at;
  const y = b.skip?.until ?? b.returns_at;
  if (x && y && x !== y) return x < y ? -1 : 1;
  if (!x !== !y) return x ? -1 : 1;
  return a.rank - b.rank || (a.id < b.id ? -1 : 1);
}

function byUpdate(a: Entry, b: Entry): number {
  return a.updated_at === b.updated_at ? byPlace(a, b) : a.updated_at < b.updated_at ? 1 : -1;
}

/** How many people moved, came or changed group between two orders: "3 changes waiting". */
export function differences(held: Order, latest: Order): number {
  const was = new Map<Id, { group: GroupName; at: number }>();
  walk(held, (id, group, at) => was.set(id, { group, at }));
  let changed = 0;
  const stayed: number[] = [];
  walk(latest, (id, group) => {
    const before = was.get(id);
    was.delete(id);
    if (before?.group === group) stayed.push(before.at);
    else changed++;
  });
  return changed + was.size + stayed.length - longestRise(stayed);
}

function walk(o: Order, f: (id: Id, group: GroupName, at: number) => void) {
  let group: GroupName = 'now';
  o.rows.forEach((r, at) => {
    if (r.kind === 'group') group = r.group;
    else f(r.id, group, at);
  });
}

/** Length of the longest increasing subsequence: those who kept their order among each other. */
function longestRise(numbers: readonly number[]): number {
  const tails: number[] = [];
  for (const n of numbers) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tails[middle]! < n) low = middle + 1;
      else high = middle;
    }
    tails[low] = n;
  }
  return tails.length;
}
