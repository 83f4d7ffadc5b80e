// What something can be taken away as: which files are sent at once, which are prepared, and how far those are.

import type * as Api from './api.gen';
import { figure } from './text';
import { clock, isoDay, isoDayAfter, moment, short } from './times';
import type { Instant } from './types';

export type Format = Api.PreparedFile['format'];

/** The overview with what was heard since: of each file the newer state. What is new stands first. */
export function withHeard(o: Api.Exports, heard: readonly Api.PreparedFile[]): Api.Exports {
  let prepared = o.prepared;
  for (const h of heard) {
    const at = prepared.findIndex((p) => p.id === h.id);
    const known = prepared[at];
    if (!known) prepared = [h, ...prepared];
    else if (h.version > known.version) prepared = prepared.with(at, h);
  }
  return { ...o, prepared };
}

/** The newest of a file that is worth a line, narrowed down as the page is. */
export function latest(
  o: Api.Exports,
  f: Api.ExportFile,
  format: Format,
  by: Narrowed,
): Api.PreparedFile | undefined {
  return o.prepared.find(
    (p) => p.file === f.file && p.format === format && p.state !== 'expired' && (!f.narrowed || alike(p, by)),
  );
}

/** What the page is narrowed down to. */
export interface Narrowed {
  period?: string;
  pass?: number;
  caller?: string;
}

function alike(p: Api.PreparedFile, by: Narrowed): boolean {
  const n = p.narrowed;
  return (
    (n?.pass ?? 0) === (by.pass ?? 0) && (n?.caller ?? '') === (by.caller ?? '') && !n?.from === !by.period
  );
}

/** "until 14:05", "until tomorrow 14:05", "until 16 Apr 14:05". */
export function untilWords(at: Instant, now: number, zone?: string): string {
  const day = isoDay(at, zone);
  if (day === isoDay(now, zone)) return `until ${clock(at, zone)}`;
  if (day === isoDayAfter(now, 1, zone)) return `until tomorrow ${clock(at, zone)}`;
  return `until ${short(at, now, zone)} ${clock(at, zone)}`;
}

/** "as it was at 14:02"; where another server had to go on: "as it was between 14:02 and 14:07". */
export function asOfWords(p: Api.PreparedFile, now: number): string {
  if (!p.as_of) return '';
  if (p.until) return `as it was between ${moment(p.as_of, now)} and ${moment(p.until, now)}`;
  return `as it was at ${moment(p.as_of, now)}`;
}

export function rowsWords(n: number): string {
  return `${figure(n)} ${n === 1 ? 'row' : 'rows'}`;
}

/** What became of a file, for who cannot see its line. */
export function spoken(p: Api.PreparedFile): string {
  switch (p.state) {
    case 'preparing':
      return '';
    case 'ready':
      return `${p.name} is ready.`;
    case 'failed':
      return `${p.name}: ${p.problem ?? 'It could not be prepared.'}`;
    case 'cancelled':
      return `${p.name} was taken away.`;
    case 'expired':
      return `${p.name} was kept for a day.`;
  }
}
