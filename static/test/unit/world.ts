// Makes sessions, entries and events for tests, and a clock that only moves when told.

import type { SessionEvent } from '../../src/core/events';
import type { Change, Entry, Session } from '../../src/core/types';

export function entry(n: number, over: Partial<Entry> = {}): Entry {
  return {
    id: `e${n}`,
    rank: n,
    place: n,
    status: 'available',
    supporter: { id: `s${n}`, name: `Person ${n}` },
    attempts: 0,
    prioritised: false,
    not_logged: false,
    off_list: false,
    due_now: false,
    version: 1,
    updated_at: '2026-04-15T12:00:00Z',
    ...over,
  };
}

const figures = {
  attempted: 0,
  contacted: 0,
  not_reached: 0,
  not_logged: 0,
  on_phone: 0,
  by_hand: 0,
  outcomes: {},
  rsvp_yes: 0,
};

export function session(over: Partial<Session> = {}): Session {
  return {
    id: 'session',
    name: 'Ben – Rally',
    status: 'not_started',
    leader: { id: 'ben', name: 'Ben Adams' },
    list: { id: 'list', name: 'Event RSVPs', zone: 'Europe/London', opens: 540 },
    group: { id: 'group', name: 'Leeds North' },
    version: 1,
    seq: 10,
    created_at: '2026-04-15T10:00:00Z',
    active_at: '2026-04-15T10:00:00Z',
    progress: { completed: 0, completed_by_leader: 0, total: 3 },
    impact: figures,
    minutes: { leader: 0, supporter: 0, leader_seconds: 0, supporter_seconds: 0, open: [] },
    phone: { state: 'idle', ending: false },
    cycle: {
      number: 3,
      started_at: '2026-04-15T10:00:00Z',
      complete: false,
      available: 3,
      skipped: 0,
      unavailable: 0,
      attempted: 0,
      calling: 0,
      dials: 0,
      contacts: 0,
      next: { entry: 'e1', supporter: 's1', name: 'Aisha Khan' },
      new_cycle: { ok: false, code: 'cycle_open', title: 'This cycle is not complete.' },
      new_cycle_has: 0,
    },
    journey: [],
    owed: [],
    start: { ok: true },
    ...over,
  };
}

export function event(
  seq: number,
  data: Change,
  kind: SessionEvent['kind'] = 'calling.entry_skipped',
): SessionEvent {
  return { topic: 'session/session', seq, kind, at: '2026-04-15T13:00:00Z', data } as SessionEvent;
}

/** Time that moves only by `pass`. Timers run in their order. */
export class FakeTime {
  time = 0;
  #timers: { at: number; f: () => void }[] = [];

  now = () => this.time;

  after = (ms: number, f: () => void) => {
    const t = { at: this.time + ms, f };
    this.#timers.push(t);
    return () => {
      this.#timers = this.#timers.filter((x) => x !== t);
    };
  };

  pass(ms: number) {
    const end = this.time + ms;
    for (;;) {
      const due = this.#timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((t) => t !== due);
      this.time = Math.max(this.time, due.at);
      due.f();
    }
    this.time = end;
  }
}
