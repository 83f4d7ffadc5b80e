import { expect, test } from 'vitest';
import { Heights, roomFor } from '../../src/core/window';

const of = (rows: number) => new Heights(rows, 44);

test('a list far from its end keeps its height while people leave it', () => {
  const rooms = [9_950, 9_949, 9_930, 9_900].map((n) => roomFor(of(n), { from: 0, to: 28 }));
  expect(new Set(rooms).size).toBe(1);
  expect(rooms[0]).toBeGreaterThanOrEqual(of(9_950).top(9_950));
  expect(rooms[0]! - of(9_900).top(9_900)).toBeLessThan(2 * 4096);
});

test('a list whose end is near is as high as its rows', () => {
  for (const n of [0, 1, 28, 93, 10_000]) {
    const heights = new Heights(n, 44, [{ at: 0, height: 36 }]);
    expect(roomFor(heights, { from: Math.max(0, n - 40), to: Math.max(0, n - 2) })).toBe(heights.top(n));
  }
  expect(roomFor(of(80), { from: 0, to: 28 })).toBe(of(80).top(80));
});
