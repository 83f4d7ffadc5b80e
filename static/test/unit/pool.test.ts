import { expect, test } from 'vitest';
import { Pool, Sequence } from '../../src/core/pool';

const all = () => 100;
const shown = (p: Pool) => Object.fromEntries(p.shown);

test('whoever stays keeps their element, whoever comes gets that of somebody who left', () => {
  const p = new Pool();
  expect(p.fill(['a', 'b', 'c'], all)).toBe(false);
  expect(shown(p)).toEqual({ a: 0, b: 1, c: 2 });
  expect(p.fill(['b', 'c', 'd'], all)).toBe(false);
  expect(shown(p)).toEqual({ b: 1, c: 2, d: 0 });
  expect(p.fill(['d', 'c', 'b', 'e'], all)).toBe(false);
  expect(shown(p)).toEqual({ b: 1, c: 2, d: 0, e: 3 });
  expect(p.spare).toEqual([]);
});

test('so many at once as may be, in the order in which they are wanted; the rest says that it waits', () => {
  const p = new Pool();
  p.fill(['a', 'b', 'c', 'd'], all);
  const paces: [number, number][] = [];
  const one = (left: number, fresh: number) => {
    paces.push([left, fresh]);
    return left ? 0 : 1;
  };
  expect(p.fill(['c', 'd', 'e', 'f'], one)).toBe(true);
  expect(p.spare).toEqual([0, 1]);
  expect(p.fill(['c', 'd', 'e', 'f'], one)).toBe(true);
  expect(shown(p)).toEqual({ c: 2, d: 3, e: 0 });
  expect(p.fill(['c', 'd', 'e', 'f'], one)).toBe(false);
  expect(shown(p)).toEqual({ c: 2, d: 3, e: 0, f: 1 });
  expect(paces).toEqual([
    [2, 2],
    [0, 2],
    [0, 1],
  ]);
});

test('who has the focus leaves with their element: nobody else is put under it', () => {
  const p = new Pool();
  p.fill(['a', 'b'], all);
  p.fill(['b', 'c'], all, 'a');
  expect(shown(p)).toEqual({ b: 1, c: 2 });
});

test('a short list keeps only some of the elements of a long one', () => {
  const p = new Pool();
  const many = Array.from({ length: 40 }, (_, i) => `p${i}`);
  p.fill(many, all);
  p.fill(['p0'], all);
  expect(p.spare.length).toBe(12);
  expect(new Set(p.spare).has(0)).toBe(false);
  p.fill(many, all);
  expect(new Set(p.shown.values()).size).toBe(40);
});

test('the document is put in order only when that is asked for', () => {
  const s = new Sequence();
  expect(s.put(['1', '2', '3'], true)).toEqual(['1', '2', '3']);
  expect(s.put(['3', '1', '4'], false)).toEqual(['1', '3', '4']);
  expect(s.put(['4', '3', '1'], false)).toEqual(['1', '3', '4']);
  expect(s.put(['4', '3', '1'], true)).toEqual(['4', '3', '1']);
});
