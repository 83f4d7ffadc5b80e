// How the people of a list stand now, whoever calls: in a call first, then the newest change. The order is kept, and
// only who changed is sorted in again.

import type { LeadersNow } from './leaders';
import { finder, fold } from './text';
import type { Entry, EntryStatus, Id, Instant, Named, OnList } from './types';

/** One person of a list, with the viewer's own entry or without one. */
export interface Standing {
  /** The supporter's. */
  readonly id: Id;
  readonly name: string;
  readonly city: string;
  /** In the viewer's own session. */
  readonly entry?: Entry;
  /** On the list, for who has no session of their own. */
  readonly person?: OnList;
  /** Another leader who is calling them now. */
  readonly with?: Named;
  /** They are in a call. */
  readonly now: boolean;
  /** When something last changed; absent: nobody ever called them. */
  readonly at?: Instant;
  /** Breaks a tie: the order of the queue, or of the list. */
  readonly place: number;
}

export type StandingStatus = EntryStatus | 'not_logged' | 'now' | 'called' | 'never' | '';

/** What can be asked for by who has a session of their own, and by who has none. */
export const ownStatuses: readonly StandingStatus[] = [
  'now',
  'available',
  'skipped',
  'unavailable',
  'system_skipped',
  'attempted',
  'not_logged',
  'completed',
  'not_callable',
];
export const listStatuses: readonly StandingStatus[] = ['now', 'called', 'never'];

/** Who is with another leader now, and since when. */
export function callsOf(v: LeadersNow, own: Id | undefined): ReadonlyMap<Id, { with: Named; at?: Instant }> {
  const out = new Map<Id, { with: Named; at?: Instant }>();
  for (const w of v.with) {
    if (!w.with || (own !== undefined && w.session === own)) continue;
    const line = v.leaders.find((l) => l.session === w.session);
    out.set(w.supporter, { with: w.with, at: line?.phone.person?.dialled_at ?? line?.phone.since });
  }
  return out;
}

type Calls = ReturnType<typeof callsOf>;
/** Names and cities that were edited since the rows were read. */
export type Edited = ReadonlyMap<Id, { name: string; city: string }>;

export function standingOf(e: Entry, calls: Calls, edited: Edited): Standing {
  const s = edited.get(e.supporter.id);
  const call = calls.get(e.supporter.id);
  return {
    id: e.supporter.id,
    name: s?.name ?? e.supporter.name,
    city: s?.city ?? e.supporter.city ?? '',
    entry: e,
    with: call?.with,
    now: !!call || e.status === 'calling',
    at: call?.at ?? e.updated_at,
    place: e.place,
  };
}

export function standingOnList(p: OnList, calls: Calls): Standing {
  const call = calls.get(p.id);
  return {
    id: p.id,
    name: p.name,
    city: p.city,
    person: p,
    with: call?.with,
    now: !!call,
    at: call?.at ?? p.last_contact?.at,
    place: p.position,
  };
}

/** A row that shows nothing new is the old one: it is neither sorted in again nor counted as a change. */
function same(a: Standing, b: Standing): boolean {
  return (
    a.entry === b.entry &&
    a.person === b.person &&
    a.with?.id === b.with?.id &&
    a.at === b.at &&
    a.name === b.name &&
    a.city === b.city
  );
}

function byNewest(a: Standing, b: Standing): number {
  if (a.now !== b.now) return a.now ? -1 : 1;
  if (a.at !== b.at) {
    if (!a.at || !b.at) return a.at ? -1 : 1;
    // The server leaves out zeros at the end (12.5Z comes before 12.52Z), so the Z is no part of it.
    return a.at.slice(0, -1) < b.at.slice(0, -1) ? 1 : -1;
  }
  return a.place - b.place || (a.id < b.id ? -1 : 1);
}

/** The rows in their order, as they follow what happens. */
export class Standings {
  #by: ReadonlyMap<Id, Standing> = new Map();
  #sorted: readonly Standing[] = [];

  /** Everybody as they stand now, in any order. Nothing new: the same array as before. */
  put(rows: Iterable<Standing>): readonly Standing[] {
    const by = new Map<Id, Standing>();
    const changed: Standing[] = [];
    for (const fresh of rows) {
      const old = this.#by.get(fresh.id);
      const row = old && same(old, fresh) ? old : fresh;
      if (row !== old) changed.push(row);
      by.set(row.id, row);
    }
    const left = by.size - changed.length < this.#by.size;
    this.#by = by;
    if (!changed.length && !left) return this.#sorted;
    // Two runs in order: sorting them is merging them.
    const stayed = left ? this.#sorted.filter((r) => by.get(r.id) === r) : this.#sorted;
    this.#sorted = [...stayed, ...changed.sort(byNewest)].sort(byNewest);
    return this.#sorted;
  }
}

/** Folded names are kept beside their rows: ten thousand of them are not folded at each letter. */
const folded = new WeakMap<Standing, string>();

function foldedName(r: Standing): string {
  let f = folded.get(r);
  if (f === undefined) {
    f = fold(r.name);
    folded.set(r, f);
  }
  return f;
}

function has(r: Standing, status: StandingStatus): boolean {
  switch (status) {
    case '':
      return true;
    case 'now':
      return r.now;
    case 'called':
      return !!r.person?.last_contact;
    case 'never':
      return !r.person?.last_contact;
    case 'not_logged':
      return !!r.entry?.not_logged;
    default:
      return r.entry?.status === status;
  }
}

/** Those who pass the filters, in the same order. */
export function passing(
  rows: readonly Standing[],
  search: string,
  status: StandingStatus,
): readonly Standing[] {
  const found = search.trim() ? finder(search) : undefined;
  if (!found && !status) return rows;
  return rows.filter((r) => has(r, status) && (!found || found(foldedName(r))));
}

/** The rows where they stand, each as it is now; who is gone stays until the order is let go. */
export function heldRows(shown: readonly Standing[], latest: readonly Standing[]): readonly Standing[] {
  const by = new Map(latest.map((r) => [r.id, r]));
  return shown.map((r) => by.get(r.id) ?? r);
}

/** How many rows are not as they are shown. */
export function changedSince(shown: readonly Standing[], latest: readonly Standing[]): number {
  const was = new Map(shown.map((r) => [r.id, r]));
  let n = 0;
  let both = 0;
  for (const r of latest) {
    const old = was.get(r.id);
    if (old) both++;
    if (old !== r) n++;
  }
  return n + (shown.length - both);
}
