import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../src/core/campaign';
import {
  clickingWords,
  groupsOf,
  headline,
  hereWords,
  leftWords,
  lineOf,
  remediesOf,
  rounded,
  runTitle,
  shiftsOf,
  spokenKey,
  ticksOf,
  unneeded,
} from '../../src/core/run';

const none: Campaign['counts'] = {
  total: 0,
  undialed_landlines: 0,
  undialed_cells: 0,
  ready_retries: 0,
  awaiting_click: 0,
  awaiting_gap: 0,
  awaiting_other: 0,
  outside_hours: 0,
  in_flight: 0,
  finished: 0,
  opted_out: 0,
  invalid: 0,
};
const many: Campaign['counts'] = {
  total: 66_012,
  undialed_landlines: 4118,
  undialed_cells: 5206,
  ready_retries: 486,
  awaiting_click: 21_500,
  awaiting_gap: 5212,
  awaiting_other: 37,
  outside_hours: 3940,
  in_flight: 19,
  finished: 24_980,
  opted_out: 418,
  invalid: 96,
};

test('the groups hold every bucket once, and add up to the total', () => {
  const groups = groupsOf(many);
  expect(groups.map((g) => g.n)).toEqual([25_494, 56, 9810, 30_652]);
  expect(groups.reduce((n, g) => n + g.n, 0)).toBe(many.total);
  for (const [name, n] of Object.entries(many))
    if (name !== 'total') expect(groups.flatMap((g) => g.parts).filter((p) => p.n === n)).toHaveLength(1);
});

test.each([
  ['This campaign is running. 12 callers, 7 talking.', 'This campaign is running.', '12 callers, 7 talking.'],
  ['This campaign is paused (by Dev at 14:03).', 'This campaign is paused (by Dev at 14:03).', ''],
  [
    'This campaign is stalled: 12 cells wait for clicking (about a minute for one clicker). Share the clicker link.',
    'This campaign is stalled: 12 cells wait for clicking (about a minute for one clicker).',
    'Share the clicker link.',
  ],
  [
    'Outside of dialing hours. Next numbers open at 09:00, London time.',
    'Outside of dialing hours.',
    'Next numbers open at 09:00, London time.',
  ],
])('%s', (sentence, first, rest) => {
  expect(headline(sentence)).toEqual([first, rest]);
});

test('the title of the tab says how it is before which it is', () => {
  const c = { name: 'Spring GOTV', load: { percent: 43 } } as Campaign;
  expect(runTitle({ ...c, state: 'running' })).toBe('● running – Spring GOTV');
  expect(runTitle({ ...c, state: 'loading' })).toBe('◌ loading 43 % – Spring GOTV');
});

test('who only listens hears of another state or a tenth more, not of each figure', () => {
  const c = { state: 'loading', load: { percent: 41 } } as Campaign;
  expect(spokenKey({ ...c, load: { ...c.load, percent: 49 } })).toBe(spokenKey(c));
  expect(spokenKey({ ...c, load: { ...c.load, percent: 50 } })).not.toBe(spokenKey(c));
  expect(spokenKey({ ...c, state: 'running' })).not.toBe(spokenKey(c));
});

test('what is left is said in figures that are on the page', () => {
  expect(leftWords(many)).toBe('9,810 numbers are ready. 40,518 are left in all.');
  expect(leftWords({ ...none, total: 2, undialed_cells: 1, finished: 1 })).toBe(
    '1 number is ready. 1 is left in all.',
  );
  expect(leftWords({ ...none, total: 9, awaiting_click: 9 })).toBe(
    'No numbers are ready. 9 are left in all.',
  );
  expect(leftWords(none)).toBe('');
});

test('what is left takes so long as the last minutes went, said the way people say it', () => {
  const takes = (left: number, anHour: number) =>
    /left in all(.*)\.$/.exec(leftWords({ ...none, total: left, undialed_cells: left }, anHour))?.[1];
  expect(takes(31_204, 14_400)).toBe(', about 2 h 10 min at this pace');
  expect(takes(40_518, 1_266)).toBe(', about 32 hours at this pace');
  expect(takes(1_200, 600)).toBe(', about 2 h at this pace');
  expect(takes(5_990, 600)).toBe(', about 10 h at this pace');
  expect(takes(6_000, 600)).toBe(', about 10 hours at this pace');
  expect(takes(599, 600)).toBe(', about 60 minutes at this pace');
  expect(takes(600, 600)).toBe(', about 1 h at this pace');
  expect(takes(41, 60)).toBe(', about 41 minutes at this pace');
  expect(takes(1, 600)).toBe(', about a minute at this pace');
  expect(takes(9, 0)).toBe('');
});

