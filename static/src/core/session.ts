// The state of one calling session on a page, and how an event changes it. Pure: no DOM, no clock, no network.

import type { AnyEvent, SessionEvent } from './events';
import { entriesOf, merge, type Roster, roster, without } from './roster';
import type { Change, Entry, Id, Instant, Named, Session } from './types';

export interface SessionState {
  readonly session: Session;
  readonly roster: Roster;
  /** The last event in here; the socket resumes after it. */
  readonly seq: number;
  /** When the last change happened. */
  readonly changedAt: Instant | undefined;
  /** Goes up when the entries have to be read again. */
  readonly refetch: number;
}

export function begin(session: Session, entries: readonly Entry[] = []): SessionState {
  return { session, roster: roster(entries), seq: session.seq, changedAt: session.active_at, refetch: 0 };
}

/** Who beside the leader completed people, whoever completed most first. */
export function completers(s: SessionState | undefined, leader: Id): Named[] {
  const by = new Map<Id, { who: Named; n: number }>();
  for (const e of s ? entriesOf(s.roster) : []) {
    if (e.status !== 'completed' || !e.by || e.by.id === leader) continue;
    const one = by.get(e.by.id) ?? { who: e.by, n: 0 };
    one.n++;
    by.set(e.by.id, one);
  }
  return [...by.values()].sort((a, b) => b.n - a.n).map((o) => o.who);
}

/** The state after an event. An event that is already in there changes nothing. */
export function apply(state: SessionState, e: SessionEvent): SessionState {
  return applyAll(state, [e]);
}

/**
 * The state after several events, as after one by one. But entries are put in together and only the last session is
 * compared with what is shown, so that a hundred cost little more than one.
 */
export function applyAll(state: SessionState, events: readonly SessionEvent[]): SessionState {
  let { seq, changedAt, roster: r, refetch, session } = state;
  let entries: Entry[] = [];
  let done = 0;
  for (const e of events) {
    if (e.seq !== 0 && e.seq <= seq) continue;
    done++;
    seq = Math.max(seq, e.seq);
    changedAt = e.at;
    const c = e.data; // each of them carries a Change, whatever its kind: see SessionEvent
    if (c.entries) entries.push(...c.entries);
    if (c.gone?.length) {
      r = without(merge(r, entries), c.gone);
      entries = [];
    }
    if (c.session && c.session.version >= session.version) session = c.session;
    if (c.refetch) refetch++;
  }
  if (!done) return state;
  return {
    session: shared(state.session, session),
    roster: merge(r, entries),
    seq,
    changedAt,
    refetch,
  };
}

/** The state with a reply or an event's data in it. */
export function change(state: SessionState, c: Change): SessionState {
  let r = state.roster;
  if (c.entries?.length) r = merge(r, c.entries);
  if (c.gone?.length) r = without(r, c.gone);
  return {
    ...state,
    session:
      c.session && c.session.version >= state.session.version
        ? shared(state.session, c.session)
        : state.session,
    roster: r,
    refetch: c.refetch ? state.refetch + 1 : state.refetch,
  };
}

/** The new value with every part that equals the old one's being the old one: who shows only that is not drawn again. */
export function shared<T>(old: T, fresh: T): T {
  if (old === fresh || typeof old !== 'object' || typeof fresh !== 'object' || !old || !fresh) return fresh;
  const was = old as Record<string, unknown>;
  const is = fresh as Record<string, unknown>;
  const names = Object.keys(is);
  const out: Record<string, unknown> = {};
  let equal = names.length === Object.keys(was).length && Array.isArray(old) === Array.isArray(fresh);
  for (const n of names) {
    out[n] = shared(was[n], is[n]);
    if (out[n] !== was[n] || !(n in was)) equal = false;
  }
  if (equal) return old;
  return (Array.isArray(fresh) ? Object.values(out) : out) as T;
}

/** The state after an event of the list: somebody is with another leader, or free again. */
export function beside(state: SessionState, e: AnyEvent): SessionState {
  if (e.kind !== 'calling.person_reserved' && e.kind !== 'calling.person_released') return state;
  const { supporter, session, with: leader } = e.data;
  for (const entry of entriesOf(state.roster)) {
    if (entry.supporter.id !== supporter) continue;
    const other = session === state.session.id ? undefined : leader;
    if (entry.with?.id === other?.id) return state;
    return { ...state, roster: merge(state.roster, [{ ...entry, with: other }]), changedAt: e.at };
  }
  return state;
}

/** The state with all entries read anew. Those that events brought meanwhile (`fresh`) stay. */
export function replaceEntries(
  state: SessionState,
  entries: readonly Entry[],
  fresh: readonly Entry[],
): SessionState {
  return { ...state, roster: merge(roster(entries), fresh) };
}
