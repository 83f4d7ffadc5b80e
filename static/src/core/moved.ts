// How many changes wait while the order of the queue is held.

import { find, type GroupName, groupOf, type Order, order } from './order';
import type { Entry, Id } from './types';

/**
 * How many people moved, came, left or changed group between a held order and the latest one: "3 changes waiting".
 * `touched` is everybody whose entry changed meanwhile, as they were shown in the held order, and `now` as what they
 * are shown in the latest; undefined: not at all.
 */
export function moved(
  held: Order,
  latest: Order,
  touched: ReadonlyMap<Id, Entry | undefined>,
  now: (id: Id) => Entry | undefined,
): number {
  let count = 0;
  const inside = new Map<GroupName, Shift>();
  const shift = (g: GroupName) => {
    let s = inside.get(g);
    if (!s) {
      s = { left: [], came: [], stayed: [] };
      inside.set(g, s);
    }
    return s;
  };
  for (const [id, before] of touched) {
    const after = now(id);
    const from = before && groupOf(before.status);
    const to = after && groupOf(after.status);
    if (from && from === to) {
      if (order[from](before, after!) === 0) continue;
      const was = find(held.passing[from], before, order[from]);
      const is = find(latest.passing[from], after!, order[from]);
      shift(from).stayed.push({ was, is });
      continue;
    }
    if (from) shift(from).left.push(find(held.passing[from], before, order[from]));
    if (to) shift(to).came.push(find(latest.passing[to], after!, order[to]));
    if (from || to) count++;
  }
  for (const [g, s] of inside) if (s.stayed.length) count += fewest(s, held.passing[g].length);
  return count;
}

/** What happened inside one group: rows that left it, came to it, and changed their place in it. */
interface Shift {
  left: number[];
  came: number[];
  stayed: { was: number; is: number }[];
}

/** More than this many are counted, not compared with each other. */
const few = 200;

/**
 * How few people of a group must have been moved to make the new order of the old one: all that changed place, without
 * the most of them that are in the same order as before, among themselves and with those who did not change.
 */
function fewest({ left, came, stayed }: Shift, size: number): number {
  if (stayed.length > few) return stayed.length;
  const still = size - left.length - stayed.length;
  const before = [...left, ...stayed.map((s) => s.was)].sort(ascending);
  const after = [...came, ...stayed.map((s) => s.is)].sort(ascending);
  // How many of those who did not change come before it, then and now.
  const rows = stayed
    .map((s) => ({ ...s, a: s.was - below(before, s.was), b: s.is - below(after, s.is) }))
    .sort((x, y) => x.was - y.was);
  const best: number[] = [];
  let most = still;
  rows.forEach((r, i) => {
    let n = Math.min(r.a, r.b);
    for (let j = 0; j < i; j++) {
      const q = rows[j]!;
      if (q.is < r.is) n = Math.max(n, best[j]! + Math.max(0, Math.min(r.a, r.b) - Math.max(q.a, q.b)));
    }
    best.push(n + 1);
    most = Math.max(most, n + 1 + Math.max(0, still - Math.max(r.a, r.b)));
  });
  return still + stayed.length - most;
}

const ascending = (a: number, b: number) => a - b;

/** How many of the sorted numbers are less than n. */
function below(sorted: readonly number[], n: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < n) low = middle + 1;
    else high = middle;
  }
  return low;
}
