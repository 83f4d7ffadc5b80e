// Alert bars and end cards as their editors know them: fields that are typed, and what they mean. Pure.

import type * as Api from './api.gen';
import { clock, day, isoDay } from './times';
import type { Instant } from './types';
import { instantOf, placeWords, wallOf } from './zoned';

export type Messages = Api.MessagesView;
export type Alert = Api.AlertView;
export type EndCard = Api.EndCardView;
export type CardKind = keyof Messages['end_cards'];

export const audienceWords: Record<Alert['audience'], string> = {
  callers: 'Callers',
  clickers: 'Clickers',
  both: 'Both',
};
export const levelWords: Record<Alert['level'], string> = {
  info: 'Information',
  success: 'Good news',
  warning: 'Warning',
};
export const cardWords: Record<CardKind, string> = {
  paused: 'Paused',
  complete: 'Complete',
  outside_hours: 'Outside hours',
};
export const cardKinds = Object.keys(cardWords) as CardKind[];

/** An alert bar as it stands in the fields. */
export interface AlertFields {
  text: string;
  audience: Alert['audience'];
  level: Alert['level'];
  /** 'now', or 'at' the time of `starts_at`. */
  from: 'now' | 'at';
  /** On a wall in the campaign's zone. */
  starts_at: string;
  /** 'never', minutes from the moment of saving, or 'at' the time of `expires_at`. */
  until: 'never' | '15' | '60' | '240' | 'at';
  expires_at: string;
}

export const newAlert: AlertFields = {
  text: '',
  audience: 'callers',
  level: 'info',
  from: 'now',
  starts_at: '',
  until: 'never',
  expires_at: '',
};

export function fieldsOf(a: Alert, zone: string): AlertFields {
  return {
    text: a.text ?? '',
    audience: a.audience,
    level: a.level,
    from: a.starts_at ? 'at' : 'now',
    starts_at: a.starts_at ? wallOf(a.starts_at, zone) : '',
    until: a.expires_at ? 'at' : 'never',
    expires_at: a.expires_at ? wallOf(a.expires_at, zone) : '',
  };
}

/** What is to be sent, or the sentence under a field. An instant that was not touched goes back to the millisecond. */
export function sentOf(
  f: AlertFields,
  zone: string,
  now: number,
  was?: Alert,
): { body: Api.AlertEdit } | { faults: Partial<Record<keyof AlertFields, string>> } {
  const faults: Partial<Record<keyof AlertFields, string>> = {};
  if (!f.text.trim()) faults.text = 'Write what people are to read.';
  const kept = (wall: string, at: Instant | undefined) =>
    at && wallOf(at, zone) === wall ? at : instantOf(wall, zone);
  let starts: Instant | undefined = '';
  if (f.from === 'at') {
    starts = kept(f.starts_at, was?.starts_at);
    if (!starts) faults.starts_at = 'Say when it begins.';
  }
  let expires: Instant | undefined = '';
  if (f.until === 'at') {
    expires = kept(f.expires_at, was?.expires_at);
    if (!expires) faults.expires_at = 'Say when it is to go.';
  } else if (f.until !== 'never') {
    const begins = starts ? Math.max(now, Date.parse(starts)) : now;
    expires = new Date(begins + Number(f.until) * 60_000).toISOString();
  }
  if (Object.keys(faults).length) return { faults };
  return {
    body: { text: f.text, audience: f.audience, level: f.level, starts_at: starts, expires_at: expires },
  };
}

export type Phase = 'off' | 'coming' | 'on' | 'over';

export function phaseOf(a: Pick<Alert, 'shown' | 'starts_at' | 'expires_at'>, now: number): Phase {
  if (a.expires_at && Date.parse(a.expires_at) <= now) return 'over';
  if (!a.shown) return 'off';
  return a.starts_at && Date.parse(a.starts_at) > now ? 'coming' : 'on';
}

/** "Callers · until 15:00 · seen by 12" */
export function alertWords(a: Alert, now: number, zone: string): string {
  const phase = phaseOf(a, now);
  const parts = [audienceWords[a.audience]];
  if (phase === 'coming' && a.starts_at) parts.push(`from ${said(a.starts_at, now, zone)}`);
  if (!a.expires_at) parts.push('permanent');
  else parts.push(`${phase === 'over' ? 'over since' : 'until'} ${said(a.expires_at, now, zone)}`);
  if (phase === 'off') parts.push('off');
  else if (phase !== 'coming' || a.seen) parts.push(`seen by ${a.seen ?? 0}`);
  return parts.join(' · ');
}

function said(at: Instant, now: number, zone: string): string {
  return isoDay(at, zone) === isoDay(now, zone) ? clock(at, zone) : `${day(at, zone)}, ${clock(at, zone)}`;
}

/** What the button does: "Show to 12 callers now". */
export function showWords(f: AlertFields, here: { callers: number; clickers: number }): string {
  if (f.from === 'at') return 'Save: it shows from then on';
  const n =
    f.audience === 'callers'
      ? here.callers
      : f.audience === 'clickers'
        ? here.clickers
        : here.callers + here.clickers;
  if (f.audience === 'both')
    return n ? `Show to ${n === 1 ? '1 person' : `${n} people`} now` : 'Show to all who come';
  const one = f.audience === 'callers' ? 'caller' : 'clicker';
  return n ? `Show to ${n === 1 ? `1 ${one}` : `${n} ${one}s`} now` : `Show to ${one}s who come`;
}

/** "Until, London time" */
export function untilLabel(word: string, zone: string): string {
  return `${word}, ${placeWords(zone)}`;
}

/** The reader's own first name in the place of its mark, in HTML that the server made safe, or in plain text. */
export function greeted(text: string, firstName: string, plain = false): string {
  const safe = plain ? firstName : firstName.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  return text.replaceAll('{first_name}', () => safe);
}

export interface CardFields {
  title: string;
  text: string;
  link_text: string;
  link_url: string;
}

export function cardFieldsOf(c: EndCard): CardFields {
  return { title: c.title, text: c.text ?? '', link_text: c.link_text ?? '', link_url: c.link_url ?? '' };
}

export function cardFaults(f: CardFields): Partial<Record<keyof CardFields, string>> {
  const faults: Partial<Record<keyof CardFields, string>> = {};
  if (!f.title.trim()) faults.title = 'Give the card a title.';
  if (f.link_text.trim() && !f.link_url.trim())
    faults.link_url = 'Say where the link leads, or take its words away.';
  if (f.link_url.trim() && !f.link_text.trim()) faults.link_text = 'Say what stands on the link.';
  return faults;
}
