// Times that people type for another place: the clock on a wall in a zone, and the instant that it means.

import type { Instant } from './types';

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on a wall in the zone shows: "2026-04-15T15:00". */
export function wallOf(at: Instant | number, zone: string): string {
  let f = formats.get(zone);
  if (!f) {
    f = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, f);
  }
  const p: Record<string, string> = {};
  for (const { type, value } of f.formatToParts(new Date(at))) p[type] = value;
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/**
 * The instant at which a wall in the zone shows this; undefined when it is no time. Of an hour that comes twice the first
 * one; an hour that is left out in spring means as much later as the clock jumps.
 */
export function instantOf(wall: string, zone: string): Instant | undefined {
  const as = (text: string) => Date.parse(`${text}Z`);
  const wanted = as(wall.slice(0, 16));
  if (Number.isNaN(wanted)) return undefined;
  const ahead = (at: number) => as(wallOf(at, zone)) - Math.floor(at / 60_000) * 60_000;
  const before = wanted - ahead(wanted - 86_400_000);
  const behind = wanted - ahead(wanted + 86_400_000);
  const right = [before, behind].sort((a, b) => a - b).find((at) => as(wallOf(at, zone)) === wanted);
  return new Date(right ?? before).toISOString();
}

/** "Europe/London" → "London time". */
export function placeWords(zone: string): string {
  return `${zone.slice(zone.lastIndexOf('/') + 1).replace(/_/g, ' ')} time`;
}
