// The state of one calling session on a page, and how an event changes it. Pure: no DOM, no clock, no network.

import type { AnyEvent, SessionEvent } from './events';
import { comingUp, entriesOf, entryFor, entryOf, merge, type Roster, roster, without } from './roster';
import type { Change, Entry, Id, Instant, Named, Next, Session } from './types';

/** What the list tells: somebody is with a leader now, or free again. */
export type PersonEvent = Extract<AnyEvent, { kind: 'calling.person_reserved' | 'calling.person_released' }>;

export interface SessionState {
  readonly session: Session;
  readonly roster: Roster;
  /** The last event in here; the socket resumes after it. */
  readonly seq: number;
  /** When the last change happened. */
  readonly changedAt: Instant | undefined;
  /** Goes up when the entries have to be read again. */
  readonly refetch: number;
  /** The roster is everybody, as of seq. Then it says who is next: the server tells nobody of another session's calls. */
  readonly whole: boolean;
}

export function begin(session: Session, entries: readonly Entry[] = []): SessionState {
  return {
    session,
    roster: roster(entries),
    seq: session.seq,
    changedAt: session.active_at,
    refetch: 0,
    whole: false,
  };
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
 * The state after several events, of the session and of its list, as after one by one. But entries are put in together and only the
 * last session is compared with what is shown, so that a hundred cost little more than one.
 */
export function applyAll(state: SessionState, all: readonly (SessionEvent | PersonEvent)[]): SessionState {
  let { seq, changedAt, refetch, session } = state;
  const events = all.filter((e) => {
    if (isOfPerson(e)) return true;
    if (e.seq !== 0 && e.seq <= seq) return false;
    seq = Math.max(seq, e.seq);
    const c = e.data; // each of them carries a Change, whatever its kind: see SessionEvent
    if (c.session && c.session.version >= session.version) session = c.session;
    if (c.refetch) refetch++;
    return true;
  });
  const r = putIn(state.roster, session.id, events);
  if (r === state.roster && events.every(isOfPerson)) return state;
  changedAt = events.at(-1)?.at ?? changedAt;
  const whole = state.whole && refetch === state.refetch;
  return settled({ session, roster: r, seq, changedAt, refetch, whole }, state.session);
}

/** A state whose session says who is next as the rows do, and is the one from before as far as it equals it. */
function settled(s: SessionState, was: Session): SessionState {
  let { session } = s;
  if (s.whole && !session.preparing) {
    const { next: _, then: __, ...cycle } = session.cycle;
    const [next, then] = comingUp(s.roster).map(
      (e): Next => ({ entry: e.id, supporter: e.supporter.id, name: e.supporter.name }),
    );
    session = { ...session, cycle: { ...cycle, ...(next && { next }), ...(then && { then }) } };
  }
  return { ...s, session: shared(was, session) };
}

/** The state with a reply or an event's data in it. */
export function change(state: SessionState, c: Change): SessionState {
  let r = state.roster;
  if (c.entries?.length) r = merge(r, c.entries);
  if (c.gone?.length) r = without(r, c.gone);
  const { session, refetch, whole } = state;
  return settled(
    {
      ...state,
      session: c.session && c.session.version >= session.version ? c.session : session,
      roster: r,
      refetch: c.refetch ? refetch + 1 : refetch,
      whole: whole && !c.refetch,
    },
    session,
  );
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

/** The state with all entries read anew. What events brought meanwhile (`fresh`) stays. */
export function replaceEntries(
  state: SessionState,
  entries: readonly Entry[],
  fresh: readonly (SessionEvent | PersonEvent)[],
): SessionState {
  const { session } = state;
  return settled({ ...state, roster: putIn(roster(entries), session.id, fresh), whole: true }, session);
}

/** A roster with what events bring of people: in one go, as after one by one. */
function putIn(r: Roster, session: Id, events: readonly (SessionEvent | PersonEvent)[]): Roster {
  let entries: Entry[] = [];
  for (const e of events) {
    if (isOfPerson(e)) {
      const { supporter, with: leader } = e.data;
      const id = entryFor(r, supporter);
      const known = id ? entryOf(r, id) : undefined;
      const told = entries.findLast((x) => x.supporter.id === supporter);
      const was = told && told.version >= (known?.version ?? 0) ? told : known;
      // With the leader of this session they are "calling", not with another.
      const by = e.data.session === session ? undefined : leader;
      if (was && was.with?.id !== by?.id) entries.push({ ...was, with: by });
      continue;
    }
    if (e.data.entries) entries.push(...e.data.entries);
    if (e.data.gone?.length) {
      r = without(merge(r, entries), e.data.gone);
      entries = [];
    }
  }
  return merge(r, entries);
}

const isOfPerson = (e: SessionEvent | PersonEvent): e is PersonEvent =>
  e.kind === 'calling.person_reserved' || e.kind === 'calling.person_released';
