// The entries of a session as an immutable list that is cheap to change: replacing one entry copies one chunk of
// it, not ten thousand rows. The index is shared between versions until an entry is added.

import { byPlace } from './order';
import type { Entry, Id } from './types';

const size = 128;

export interface Roster {
  readonly length: number;
  readonly chunks: readonly (readonly Entry[])[];
  readonly index: ReadonlyMap<Id, number>;
}

export function roster(entries: readonly Entry[] = []): Roster {
  const index = new Map<Id, number>();
  const all: Entry[] = [];
  for (const e of entries) {
    const at = index.get(e.id);
    if (at === undefined) {
      index.set(e.id, all.length);
      all.push(e);
    } else {
      all[at] = newer(all[at], e);
    }
  }
  const chunks: Entry[][] = [];
  for (let i = 0; i < all.length; i += size) chunks.push(all.slice(i, i + size));
  return { length: all.length, chunks, index };
}

export function entryOf(r: Roster, id: Id): Entry | undefined {
  const i = r.index.get(id);
  return i === undefined ? undefined : r.chunks[Math.floor(i / size)]?.[i % size];
}

const people = new WeakMap<Roster['index'], Map<Id, Id>>();

/** The id of somebody's entry. */
export function entryFor(r: Roster, supporter: Id): Id | undefined {
  let of = people.get(r.index);
  if (!of) {
    of = new Map();
    for (const e of entriesOf(r)) of.set(e.supporter.id, e.id);
    people.set(r.index, of);
  }
  return of.get(supporter);
}

const firsts = new WeakMap<readonly Entry[], Entry[]>();

/** The first two, by place, who can be called and are not with another leader. */
export function comingUp(r: Roster): Entry[] {
  return firstTwo(
    r.chunks.flatMap((c) => {
      const two = firsts.get(c) ?? firstTwo(c);
      firsts.set(c, two);
      return two;
    }),
  );
}

function firstTwo(some: readonly Entry[]): Entry[] {
  let first: Entry | undefined;
  let second: Entry | undefined;
  for (const e of some) {
    if (e.status !== 'available' || e.with) continue;
    if (!first || byPlace(e, first) < 0) [first, second] = [e, first];
    else if (!second || byPlace(e, second) < 0) second = e;
  }
  return [first, second].filter((e) => !!e);
}

export function* entriesOf(r: Roster): Generator<Entry> {
  for (const chunk of r.chunks) yield* chunk;
}

/** Puts entries in: replaces by id, adds the unknown at the end. An older version never replaces a newer one. */
export function merge(r: Roster, changed: readonly Entry[]): Roster {
  let chunks: (readonly Entry[])[] | undefined;
  const own = new Set<number>();
  let index: Map<Id, number> | undefined;
  let length = r.length;
  for (const e of changed) {
    let at = (index ?? r.index).get(e.id);
    const isNew = at === undefined;
    if (at === undefined) {
      index ??= new Map(r.index);
      at = length++;
      index.set(e.id, at);
    }
    chunks ??= [...r.chunks];
    const c = Math.floor(at / size);
    if (!own.has(c)) {
      own.add(c);
      chunks[c] = [...(chunks[c] ?? [])];
    }
    const chunk = chunks[c] as Entry[];
    chunk[at % size] = isNew ? e : newer(chunk[at % size], e);
  }
  return chunks ? { length, chunks, index: index ?? r.index } : r;
}

/** The roster without some entries. Rare, so it is built anew. */
export function without(r: Roster, gone: readonly Id[]): Roster {
  const out = new Set(gone.filter((id) => r.index.has(id)));
  if (!out.size) return r;
  return roster([...entriesOf(r)].filter((e) => !out.has(e.id)));
}

/** The entries of a roster that are not in an earlier one as they are now. */
export function differing(before: Roster | undefined, r: Roster): Entry[] {
  const out: Entry[] = [];
  for (let c = 0; c < r.chunks.length; c++) {
    const chunk = r.chunks[c]!;
    const old = before?.chunks[c];
    if (old === chunk) continue;
    for (let i = 0; i < chunk.length; i++) if (chunk[i] !== old?.[i]) out.push(chunk[i]!);
  }
  return out;
}

/** The later of two states of one entry. Events carry no phone numbers, so a known one is kept. */
function newer(old: Entry | undefined, e: Entry): Entry {
  if (!old) return e;
  const latest = e.version < old.version ? old : e;
  const phone = e.supporter.phone ?? old.supporter.phone;
  if (phone === latest.supporter.phone) return latest;
  return { ...latest, supporter: { ...latest.supporter, phone } };
}