describe('remedies', () => {
  const c = {
    state: 'stalled',
    counts: many,
    passes: 1,
    clicking: { on: true, mode: 'approve' },
  } as Campaign;
  const words = (of: Partial<Campaign>) => remediesOf({ ...c, ...of }).map((r) => r.words);
  test.each<[Partial<Campaign>, string[]]>([
    [{ state: 'running' }, []],
    [{ cause: 'caller_id' }, ['Choose a caller ID']],
    [{ cause: 'clicking' }, ['Copy the clicker link']],
    [{ cause: 'clicking', counts: none }, []],
    [
      { cause: 'clicking', counts: none, clicking: { on: true, mode: 'launch' } as Campaign['clicking'] },
      ['Copy the clicker link'],
    ],
    [{ cause: 'switch' }, ['Open the clicking switch']],
    [
      { cause: 'gap', clicking: { on: false, mode: 'approve' } as Campaign['clicking'] },
      ['Change the time between attempts'],
    ],
    [{ cause: 'gap', counts: none }, ['Change the time between attempts']],
    [{ cause: 'dialer' }, ['Copy the clicker link']],
    [{ state: 'outside_hours' }, ['Change the hours']],
    [{ state: 'load_failed' }, ['Try again', 'Look at the contacts']],
    [{ state: 'complete' }, ['Add contacts', 'Add a pass']],
    [{ state: 'complete', passes: 5 }, ['Add contacts']],
    [{ state: 'complete', ended_at: '2026-04-15T12:00:00Z' }, ['Duplicate it']],
  ])('%j', (of, want) => {
    expect(words(of)).toEqual(want);
  });
});

describe('the clicker row', () => {
  const now = Date.parse('2026-04-15T13:03:00Z');
  const k = {
    on: true,
    approved: 100,
    total: 21_600,
    left: 21_500,
    clickers: 3,
    an_hour: 18_412,
    mode: 'approve',
    free: 0,
  } as const;
  test('says the pace, what is left and when it is done', () => {
    const words = clickingWords({ ...k, done_at: '2026-04-15T14:13:00Z' }, now, 'Europe/London');
    expect(words).toEqual(['18,400 an hour', '21,500 left', 'done about 15:13']);
    const later = clickingWords({ ...k, done_at: '2026-04-16T14:13:00Z' }, now, 'Europe/London');
    expect(later[2]).toBe('done about 16 Apr, 15:13');
    expect(clickingWords({ ...k, an_hour: 0 }, now, 'Europe/London')).toEqual(['21,500 left']);
  });
  test('says why it is not needed', () => {
    expect(unneeded(k, false)).toBeUndefined();
    expect(unneeded({ ...k, on: false, left: 0 }, false)).toMatch(/may be dialled without a click/);
    expect(unneeded({ ...k, on: false, left: 1200 }, false)).toMatch(
      /switched off\. 1,200 numbers wait until an owner lets them be called/,
    );
    expect(unneeded({ ...k, left: 0 }, false)).toMatch(/all numbers are approved/);
    expect(unneeded({ ...k, left: 0, total: 0 }, false)).toMatch(/every number is a landline/);
    expect(unneeded(k, true)).toMatch(/has ended/);
    expect(unneeded({ ...k, on: false, left: 1200 }, true)).toMatch(/has ended/);
  });
  test('says who is here', () => {
    expect(hereWords(12, 31)).toEqual({ now: '12 here now', today: '31 today' });
    expect(hereWords(2, 2)).toEqual({ now: '2 here now', today: '' });
    expect(hereWords(0, 3)).toEqual({ now: 'Nobody here now', today: '3 today' });
  });
});

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [21, [0, 10, 20, 30]],
  [26, [0, 10, 20, 30]],
  [340, [0, 200, 400]],
])('a chart up to %d has lines at %j', (most, want) => {
  expect(ticksOf(most)).toEqual(want);
  expect(ticksOf(most).at(-1)).toBeGreaterThanOrEqual(most);
});

test('a line runs from edge to edge', () => {
  expect(lineOf([0, 15, 30], 30)).toBe('M0 120L300 60L600 0');
  expect(lineOf([], 30)).toBe('');
  expect(lineOf([15], 30)).toBe('M0 60L600 60'); // one hour of calls is seen, too
});

test('words at the end of lines do not stand on each other', () => {
  expect(shiftsOf([100, 40], 20)).toEqual([0, 0]);
  expect(shiftsOf([124, 124], 20)).toEqual([0, 20]);
  expect(shiftsOf([95, 100, 90], 20)).toEqual([15, 0, 30]);
});

test('a pace is said in three figures', () => {
  expect([18_412, 999, 1234, 0].map(rounded)).toEqual([18_400, 999, 1230, 0]);
});
