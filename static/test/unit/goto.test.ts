import { expect, test } from 'vitest';
import { sections, type Target, targetOf, visited } from '../../src/core/goto';
import type { Found } from '../../src/core/types';

const evening: Target = { kind: 'session', name: 'Ben – Evening', href: '/sessions/1' };
const rally: Target = { kind: 'list', name: 'Spring Rally', href: '/lists/2' };
const found: Found[] = [
  { kind: 'session', id: '1', name: 'Ben – Evening', about: 'Spring Rally · Ben Adams' },
  { kind: 'list', id: '3', name: 'Éveils', about: 'Leeds North', group: { id: 'g', name: 'Leeds North' } },
  { kind: 'supporter', id: '4', name: 'Eve Day', group: { id: 'g', name: 'Leeds North' } },
];
const told = (all: ReturnType<typeof sections>) =>
  all.map((s) => [s.title, ...s.targets.map((t) => t.href)].join(' '));

test('without a query: where one was lately, then the pages', () => {
  const all = sections('', [rally, evening], [], false);
  expect(told(all.slice(0, 1))).toEqual(['Recent /lists/2 /sessions/1']);
  expect(all[1]?.title).toBe('Pages');
  expect(told(all)[1]).not.toContain('/organisation/tokens');
  expect(told(sections('', [], [], true))[0]).toContain('/organisation/tokens');
});

test('with one: what was visited lately comes first, once, and the rest by kind', () => {
  expect(told(sections('eve', [rally, evening], found, false))).toEqual([
    'Recent /sessions/1',
    'Call lists /lists/3',
    'Supporters /supporters/4',
  ]);
});

test('pages are found by what is on them, words in any order, accents ignored', () => {
  expect(told(sections('numbér mobile', [], [], false))).toEqual(['Pages /profile']);
  expect(sections('zz', [rally], [], true)).toEqual([]);
});

test('a group has an address of its own', () => {
  expect(targetOf({ kind: 'group', id: 'g', name: 'Leeds' }).href).toBe('/groups/g');
});

test('a place that is visited again moves to the front; the oldest go', () => {
  expect(visited([rally, evening], evening)).toEqual([evening, rally]);
  const many = Array.from({ length: 12 }, (_, i) => ({ ...rally, href: `/lists/${i}` }));
  expect(visited(many, evening)).toHaveLength(12);
});
