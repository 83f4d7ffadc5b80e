import { describe, expect, test } from 'vitest';
import { type Filters, noFilters } from '../../src/core/filters';
import { LiveOrder } from '../../src/core/live-order';
import { type GroupName, groupOf, type Order } from '../../src/core/order';
import { fold, initials, listed, matches } from '../../src/core/text';
import type { Entry } from '../../src/core/types';
import { Heights, segments, spanOf } from '../../src/core/window';
import { entry } from './world';

function shape(o: Order): string[] {
  return Array.from({ length: o.length }, (_, i) => {
    const r = o.row(i)!;
    return r.kind === 'group' ? `${r.group} ${r.count}` : r.place ? `${r.id} #${r.place}` : r.id;
  });
}

function orderOf(entries: readonly Entry[], f: Filters = noFilters): LiveOrder {
  const o = new LiveOrder();
  o.put(entries);
  o.filter(f);
  return o;
}

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
    expect(shape(orderOf(people))).toEqual([
      'e4',
      'queue 2',
      'e3 #1',
      'e2 #2',
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
    expect(shape(o)).toEqual(['queue 1', 'e2 #2']);
    expect(o.shown).toBe(1);
    expect(o.total).toBe(9);
    expect(o.first).toBe('e3');
  });

  test('finds names without their accents, any part, any order', () => {
    const named = (name: string) =>
      orderOf([entry(1, { supporter: { id: 's', name } })], { ...noFilters, search: 'jose lu' }).shown;
    expect(named('José Luis Núñez')).toBe(1);
    expect(named('Łukasz Josefowicz')).toBe(1);
    expect(named('Joseph Smith')).toBe(0);
  });

  test('filters by status, by what is not logged, and by leader', () => {
    const o = (f: Partial<Filters>) =>
      orderOf([...people, entry(10, { not_logged: true, by: { id: 'ben', name: 'Ben' } })], {
        ...noFilters,
        ...f,
      });
    expect(shape(o({ status: 'skipped' }))).toEqual(['later 1', 'e5']);
    expect(shape(o({ status: 'not_logged' }))).toEqual(['queue 1', 'e10 #3']);
    expect(shape(o({ leader: 'ben' }))).toEqual(['queue 1', 'e10 #3']);
    expect(shape(o({ leader: 'b' }))).toEqual(['later 1', 'e5']);
  });

  test('says where somebody is, and who is the next person in a direction', () => {
    const o = orderOf(people);
    for (const held of [o, o.copy()]) {
      expect(people.map((e) => held.indexOf(e.id))).toEqual([10, 3, 2, 0, 6, 5, 7, 12, 9]);
      expect(held.indexOf('nobody')).toBe(-1);
      expect([held.person(0, 1), held.person(1, 1), held.person(1, -1)]).toEqual([0, 2, 0]);
      expect([held.person(8, 1), held.person(13, 1), held.person(-1, -1)]).toEqual([9, undefined, undefined]);
    }
  });
});

/** Numbers that look like chance and are the same each time. */
function chances(seed: number): (n: number) => number {
  let s = seed;
  return (n) => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((s / 2 ** 32) * n);
  };
}

/** Somebody as the server may say them. Many keys are equal, so that ties count. */
function anybody(n: number, chance: (n: number) => number): Entry {
  const at = (n: number) => `2026-04-15T1${n}:00:00Z`;
  const statuses = [
    'available',
    'available',
    'available',
    'calling',
    'skipped',
    'unavailable',
    'attempted',
  ] as const;
  const status = chance(9) < 7 ? statuses[chance(7)]! : chance(2) ? 'completed' : 'not_callable';
  return entry(n, {
    status,
    place: chance(3) ? n : chance(8) - 4,
    updated_at: at(chance(5)),
    returns_at: chance(2) ? at(chance(5)) : undefined,
    not_logged: chance(4) === 0,
    by: chance(3) ? undefined : { id: 'ben', name: 'Ben' },
    supporter: { id: `s${n}`, name: `${chance(2) ? 'José' : 'Chloë'} ${n}` },
  });
}

const filters: Filters[] = [
  noFilters,
  { ...noFilters, search: 'jose' },
  { ...noFilters, status: 'available' },
  { ...noFilters, status: 'not_logged' },
  { ...noFilters, leader: 'ben' },
];

