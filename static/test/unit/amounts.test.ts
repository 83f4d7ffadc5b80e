import { describe, expect, test } from 'vitest';
import {
  amountOf,
  bytesWords,
  clockChoices,
  clockOfMinutes,
  hoursWords,
  minutesOf,
  spanWords,
  tagsOf,
} from '../../src/core/amounts';

describe('clock times', () => {
  test.each([
    [0, '00:00'],
    [570, '09:30'],
    [1440, '24:00'],
  ])('%i minutes after midnight is %s', (minutes, words) => expect(clockOfMinutes(minutes)).toBe(words));

  test('hours read as on a door', () => expect(hoursWords(540, 1260)).toBe('9:00–21:00'));

  test('an odd time is among the choices, in its place', () => {
    const values = clockChoices(545).map((c) => c.words);
    expect(values[values.indexOf('09:00') + 1]).toBe('09:05');
    expect(clockChoices(540)).toHaveLength(49);
  });
});

describe('spans of time', () => {
  test.each([
    [0, 0, 'hours', 'none'],
    [45, 45, 'minutes', '45 minutes'],
    [60, 1, 'hours', '1 hour'],
    [240, 4, 'hours', '4 hours'],
    [1500, 25, 'hours', '25 hours'],
    [2880, 2, 'days', '2 days'],
  ] as const)('%i minutes', (minutes, amount, unit, words) => {
    expect(amountOf(minutes)).toEqual({ amount, unit });
    expect(spanWords(minutes)).toBe(words);
  });

  test('what is no whole amount is none', () => {
    expect(minutesOf(' 3 ', 'days')).toBe(4320);
    for (const text of ['', '-1', '1.5', 'x', '9999999']) expect(minutesOf(text, 'hours')).toBeUndefined();
  });
});

test('tags are what stands between commas, once each', () => {
  expect(tagsOf(' volunteer, driver,, first  time ; driver\nx')).toEqual([
    'volunteer',
    'driver',
    'first time',
    'x',
  ]);
});

test('bytes read shortly', () => {
  expect([0, 999, 288_000, 1_540_000, 52_000_000].map(bytesWords)).toEqual([
    '0 bytes',
    '999 bytes',
    '288 kB',
    '1.5 MB',
    '52 MB',
  ]);
});
