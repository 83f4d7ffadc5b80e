// What callers and their calls are in words and figures. Pure.

import type * as Api from './api.gen';
import { figure } from './text';

export type CallerRow = Api.CallerRow;

/** "18 %", "0.8 %": under ten with one digit behind the point, and never 0 for something. */
export function percent(share: number): string {
  const p = share * 100;
  if (p > 0 && p < 0.1) return '< 0.1 %';
  const digits = p > 0 && p < 9.95 ? 1 : 0;
  return `${p.toFixed(digits).replace(/\.0$/, '')} %`;
}

/** The callers with what an event says of one: in its place, or behind the others. */
export function callersAfter(rows: readonly CallerRow[], row: CallerRow): CallerRow[] {
  const at = rows.findIndex((r) => r.id === row.id);
  return at < 0 ? [...rows, row] : rows.with(at, row);
}

const stateWords: Record<CallerRow['state'], string> = {
  talking: 'Talking',
  waiting: 'Waiting',
  wrap_up: 'Wrap-up',
  on_break: 'On a break',
  not_ready: 'Not ready',
  joining: 'Phone rings',
  out: 'No phone',
  finished: 'Finished',
};

/** In words, with what they wish for. */
export function callerWords(c: Pick<CallerRow, 'state' | 'wish'>): string {
  const wish = c.wish === 'finish' ? ', then finishes' : c.wish === 'break' ? ', then a break' : '';
  return stateWords[c.state] + wish;
}

const order: CallerRow['state'][] = [
  'talking',
  'wrap_up',
  'waiting',
  'not_ready',
  'on_break',
  'joining',
  'out',
  'finished',
];

/** Who is on the phone, in an order that does not jump: by state, then by name. */
export function onThePhone(rows: readonly CallerRow[]): CallerRow[] {
  return rows
    .filter((r) => r.state !== 'out' && r.state !== 'finished')
    .sort(
      (a, b) =>
        order.indexOf(a.state) - order.indexOf(b.state) ||
        a.name.localeCompare(b.name) ||
        (a.id < b.id ? -1 : 1),
    );
}

/** How long, on average, those in a state are in it; the longest with `most`. Undefined: nobody is. Seconds. */
export function spent(
  rows: readonly CallerRow[],
  state: CallerRow['state'],
  now: number,
  most = false,
): number | undefined {
  const all = rows
    .filter((r) => r.state === state)
    .map((r) => Math.max(0, (now - Date.parse(r.since)) / 1000));
  if (!all.length) return undefined;
  return Math.round(most ? Math.max(...all) : all.reduce((a, b) => a + b, 0) / all.length);
}

/** "9 s", "2 min", "1 h 5 min". */
export function secondsWords(n: number): string {
  if (n < 60) return `${Math.round(n)} s`;
  const minutes = Math.round(n / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${figure(Math.floor(minutes / 60))} h${rest ? ` ${rest} min` : ''}`;
}

const outcomeWords: Record<string, string> = {
  talked: 'Talked to the person',
  not_home: 'Not home',
  refused: 'Refused',
  wrong_number: 'Wrong number',
  moved: 'Moved',
  deceased: 'Deceased',
  language: 'Language barrier',
  do_not_call: 'Do not call again',
  call_back: 'Call back later',
  hung_up: 'Hung up',
  not_in_service: 'Not in service',
  no_answer: 'No answer',
  busy: 'Busy',
  machine: 'Answering machine',
  dropped: 'Dropped: nobody was free',
  failed: 'Did not get through',
  invalid: 'Not a number that can be called',
  incomplete: 'Talk without answers',
};

export function outcomeWord(outcome: string): string {
  return outcomeWords[outcome] ?? outcome;
}
