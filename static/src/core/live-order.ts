// The order of the queue as it follows the entries. It is kept, not made anew: a changed entry is taken out and put in
// again where it belongs, which is a search in a sorted list and no sort.

import { type Filters, passing } from './filters';
import { moved } from './moved';
import { type Compare, find, type Groups, groupOf, groups, heading, none, Order, order } from './order';
import type { Entry, Id } from './types';

/** More than this many changes at once are sorted in together. */
const many = 400;

/** The order that follows the entries. */
export class LiveOrder extends Order {
  /** Entries as they stand in the lists: by these they are found again. */
  #kept = new Map<Id, Entry>();
  #passes: ((e: Entry) => boolean) | undefined;
  /** Who was touched since the copy, and as what they were shown in it. */
  #touched: Map<Id, Entry | undefined> | undefined;

  /** Puts entries in, or in again where they belong now. */
  put(entries: readonly Entry[]) {
    const changed = new Map<Id, Entry>();
    for (const e of entries) if (this.#kept.get(e.id) !== e) changed.set(e.id, e);
    if (changed.size <= many) return this.#move([...changed.values()].map((e) => [this.#kept.get(e.id), e]));
    for (const e of changed.values()) {
      this.#touch(e.id);
      this.#kept.set(e.id, e);
    }
    this.#sort();
  }

  /** Does the entry belong elsewhere than where it was put? */
  moves(e: Entry): boolean {
    const was = this.#kept.get(e.id);
    const group = groupOf(e.status);
    return !was || groupOf(was.status) !== group || order[group](was, e) !== 0;
  }

  /** Takes everybody out who is not wanted any more. */
  keep(wanted: (id: Id) => boolean) {
    this.#move([...this.#kept.values()].flatMap((e): Moved[] => (wanted(e.id) ? [] : [[e, undefined]])));
  }

  filter(f: Filters) {
    this.#passes = passing(f);
    const passes = this.#passes;
    this.passing = this.all;
    if (!passes) return;
    this.passing = none();
    for (const g of groups) this.passing[g] = this.all[g].filter(passes);
  }

  override indexOf(id: Id): number {
    const e = this.#kept.get(id);
    if (!e || !this.#isShown(e)) return -1;
    const group = groupOf(e.status);
    let at = find(this.passing[group], e, order[group]);
    for (const g of groups) {
      at += heading(g, this.passing[g]);
      if (g === group) break;
      at += this.passing[g].length;
    }
    return at;
  }

  /** The order as it is, which stays so; from now on the changes since are counted. */
  copy(): Order {
    this.#touched = new Map();
    const held = new Order();
    held.all = copied(this.all);
    held.passing = this.passing === this.all ? held.all : copied(this.passing);
    return held;
  }

  /** How many people moved, came, left or changed group since the copy. */
  since(held: Order): number {
    const shown = (id: Id) => {
      const e = this.#kept.get(id);
      return e && this.#isShown(e) ? e : undefined;
    };
    return this.#touched ? moved(held, this, this.#touched, shown) : 0;
  }

  /** Counts no changes any more. */
  forget() {
    this.#touched = undefined;
  }

  #isShown(e: Entry): boolean {
    return !this.#passes || this.#passes(e);
  }

  #touch(id: Id) {
    if (!this.#touched || this.#touched.has(id)) return;
    const e = this.#kept.get(id);
    this.#touched.set(id, e && this.#isShown(e) ? e : undefined);
  }

  #move(all: readonly Moved[]) {
    for (const [old, e] of all) this.#touch((e ?? old)!.id);
    swap(this.all, all);
    const shown = (e: Entry | undefined) => (e && this.#isShown(e) ? e : undefined);
    if (this.passing !== this.all)
      swap(
        this.passing,
        all.map(([old, e]) => [shown(old), shown(e)]),
      );
    for (const [old, e] of all) {
      if (e) this.#kept.set(e.id, e);
      else this.#kept.delete(old!.id);
    }
  }

  #sort() {
    const filtered = this.passing !== this.all;
    this.all = none();
    for (const e of this.#kept.values()) this.all[groupOf(e.status)].push(e);
    for (const g of groups) this.all[g].sort(order[g]);
    this.passing = this.all;
    if (!filtered || !this.#passes) return;
    this.passing = none();
    for (const g of groups) this.passing[g] = this.all[g].filter(this.#passes);
  }
}

function copied(from: Groups): Groups {
  const out = none();
  for (const g of groups) out[g] = from[g].slice();
  return out;
}

/** An entry as it stands in the lists, and as it shall: in no list when undefined. */
type Moved = readonly [old: Entry | undefined, e: Entry | undefined];

/** Takes the old ones out of the lists and puts the new ones in. */
function swap(lists: Groups, all: readonly Moved[]) {
  const leaving = none();
  const coming = none();
  for (const [old, e] of all) {
    const from = old && groupOf(old.status);
    const to = e && groupOf(e.status);
    if (from && from === to && order[from](old, e!) === 0) {
      lists[from][find(lists[from], old, order[from])] = e!;
      continue;
    }
    if (from) leaving[from].push(old);
    if (to) coming[to].push(e!);
  }
  for (const g of groups)
    if (leaving[g].length || coming[g].length) lists[g] = swapped(lists[g], leaving[g], coming[g], order[g]);
}

/** More than this many are taken out and put in by copying the list once, not by moving its end each time. */
const few = 2;

function swapped(list: Entry[], leaving: Entry[], coming: Entry[], compare: Compare): Entry[] {
  if (leaving.length + coming.length <= few) {
    for (const e of leaving) list.splice(find(list, e, compare), 1);
    for (const e of coming) list.splice(find(list, e, compare), 0, e);
    return list;
  }
  const out: Entry[] = [];
  let at = 0;
  const until = (end: number) => {
    for (; at < end; at++) out.push(list[at]!);
  };
  const steps = [
    ...leaving.map((e) => ({ e, at: find(list, e, compare), leaves: true })),
    ...coming.map((e) => ({ e, at: find(list, e, compare), leaves: false })),
  ];
  // Who comes to the place of one who leaves stands before it: both are put in before the list is gone on with.
  steps.sort((a, b) => a.at - b.at || compare(a.e, b.e));
  for (const s of steps) {
    until(s.at);
    if (s.leaves) at++;
    else out.push(s.e);
  }
  until(list.length);
  return out;
}
