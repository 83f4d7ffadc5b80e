// Who calls a list now: what its events mean to the picture of its leaders, and how fast they go.

import type * as Api from './api.gen';
import type { AnyEvent } from './events';
import { minutesAfter } from './minutes';
import { newestFirst } from './times';
import type { Instant, Next, PhoneState } from './types';

export type LeadersNow = Api.LeadersNow;
export type LeaderNow = Api.LeaderNow;

/** Over how many minutes dials are counted. */
export const paceMinutes = 30;
const minute = 60_000;

/** The picture after an event of list/{id}. One that says nothing new gives back what was there. */
export function leadersAfter(v: LeadersNow, e: AnyEvent): LeadersNow {
  switch (e.kind) {
    case 'calling.leader_changed': {
      const fresh = e.data;
      const old = v.leaders.find((l) => l.session === fresh.session);
      const others = v.leaders.filter((l) => l.session !== fresh.session);
      if (fresh.status === 'archived') {
        if (!old) return v;
        const open = others.flatMap((l) => l.minutes.open);
        return { ...v, minutes: minutesAfter(v.minutes, old.minutes, fresh.minutes, open), leaders: others };
      }
      const all = [...others, { ...fresh, dials: dialsAfter(old?.dials ?? [], fresh) }];
      const open = all.flatMap((l) => l.minutes.open);
      const minutes = minutesAfter(v.minutes, old?.minutes, fresh.minutes, open);
      return { ...v, minutes, leaders: all.sort((a, b) => newestFirst(a.active_at, b.active_at)) };
    }
    case 'calling.list_split':
      return { ...v, shares: e.data.shares };
    case 'calling.person_reserved':
    case 'calling.person_released': {
      const others = v.with.filter((w) => w.supporter !== e.data.supporter);
      return { ...v, with: e.data.with ? [...others, e.data] : others };
    }
    default:
      return v;
  }
}

function dialsAfter(dials: readonly Instant[], l: LeaderNow): Instant[] {
  const at = l.phone.person?.dialled_at;
  return at && !dials.includes(at) ? [...dials, at] : [...dials];
}

/** Whom a leader calls next, as far as it is known: nobody who is with another. */
export function nextOf(l: LeaderNow, v: LeadersNow): Next | undefined {
  const taken = new Set(v.with.map((w) => w.session !== l.session && w.supporter));
  return [l.next, l.then].find((n) => n && !taken.has(n.supporter));
}

/** Dials a minute, over the last half hour or since the first of them if that is less. */
export function paceOf(dials: readonly Instant[], now: number): number {
  const recent = dials.map((d) => now - Date.parse(d)).filter((age) => age < paceMinutes * minute);
  if (!recent.length) return 0;
  const minutes = Math.max(1, Math.min(paceMinutes, Math.max(...recent) / minute));
  return recent.length / minutes;
}

/** Dials in each of the last thirty minutes, the oldest first. */
export function barsOf(dials: readonly Instant[], now: number): number[] {
  const bars = new Array<number>(paceMinutes).fill(0);
  for (const d of dials) {
    const at = paceMinutes - 1 - Math.floor(Math.max(0, now - Date.parse(d)) / minute);
    if (at >= 0) bars[at] = (bars[at] ?? 0) + 1;
  }
  return bars;
}

/** What a leader does, in words; `calm` says that nothing is going on. */
export function doingWords(l: LeaderNow): { words: string; calm: boolean } {
  const states: Record<PhoneState, string> = {
    placing: 'Ringing their own phone',
    unknown: 'Waiting for the phone company',
    ringing: 'Ringing their own phone',
    greeting: 'Listening to the greeting',
    dialling: 'Ringing',
    talking: 'Talking',
    wrap_up: 'Writing down the call',
    finished: 'Hanging up',
    idle: '',
  };
  const words = states[l.phone.state];
  if (words) return { words, calm: false };
  if (l.status === 'completed') return { words: 'Completed', calm: true };
  return { words: l.status === 'not_started' ? 'Not started' : 'Paused', calm: true };
}
