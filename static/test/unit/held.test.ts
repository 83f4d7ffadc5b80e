import { expect, test } from 'vitest';
import { changesBetween } from '../../src/core/held';
import { newestFirst } from '../../src/core/times';

test.each([
  ['abcd', 'abcd', 0],
  ['abcd', 'dabc', 1], // one went to the top
  ['abcd', 'bacd', 1],
  ['abcd', 'abcde', 1],
  ['abcd', 'acd', 1],
  ['abcd', 'xdab', 3], // x came, c left, d moved
  ['abcd', 'dcba', 3],
  ['', 'ab', 2],
])('from %s to %s: %i', (shown, latest, n) => {
  expect(changesBetween([...shown], [...latest])).toBe(n);
});

test('instants are ordered though the server leaves out zeros at their end', () => {
  const at = (second: string) => `2026-04-15T12:00:${second}Z`;
  const all = [at('00'), at('00.52'), at('00.5'), at('00.499'), at('01')];
  expect([...all].sort(newestFirst)).toEqual([at('01'), at('00.52'), at('00.5'), at('00.499'), at('00')]);
  expect(newestFirst(at('00.5'), at('00.5'))).toBe(0);
});
