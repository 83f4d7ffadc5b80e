// Times as people read them. `zone` is an IANA name; without it, the device's.

import type { Instant } from './types';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  at: Instant | number | Date,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): string {
  const key = JSON.stringify([zone, options]);
  let f = formats.get(key);
  if (!f) {
    f = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
    formats.set(key, f);
  }
  return f.format(new Date(at));
}

/** Names of minutes that were asked for, by what is said of them and the zone: a queue asks for the same few again and again. */
const minutes = new Map<string, Map<number, string>>();
const mostMinutes = 2000;

/** `name` of the minute that an instant is in. */
function ofMinute(
  name: string,
  at: Instant | number | Date,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): string {
  const minute = Math.floor((typeof at === 'number' ? at : +new Date(at)) / 60_000);
  const key = zone ? name + zone : name;
  let known = minutes.get(key);
  if (!known) {
    known = new Map();
    minutes.set(key, known);
  }
  let words = known.get(minute);
  if (words === undefined) {
    if (known.size >= mostMinutes) known.clear();
    words = format(minute * 60_000, zone, options);
    known.set(minute, words);
  }
  return words;
}

/** Newest first. The server leaves out zeros at the end (12.5Z comes before 12.52Z), so the Z is no part of it. */
export function newestFirst(a: Instant, b: Instant): number {
  if (a === b) return 0;
  return a.slice(0, -1) < b.slice(0, -1) ? 1 : -1;
}

/** 14:03 */
export function clock(at: Instant | number | Date, zone?: string): string {
  return ofMinute('clock', at, zone, { hour: '2-digit', minute: '2-digit' });
}

/** 14:03:09 */
export function clockSeconds(at: Instant | number | Date, zone?: string): string {
  return format(at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** 14 Apr */
export function day(at: Instant | number | Date, zone?: string): string {
  return ofMinute('day', at, zone, { day: 'numeric', month: 'short' }).replace('Sept', 'Sep');
}

/** Thu 16 Apr */
export function weekday(at: Instant | number | Date, zone?: string): string {
  return `${ofMinute('weekday', at, zone, { weekday: 'short' })} ${day(at, zone)}`;
}

/** 2026-04-16 */
export function isoDay(at: Instant | number | Date, zone?: string): string {
  const parts = ofMinute('date', at, zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).split('/');
  return `${parts[2]}-${parts[1]}-${parts[0]}`;
}

/** The calendar day `days` after the one it is now in the zone, as YYYY-MM-DD: right across daylight saving. */
export function isoDayAfter(now: number, days: number, zone?: string): string {
  const d = new Date(`${isoDay(now, zone)}T00:00:00Z`);
  d.setUTCDate(d.getUTCDate() + days);
  return d.toISOString().slice(0, 10);
}

/** "2026-04-16" → "Thu 16 Apr" */
export function weekdayOf(iso: string): string {
  return weekday(`${iso}T12:00:00Z`, 'UTC');
}

/** "2026-04-16" → "16 Apr" */
export function dayOf(iso: string): string {
  return day(`${iso}T12:00:00Z`, 'UTC');
}

/** Today as 14:03; this year as 14 Apr; older with its year. */
export function short(at: Instant, now: number, zone?: string): string {
  if (isoDay(at, zone) === isoDay(now, zone)) return clock(at, zone);
  if (isoDay(at, zone).slice(0, 4) === isoDay(now, zone).slice(0, 4)) return day(at, zone);
  return `${day(at, zone)} ${isoDay(at, zone).slice(0, 4)}`;
}

/** Today as 14:03; else 14 Apr, 18:20. */
export function moment(at: Instant, now: number, zone?: string): string {
  return isoDay(at, zone) === isoDay(now, zone)
    ? clock(at, zone)
    : `${short(at, now, zone)}, ${clock(at, zone)}`;
}

/** Seconds as 02:14, from an hour on as 1:02:14. */
export function timer(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const mm = String(Math.floor(s / 60) % 60).padStart(2, '0');
  const ss = String(s % 60).padStart(2, '0');
  return s < 3600 ? `${mm}:${ss}` : `${Math.floor(s / 3600)}:${mm}:${ss}`;
}

/** Seconds for a screen reader: "2 minutes 14 seconds". */
export function spokenTimer(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const m = Math.floor(s / 60);
  const part = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  return m ? `${part(m, 'minute')} ${part(s % 60, 'second')}` : part(s, 'second');
}

/** When somebody returns, after "return": "at 18:40", "on 16 Apr at 09:00". */
export function atMoment(at: Instant, now: number, zone?: string): string {
  return isoDay(at, zone) === isoDay(now, zone)
    ? `at ${clock(at, zone)}`
    : `on ${short(at, now, zone)} at ${clock(at, zone)}`;
}

/** How long until then, in words: "41 min", "2 h 5 min", "3 days"; the last minute as "42 s". */
export function until(at: Instant, now: number): string {
  const seconds = Math.ceil((Date.parse(at) - now) / 1000);
  if (seconds < 60) return `${Math.max(0, seconds)} s`;
  const minutes = Math.max(0, Math.ceil((Date.parse(at) - now) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60)
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  return `${Math.round(minutes / 1440)} days`;
}

/** How long ago, for tooltips. */
export function ago(at: Instant, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.round(minutes / 1440)} days ago`;
}