/** How many people moved, came, left or changed group between two orders, by comparing all of both. */
function differences(held: Order, latest: Order): number {
  const walk = (o: Order, f: (id: string, group: string, at: number) => void) => {
    let group = 'now';
    for (let i = 0; i < o.length; i++) {
      const r = o.row(i)!;
      if (r.kind === 'group') group = r.group;
      else f(r.id, group, i);
    }
  };
  const was = new Map<string, { group: string; at: number }>();
  walk(held, (id, group, at) => was.set(id, { group, at }));
  let changed = 0;
  const stayed: number[] = [];
  walk(latest, (id, group) => {
    const before = was.get(id);
    was.delete(id);
    if (before?.group === group) stayed.push(before.at);
    else changed++;
  });
  // The longest of those that are in the same order as before.
  const longest = stayed.map(() => 1);
  stayed.forEach((at, i) => {
    for (let j = 0; j < i; j++) if (stayed[j]! < at) longest[i] = Math.max(longest[i]!, longest[j]! + 1);
  });
  return changed + was.size + stayed.length - Math.max(0, ...longest);
}

/** The rule in one sort, without any search: all that pass, by group and by the group's own order. */
function fresh(people: ReadonlyMap<string, Entry>, shown: (e: Entry) => boolean): string[] {
  const names: GroupName[] = ['now', 'queue', 'later', 'completed', 'never'];
  const key = (e: Entry): (string | number)[] => {
    const group = names.indexOf(groupOf(e.status));
    const back = e.skip?.until ?? e.returns_at;
    if (group === 2) return [group, back ? 0 : 1, back ?? '', e.rank, e.id];
    if (group === 3) return [group, -Date.parse(e.updated_at), e.place, e.id];
    return [group, e.place, e.id];
  };
  const all = [...people.values()].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const i = x.findIndex((v, i) => v !== y[i]);
    return i < 0 ? 0 : x[i]! < y[i]! ? -1 : 1;
  });
  const queue = all.filter((e) => e.status === 'available');
  return names.flatMap((g) => {
    const inside = all.filter((e) => groupOf(e.status) === g && shown(e));
    const rows = inside.map((e) => (g === 'queue' ? `${e.id} #${queue.indexOf(e) + 1}` : e.id));
    return g === 'now' || !rows.length ? rows : [`${g} ${rows.length}`, ...rows];
  });
}

describe('the order that follows changes', () => {
  const passes = (f: Filters) => (e: Entry) =>
    (!f.search || e.supporter.name.startsWith('José')) &&
    (!f.status || (f.status === 'not_logged' ? e.not_logged : e.status === f.status)) &&
    (!f.leader || e.by?.id === f.leader);

  test.each(Array.from({ length: 60 }, (_, i) => i))('is the one a fresh sort makes (%i)', (seed) => {
    const chance = chances(seed);
    const size = 1 + chance(40);
    const people = new Map<string, Entry>();
    const order = new LiveOrder();
    let f = noFilters;
    let held: Order | undefined;
    let was: string[] = [];
    for (let step = 0; step < 60; step++) {
      const what = chance(20);
      if (what === 0) {
        f = filters[chance(filters.length)]!;
        order.filter(f);
        order.forget(); // a new filter is shown at once
        held = undefined;
      } else if (what === 1 && people.size) {
        people.delete([...people.keys()][chance(people.size)]!);
        order.keep((id) => people.has(id));
      } else if (what === 2) {
        held = order.copy();
        was = shape(held);
      } else {
        const some = Array.from({ length: 1 + chance(chance(4) ? 3 : 20) }, () =>
          anybody(chance(size), chance),
        );
        for (const e of some) people.set(e.id, e);
        order.put(some);
      }
      expect(shape(order)).toEqual(fresh(people, passes(f)));
      const { length } = order;
      for (let i = 0; i < length; i++) {
        const r = order.row(i)!;
        if (r.kind === 'entry') expect(order.indexOf(r.id)).toBe(i);
        else expect(order.headings()).toContain(i);
      }
      if (!held) continue;
      expect(shape(held), 'a held order stands still').toEqual(was);
      expect(order.since(held)).toBe(differences(held, order));
    }
  });

  test('is the same when thousands come at once', () => {
    const chance = chances(7);
    const people = new Map<string, Entry>();
    const order = new LiveOrder();
    for (let round = 0; round < 4; round++) {
      const some = Array.from({ length: 1500 }, (_, i) => anybody(round * 700 + i, chance));
      for (const e of some) people.set(e.id, e);
      order.put(some);
      expect(shape(order)).toEqual(fresh(people, () => true));
    }
  });
});

