// What the page Run campaign says, in words and figures. Pure.

import type * as Api from './api.gen';
import type { Campaign, CampaignState, StepName } from './campaign';
import { figure } from './text';
import { clock, day, isoDay } from './times';

/** One word for a state, as it stands in the tab's title. */
const titleWords: Record<CampaignState, string> = {
  draft: '○ draft',
  loading: '◌ loading',
  load_failed: '▲ could not load',
  paused: '❚❚ paused',
  complete: '✓ complete',
  outside_hours: '◷ outside hours',
  stalled: '▲ stalled',
  running: '● running',
};

/** "● running – Spring GOTV" */
export function runTitle(c: Pick<Campaign, 'state' | 'name' | 'load'>): string {
  const percent = c.state === 'loading' ? ` ${c.load.percent} %` : '';
  return `${titleWords[c.state]}${percent} – ${c.name}`;
}

/** The sentence as a headline, and what follows it. */
export function headline(sentence: string): [string, string] {
  const end = /[.!?](?= [A-Z0-9])/.exec(sentence);
  return end ? [sentence.slice(0, end.index + 1), sentence.slice(end.index + 2)] : [sentence, ''];
}

/** How the state looks beside its words. */
export function toneOf(state: CampaignState): 'ok' | 'warn' | 'bad' | 'calm' {
  switch (state) {
    case 'running':
    case 'complete':
      return 'ok';
    case 'stalled':
    case 'paused':
      return 'warn';
    case 'load_failed':
      return 'bad';
    case 'draft':
    case 'loading':
    case 'outside_hours':
      return 'calm';
    default:
      return state satisfies never;
  }
}

/** What somebody who only listens is told again: not every figure that moves. */
export function spokenKey(c: Pick<Campaign, 'state' | 'cause' | 'load' | 'paused_at'>): string {
  const tenth = c.state === 'loading' ? Math.floor(c.load.percent / 10) : '';
  return [c.state, c.cause, c.paused_at, tenth].join();
}

type Counts = Campaign['counts'];

export const readyOf = (n: Counts) => n.undialed_landlines + n.undialed_cells + n.ready_retries;

/** Who may still be dialled, whenever. */
export function leftOf(n: Counts): number {
  return readyOf(n) + n.awaiting_click + n.awaiting_gap + n.awaiting_other + n.outside_hours + n.in_flight;
}

/** "9,810 numbers are ready. 40,518 are left in all, about 32 hours at this pace." Nothing while there is nothing to count; no time
 *  while no calls go out. */
export function leftWords(n: Counts, anHour = 0): string {
  const left = leftOf(n);
  if (!n.total || !left) return '';
  const ready = readyOf(n);
  const are = ready === 1 ? 'number is' : 'numbers are';
  const takes = anHour > 0 ? `, ${about((left * 60) / anHour)} at this pace` : '';
  return `${ready ? figure(ready) : 'No'} ${are} ready. ${figure(left)} ${left === 1 ? 'is' : 'are'} left in all${takes}.`;
}

/** "about 2 h 10 min", the way people say it. */
function about(minutes: number): string {
  if (minutes <= 1) return 'about a minute';
  if (minutes < 60) return `about ${Math.ceil(minutes)} minutes`;
  if (minutes >= 600) return `about ${figure(Math.round(minutes / 60))} hours`;
  const tens = Math.round(minutes / 10) * 10;
  const rest = tens % 60;
  return `about ${Math.floor(tens / 60)} h${rest ? ` ${rest} min` : ''}`;
}

export interface Remedy {
  words: string;
  /** A step of the wizard, with the field to land on. */
  step?: StepName;
  field?: string;
  /** Or something that this page does. */
  deed?: 'copy_clicker' | 'resume' | 'start' | 'duplicate';
  /** Or a page of the organisation's. */
  page?: '/organisation';
}

/** What can be done about the state, the likeliest first. */
export function remediesOf(
  c: Pick<Campaign, 'state' | 'cause' | 'ended_at' | 'counts' | 'passes' | 'clicking' | 'never_open'>,
): Remedy[] {
  switch (c.state) {
    case 'running':
    case 'loading':
    case 'draft':
      return [];
    case 'paused':
      return []; // Resume stands in the head
    case 'load_failed':
      return [
        { words: 'Try again', deed: 'start' },
        { words: 'Look at the contacts', step: 'contacts' },
      ];
    case 'complete':
      return c.ended_at
        ? [{ words: 'Duplicate it', deed: 'duplicate' }]
        : [
            ...(c.never_open > 0 ? [{ words: 'Change the hours', step: 'hours' } as const] : []),
            { words: 'Add contacts', step: 'contacts' },
            ...(c.passes < 5 ? [{ words: 'Add a pass', step: 'passes', field: 'passes' } as const] : []),
          ];
    case 'outside_hours':
      return [{ words: 'Change the hours', step: 'hours' }];
    case 'stalled':
      return stalled(c.cause, c.clicking.on && (c.clicking.mode === 'launch' || c.counts.awaiting_click > 0));
    default:
      return c.state satisfies never;
  }
}

