import { describe, expect, test } from 'vitest';
import { differences, noFilters, type Order, orderOf } from '../../src/core/order';
import { fold, initials, listed, matches } from '../../src/core/text';
import { offsetsOf, rowAt, segments, spanOf } from '../../src/core/window';
import { entry } from './world';

const shape = (o: Order) => o.rows.map((r) => (r.kind === 'group' ? `${r.group} ${r.count}` : r.id));

describe('the order of the queue', () => {
  const people = [
    entry(1, { status: 'completed', updated_at: '2026-04-15T12:00:00Z' }),
    entry(2, { place: 7 }),
    entry(3, { place: -3, prioritised: true }),
    entry(4, { status: 'calling' }),
    entry(5, {
      status: 'skipped',
      skip: { type: 'quick', until: '2026-04-15T15:30:00Z', by: { id: 'b', name: 'B' }, at: '' },
    }),
    entry(6, { status: 'unavailable', returns_at: '2026-04-15T14:00:00Z' }),
    entry(7, { status: 'attempted' }),
    entry(8, { status: 'not_callable' }),
    entry(9, { status: 'completed', updated_at: '2026-04-15T13:00:00Z' }),
  ];

  test('is the call first, then the queue by place, back later by time, completed newest first, not callable', () => {
    expect(shape(orderOf(people, noFilters))).toEqual([
      'e4',
      'queue 2',
      'e3',
      'e2',
      'later 3',
      'e6',
      'e5',
      'e7',
      'completed 2',
      'e9',
      'e1',
      'never 1',
      'e8',
    ]);
  });

  test('numbers places whatever the filter shows', () => {
    const o = orderOf(people, { ...noFilters, search: 'person 2' });
    expect(shape(o)).toEqual(['queue 1', 'e2']);
    expect(o.places.get('e2')).toBe(2);
    expect(o.shown).toBe(1);
    expect(o.total).toBe(9);
  });

  test('finds names without their accents, any part, any order', () => {
    const named = (name: string) =>
      orderOf([entry(1, { supporter: { id: 's', name } })], { ...noFilters, search: 'jose lu' }).shown;
    expect(named('José Luis Núñez')).toBe(1);
    expect(named('Łukasz Josefowicz')).toBe(1);
    expect(named('Joseph Smith')).toBe(0);
  });

  test('filters by status, by what is not logged, and by leader', () => {
    const o = (f: Partial<typeof noFilters>) =>
      orderOf([...people, entry(10, { not_logged: true, by: { id: 'ben', name: 'Ben' } })], {
        ...noFilters,
        ...f,
      });
    expect(shape(o({ status: 'skipped' }))).toEqual(['later 1', 'e5']);
    expect(shape(o({ status: 'not_logged' }))).toEqual(['queue 1', 'e10']);
    expect(shape(o({ leader: 'ben' }))).toEqual(['queue 1', 'e10']);
    expect(shape(o({ leader: 'b' }))).toEqual(['later 1', 'e5']);
  });
});

describe('changes waiting', () => {
  const queue = (...ids: number[]) =>
    orderOf(
      ids.map((n, i) => entry(n, { place: i })),
      noFilters,
    );

  test.each([
    ['nothing moved', queue(1, 2, 3, 4), 0],
    ['one moved to the front', queue(4, 1, 2, 3), 1],
    ['two changed places', queue(2, 1, 3, 4), 1],
    ['one came', queue(1, 2, 3, 4, 5), 1],
    ['one left', queue(1, 2, 4), 1],
    ['all turned round', queue(4, 3, 2, 1), 3],
  ])('%s', (_, latest, count) => {
    expect(differences(queue(1, 2, 3, 4), latest)).toBe(count);
  });

  test('a person who changed group counts once', () => {
    const before = orderOf([entry(1), entry(2)], noFilters);
    const after = orderOf([entry(1, { status: 'completed' }), entry(2)], noFilters);
    expect(differences(before, after)).toBe(1);
  });
});

describe('which rows exist', () => {
  const offsets = offsetsOf(1000, (i) => (i % 100 === 0 ? 36 : 44));

  test('those in sight and a few more', () => {
    const span = spanOf(offsets, 4400, 880, 5);
    expect(offsets[span.from + 5]).toBeLessThanOrEqual(4400);
    expect(offsets[span.to - 5]).toBeGreaterThanOrEqual(4400 + 880);
    expect(span.to - span.from).toBeLessThan(40);
  });

  test.each([-5000, 0, 1, 43, 44, 20_000, 43_900, 99_999])(
    'every row touched at height %i is there',
    (top) => {
      const span = spanOf(offsets, top, 500, 0);
      const at = rowAt(offsets, Math.max(0, top));
      expect(span.from).toBeLessThanOrEqual(at);
      expect(span.to).toBeGreaterThan(Math.min(at, 999));
    },
  );

  test('nothing of nothing', () => {
    expect(spanOf(new Float64Array(1), 0, 500, 5)).toEqual({ from: 0, to: 0 });
    expect(segments(new Float64Array(1), { from: 0, to: 0 }, undefined)).toEqual([]);
  });

  test.each([undefined, 3, 500, 990])(
    'rows and gaps add up to the whole height, with row %s kept',
    (keep) => {
      const all = segments(offsets, spanOf(offsets, 20_000, 800, 5), keep);
      const height = all.reduce(
        (h, s) => h + (s.kind === 'gap' ? s.height : offsets[s.index + 1]! - offsets[s.index]!),
        0,
      );
      expect(height).toBeCloseTo(offsets[1000]!, 5);
      if (keep !== undefined) expect(all.filter((s) => s.kind === 'row' && s.index === keep)).toHaveLength(1);
    },
  );
});

test('words about names', () => {
  expect(fold('Ærø Straße')).toBe('aero strasse');
  expect(matches(fold('Chloë Reid'), '  REI chlo ')).toBe(true);
  expect(initials('Ben Adams')).toBe('BA');
  expect(initials('Cher')).toBe('CH');
  expect(listed(['Ann', 'Bo', 'Cy'])).toBe('Ann, Bo and Cy');
});
