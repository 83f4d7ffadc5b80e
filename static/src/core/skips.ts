// What a skip means, in words and as a request. The server decides; the page says beforehand what it will decide.

import { clock, dayOf, isoDay, isoDayAfter, moment, weekday, weekdayOf } from './times';
import type { Entry, Session, Skip, SkipRequest, SkipType } from './types';

export const minutesOffered = [15, 30, 60, 120] as const;

export const minutesWords: Record<(typeof minutesOffered)[number], string> = {
  15: '15 min',
  30: '30 min',
  60: '1 hour',
  120: '2 hours',
};

export interface SkipForm {
  type: SkipType;
  minutes: number;
  date: string;
  reason: string;
}

export interface Surrounding {
  now: number;
  cycle: number;
  zone: string | undefined;
  /** Calling hours begin, minutes after midnight. */
  opens: number | undefined;
}

export function surrounding(session: Session, now: number): Surrounding {
  return {
    now,
    cycle: session.cycle.number,
    zone: session.list.zone || undefined,
    opens: session.list.opens,
  };
}

/** 540 → "9:00" */
export function openingHour(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function opening(s: Surrounding): string {
  return s.opens === undefined ? '' : `, ${openingHour(s.opens)}`;
}

/** The consequence, written out beside each type. */
export function consequence(type: SkipType, f: SkipForm, s: Surrounding): string {
  switch (type) {
    case 'quick':
      return `Back at ${clock(s.now + f.minutes * 60_000)}`;
    case 'today':
      return `Back tomorrow, ${dayOf(isoDayAfter(s.now, 1, s.zone))}${opening(s)}`;
    case 'date':
      return f.date ? `Back ${weekdayOf(f.date)}${opening(s)}` : 'Choose a date';
    case 'cycle':
      return `Back when cycle ${s.cycle + 1} starts`;
    case 'remove':
      return 'Won’t come back';
  }
}

/** What the button says it will do: "Skip Marta until 14:33". */
export function promise(name: string, f: SkipForm, s: Surrounding): string {
  switch (f.type) {
    case 'quick':
      return `Skip ${name} until ${clock(s.now + f.minutes * 60_000)}`;
    case 'today':
      return `Skip ${name} until tomorrow`;
    case 'date':
      return f.date ? `Skip ${name} until ${dayOf(f.date)}` : `Skip ${name}`;
    case 'cycle':
      return `Skip ${name} this cycle`;
    case 'remove':
      return `Remove ${name} from this session`;
  }
}

/** What was done, for the message after it: "Marta Kowalczyk is skipped until 14:33." */
export function skipDone(name: string, r: SkipRequest, at: number): string {
  switch (r.type) {
    case 'quick':
      return `${name} is skipped until ${clock(at + (r.minutes ?? 0) * 60_000)}.`;
    case 'today':
      return `${name} is skipped until tomorrow.`;
    case 'date':
      return `${name} is skipped until ${r.date ? dayOf(r.date) : 'another day'}.`;
    case 'cycle':
      return `${name} is skipped this cycle.`;
    case 'remove':
      return `${name} is removed from this session.`;
  }
}

/** The day a year from now: the last one that can be chosen. */
export function lastDay(s: Pick<Surrounding, 'now' | 'zone'>): string {
  const today = isoDay(s.now, s.zone);
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4).replace('-02-29', '-03-01')}`;
}

export type SkipFault = { field: 'date' | 'reason'; title: string };

/** The first thing that is missing, or undefined. */
export function faultOf(f: SkipForm, s: Surrounding): SkipFault | undefined {
  if (f.type === 'date') {
    if (!f.date) return { field: 'date', title: 'Choose the day to come back.' };
    if (f.date <= isoDay(s.now, s.zone)) return { field: 'date', title: 'Choose a day from tomorrow on.' };
    if (f.date > lastDay(s)) return { field: 'date', title: 'Choose a day within one year.' };
  }
  if (f.type === 'remove' && !f.reason.trim())
    return { field: 'reason', title: 'Give a reason to remove someone for good.' };
  if (f.reason.length > 500) return { field: 'reason', title: 'Keep the reason under 500 characters.' };
  return undefined;
}

export function requestOf(f: SkipForm, pressedAt: number): SkipRequest {
  const reason = f.reason.trim() || undefined;
  const pressed_at = new Date(pressedAt).toISOString();
  switch (f.type) {
    case 'quick':
      return { type: 'quick', minutes: f.minutes, reason, pressed_at };
    case 'date':
      return { type: 'date', date: f.date, reason, pressed_at };
    case 'today':
    case 'cycle':
    case 'remove':
      return { type: f.type, reason, pressed_at };
  }
}

/** "Skipped today by you at 13:12: at work until six. Back tomorrow, Thu 16 Apr, 9:00." */
export function skipTooltip(skip: Skip, me: string, now: number, zone?: string): string {
  const how: Record<SkipType, string> = {
    quick: 'Skipped for a while',
    today: 'Skipped today',
    date: 'Skipped until a date',
    cycle: 'Skipped for this cycle',
    remove: 'Removed from this session',
  };
  const who = skip.by.id === me ? 'you' : skip.by.name;
  const reason = skip.reason ? `: ${skip.reason.replace(/[.\s]+$/, '')}` : '';
  return `${how[skip.type]} by ${who} at ${moment(skip.at, now)}${reason}. ${comesBack(skip, now, zone)}`;
}

function comesBack(skip: Skip, now: number, zone?: string): string {
  switch (skip.type) {
    case 'quick':
      return skip.until ? `Back at ${clock(skip.until)}.` : 'Back soon.';
    case 'today':
    case 'date': {
      if (!skip.until) return 'Back another day.';
      const tomorrow = isoDay(skip.until, zone) === isoDayAfter(now, 1, zone) ? 'tomorrow, ' : '';
      return `Back ${tomorrow}${weekday(skip.until, zone)}, ${clock(skip.until, zone)}.`;
    }
    case 'cycle':
      return 'Back when the next cycle starts.';
    case 'remove':
      return 'Won’t come back by itself.';
  }
}

/** "Skipped until 15:30", "Skipped until 16 Apr", "Skipped this cycle", "Removed". */
export function skipBadge(skip: Skip | undefined, now: number, zone?: string): string {
  if (!skip) return 'Skipped';
  if (skip.type === 'remove') return 'Skipped for good';
  if (skip.type === 'cycle') return 'Skipped this cycle';
  if (!skip.until) return 'Skipped';
  return `Skipped until ${returnTime(skip.until, now, zone)}`;
}

/** Today as a time, else as a day. */
export function returnTime(at: string, now: number, zone?: string): string {
  return isoDay(at, zone) === isoDay(now, zone) ? clock(at) : dayOf(isoDay(at, zone));
}

export function unavailableTooltip(e: Entry, now: number, zone?: string): string {
  const why = {
    cooldown: 'Somebody had a real talk with them a short while ago.',
    hours: 'It is outside of the calling hours where they live.',
    minimum_time: 'Another leader tried them a short while ago.',
  };
  const back = e.returns_at ? ` Can be called from ${moment(e.returns_at, now, zone)} on.` : '';
  const passed =
    e.status === 'system_skipped' ? ' Their turn passed meanwhile; the next cycle takes them up again.' : '';
  return (e.cause ? why[e.cause] : 'Cannot be called just now.') + (passed || back);
}