function stalled(cause: Campaign['cause'], needsClicks: boolean): Remedy[] {
  const clicks: Remedy[] = needsClicks ? [{ words: 'Copy the clicker link', deed: 'copy_clicker' }] : [];
  switch (cause) {
    case 'caller_id':
      return [{ words: 'Choose a caller ID', step: 'caller_id', field: 'caller_ids' }];
    case 'gap':
      return [{ words: 'Change the time between attempts', step: 'passes', field: 'gap_minutes' }, ...clicks];
    case 'clicking':
      return clicks;
    case 'switch':
      return [{ words: 'Open the clicking switch', page: '/organisation' }];
    case 'carrier':
    case 'dialer':
    case 'other':
    case undefined:
      return clicks;
    default:
      return cause satisfies never;
  }
}

export interface Part {
  words: string;
  n: number;
  /** Of the colour, as a custom property's value. */
  ink: string;
}
export interface Group {
  words: string;
  n: number;
  parts: Part[];
}

const mix = (name: string, share: number) => `color-mix(in srgb, var(--${name}) ${share}%, var(--bg))`;

/** Every contact in one place: four groups whose parts add up to the total. */
export function groupsOf(n: Counts): Group[] {
  const group = (words: string, ...parts: Part[]) => ({
    words,
    parts,
    n: parts.reduce((sum, p) => sum + p.n, 0),
  });
  const part = (words: string, n: number, ink: string) => ({ words, n, ink });
  return [
    group(
      'Done',
      part('Finished', n.finished, 'var(--ok)'),
      part('Opted out', n.opted_out, mix('ok', 60)),
      part('Invalid', n.invalid, mix('ok', 35)),
    ),
    group(
      'Now',
      part('In flight', n.in_flight, 'var(--live)'),
      part('On another call or capped', n.awaiting_other, mix('live', 55)),
    ),
    group(
      'Ready',
      part('Landlines', n.undialed_landlines, 'var(--accent)'),
      part('Approved mobiles', n.undialed_cells, mix('accent', 70)),
      part('Retries', n.ready_retries, mix('accent', 40)),
    ),
    group(
      'Waiting',
      part('For a click', n.awaiting_click, mix('warn', 62)),
      part('For the gap or call-back', n.awaiting_gap, 'var(--control)'),
      part('For calling hours', n.outside_hours, mix('control', 55)),
    ),
  ];
}

/** "12 here now", "31 today": today's are said only when they are others, too. */
export function hereWords(now: number, today: number): { now: string; today: string } {
  return {
    now: now ? `${figure(now)} here now` : 'Nobody here now',
    today: today > now ? `${figure(today)} today` : '',
  };
}

/** "18,400 an hour", "21,500 left", "done about 15:13". */
export function clickingWords(k: Api.ClickingView, now: number, zone: string): string[] {
  if (k.over) return [];
  const out: string[] = k.mode === 'launch' ? ['each call by a click'] : [];
  if (k.an_hour) out.push(`${figure(rounded(k.an_hour))} an hour`);
  if (k.left) out.push(`${figure(k.left)} left`);
  if (k.done_at) {
    const today = isoDay(k.done_at, zone) === isoDay(now, zone);
    out.push(`done about ${today ? '' : `${day(k.done_at, zone)}, `}${clock(k.done_at, zone)}`);
  }
  return out;
}

/** A pace is an estimate: three figures of it are enough. */
export function rounded(n: number): number {
  const step = 10 ** Math.max(0, String(Math.round(n)).length - 3);
  return Math.round(n / step) * step;
}

/** Why a clicker link is not needed, when it is not. */
export function unneeded(k: Api.ClickingView, ended: boolean): string | undefined {
  if (ended) return 'Not needed any more: the campaign has ended.';
  if (!k.on && k.left)
    return `Not needed: clicking is switched off. ${figure(k.left)} ${k.left === 1 ? 'number waits' : 'numbers wait'} until an owner lets them be called, or switches it on.`;
  if (!k.on) return 'Not needed: clicking is switched off, so every number may be dialled without a click.';
  if (k.mode === 'launch') return undefined;
  if (!k.left && k.total) return 'Not needed just now: all numbers are approved.';
  if (!k.total) return 'Not needed: every number is a landline, so none waits for a click.';
  return undefined;
}

/** Lines of a chart's grid, from 0 to a round number that holds the most: at most four steps. */
export function ticksOf(most: number): number[] {
  const raw = Math.max(most, 1) / 3;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, ([1, 2, 5, 10].find((m) => m * ten >= raw) ?? 10) * ten);
  const out: number[] = [];
  for (let at = 0; at < most + step; at += step) out.push(at);
  return out.length > 1 ? out : [0, step];
}

/**
 * How far down words at these heights of a box go, so that none stands on another: the higher ones, and of equal ones the
 * first, stay. Heights and `gap` in pixels.
 */
export function shiftsOf(heights: readonly number[], gap: number): number[] {
  const out = heights.map(() => 0);
  let free = Infinity;
  for (const [i, h] of [...heights.entries()].sort(([, a], [, b]) => b - a)) {
    const at = Math.min(h, free);
    out[i] = Math.round(h - at);
    free = at - gap;
  }
  return out;
}

/** A line through values from left to right, in a box whose top is `top`. */
export function lineOf(values: readonly number[], top: number, width = 600, height = 120): string {
  const points = values.length === 1 ? [...values, ...values] : values;
  const last = Math.max(points.length - 1, 1);
  return points
    .map(
      (v, i) =>
        `${i ? 'L' : 'M'}${Math.round((i / last) * width)} ${Math.round(height - (v / top) * height)}`,
    )
    .join('');
}
