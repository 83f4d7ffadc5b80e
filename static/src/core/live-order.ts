// The order of the queue as it follows the entries. It is kept, not made anew: a changed entry is taken out and put in
// again where it belongs, which is a search in a sorted list and no sort.

import { type Filters, passing } from './filters';
import { moved } from './moved';
import { find, type Groups, groupOf, groups, heading, none, Order, order } from './order';
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
    const changed = entries.filter((e) => this.#kept.get(e.id) !== e);
    if (changed.length <= many) {
      for (const e of changed) this.#move(this.#kept.get(e.id), e);
      return;
    }
    for (const e of changed) {
      this.#touch(e.id);
      this.#kept.set(e.id, e);
    }
    this.#sort();
  }

  /** Takes everybody out who is not wanted any more. */
  keep(wanted: (id: Id) => boolean) {
    for (const e of [...this.#kept.values()]) if (!wanted(e.id)) this.#move(e, undefined);
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

  #move(old: Entry | undefined, e: Entry | undefined) {
    this.#touch((e ?? old)!.id);
    swap(this.all, old, e);
    if (this.passing !== this.all)
      swap(this.passing, old && this.#isShown(old) ? old : undefined, e && this.#isShown(e) ? e : undefined);
    if (e) this.#kept.set(e.id, e);
    else this.#kept.delete(old!.id);
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

/** Takes `old` out of the lists and puts `e` in. */
function swap(lists: Groups, old: Entry | undefined, e: Entry | undefined) {
  const from = old && groupOf(old.status);
  const to = e && groupOf(e.status);
  if (from && from === to && order[from](old, e!) === 0) {
    lists[from][find(lists[from], old, order[from])] = e!;
    return;
  }
  if (from) lists[from].splice(find(lists[from], old, order[from]), 1);
  if (to) lists[to].splice(find(lists[to], e!, order[to]), 0, e!);
}