describe('changes waiting', () => {
  const queue = (...ids: number[]) => ids.map((n, i) => entry(n, { place: i }));

  test.each([
    ['nothing moved', queue(1, 2, 3, 4), 0],
    ['one moved to the front', queue(4, 1, 2, 3), 1],
    ['two changed places', queue(2, 1, 3, 4), 1],
    ['one came', queue(1, 2, 3, 4, 5), 1],
    ['one left', queue(1, 2, 4), 1],
    ['all turned round', queue(4, 3, 2, 1), 3],
  ])('%s', (_, latest, count) => {
    const order = orderOf(queue(1, 2, 3, 4));
    const held = order.copy();
    order.put(latest);
    order.keep((id) => latest.some((e) => e.id === id));
    expect(order.since(held)).toBe(count);
  });

  test('a person who changed group counts once, and not any more when back', () => {
    const order = orderOf([entry(1), entry(2)]);
    const held = order.copy();
    order.put([entry(1, { status: 'completed' })]);
    expect(order.since(held)).toBe(1);
    order.put([entry(1)]);
    expect(order.since(held)).toBe(0);
  });

  test('very many are counted', () => {
    const people = Array.from({ length: 1000 }, (_, i) => entry(i));
    const order = orderOf(people);
    const held = order.copy();
    order.put(people.slice(0, 300).map((e) => ({ ...e, place: e.place + 5000 })));
    expect(order.since(held)).toBe(300);
  });
});

describe('which rows exist', () => {
  const others = Array.from({ length: 10 }, (_, i) => ({ at: 100 * i, height: 36 }));
  const heights = new Heights(1000, 44, others);
  const tops = [0];
  for (let i = 0; i < 1000; i++) tops.push(tops[i]! + (i % 100 === 0 ? 36 : 44));

  test('each row is below all rows before it', () => {
    expect(tops.map((_, i) => heights.top(i))).toEqual(tops);
  });

  test('the row at a height is the last whose top is at or above it', () => {
    for (let i = 0; i < 1000; i++)
      for (const y of [tops[i]!, tops[i]! + 1, tops[i + 1]! - 1]) expect(heights.at(y)).toBe(i);
    expect([heights.at(-5), heights.at(1e9)]).toEqual([0, 999]);
  });

  test('headings side by side', () => {
    const h = new Heights(4, 44, [
      { at: 1, height: 36 },
      { at: 2, height: 36 },
    ]);
    expect([0, 43, 44, 79, 80, 115, 116, 159].map((y) => h.at(y))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  test('those in sight and a few more', () => {
    const span = spanOf(heights, 4400, 880, 5);
    expect(tops[span.from + 5]).toBeLessThanOrEqual(4400);
    expect(tops[span.to - 5]).toBeGreaterThanOrEqual(4400 + 880);
    expect(span.to - span.from).toBeLessThan(40);
  });

  test.each([-5000, 0, 1, 43, 44, 20_000, 43_900, 99_999])(
    'every row touched at height %i is there',
    (top) => {
      const span = spanOf(heights, top, 500, 0);
      const at = heights.at(Math.max(0, top));
      expect(span.from).toBeLessThanOrEqual(at);
      expect(span.to).toBeGreaterThan(Math.min(at, 999));
    },
  );

  test('nothing of nothing', () => {
    const h = new Heights(0, 44);
    expect(spanOf(h, 0, 500, 5)).toEqual({ from: 0, to: 0 });
    expect(segments(h, { from: 0, to: 0 }, undefined)).toEqual([]);
  });

  test.each([undefined, 3, 500, 990])(
    'rows and gaps add up to the whole height, with row %s kept',
    (keep) => {
      const all = segments(heights, spanOf(heights, 20_000, 800, 5), keep);
      const height = all.reduce(
        (h, s) => h + (s.kind === 'gap' ? s.height : tops[s.index + 1]! - tops[s.index]!),
        0,
      );
      expect(height).toBe(tops[1000]);
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
