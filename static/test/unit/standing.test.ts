import { expect, test } from 'vitest';
import type { LeadersNow } from '../../src/core/leaders';
import {
  callsOf,
  changedSince,
  heldRows,
  passing,
  type Standing,
  Standings,
  standingOf,
  standingOnList,
} from '../../src/core/standing';
import type { OnList } from '../../src/core/types';
import { entry } from './world';

const at = (second: string) => `2026-04-15T12:00:${second}Z`;
const nobody = new Map();
const sarah = { id: 'sarah', name: 'Sarah Osei' };
const ids = (rows: readonly Standing[]) => rows.map((r) => r.id).join(' ');

test('who is in a call stands first, then the newest changes, then the order of the queue', () => {
  const calls = new Map([['s5', { with: sarah, at: at('01') }]]);
  const rows = [
    entry(1),
    entry(2, { updated_at: at('09.5') }),
    entry(3, { updated_at: at('09.52') }),
    entry(4, { status: 'calling', updated_at: at('05') }),
    entry(5),
    entry(6, { place: 0 }),
  ].map((e) => standingOf(e, calls, nobody));
  expect(ids(new Standings().put(rows))).toBe('s4 s5 s3 s2 s6 s1');
});

test('on the list the last contact counts, and nobody’s comes last', () => {
  const person = (id: string, position: number, last?: string) =>
    ({ id, name: id, city: '', position, last_contact: last && { at: last } }) as unknown as OnList;
  const rows = [person('a', 1), person('b', 2, at('01')), person('c', 3, at('02')), person('d', 0)];
  const put = (calls: ReadonlyMap<string, { with: typeof sarah; at?: string }>) =>
    ids(new Standings().put(rows.map((p) => standingOnList(p, calls))));
  expect(put(nobody)).toBe('c b d a');
  expect(put(new Map([['a', { with: sarah }]]))).toBe('a c b d');
});

test('a random walk of changes stands as if all had been sorted at once', () => {
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  const kept = new Standings();
  let rows = Array.from({ length: 200 }, (_, n) => standingOf(entry(n), nobody, nobody));
  for (let turn = 0; turn < 60; turn++) {
    rows = rows.filter(() => random(80) > 0);
    for (let n = random(9); n > 0; n--) {
      const i = random(rows.length);
      const e = rows[i]!.entry!;
      const status = random(12) === 0 ? 'calling' : 'skipped';
      const fresh = {
        ...e,
        version: e.version + 1,
        status,
        updated_at: at(`${10 + random(50)}.${random(99)}1`),
      };
      rows[i] = standingOf(fresh as typeof e, nobody, nobody);
    }
    expect(ids(kept.put(rows))).toBe(ids(new Standings().put([...rows].reverse())));
  }
});

test('nothing new keeps the same rows, and a name that was edited makes another', () => {
  const kept = new Standings();
  const entries = [entry(1), entry(2)];
  const rows = () => entries.map((e) => standingOf(e, nobody, nobody));
  const first = kept.put(rows());
  expect(kept.put(rows())).toBe(first);
  const edited = new Map([['s2', { name: 'Zoë', city: 'York' }]]);
  const next = kept.put(entries.map((e) => standingOf(e, nobody, edited)));
  expect(next[0]).toBe(first[0]);
  expect(next[1]).toMatchObject({ name: 'Zoë', city: 'York' });
  expect(kept.put([])).toEqual([]);
});

test('search and status choose among them', () => {
  const rows = [
    entry(1, { supporter: { id: 's1', name: 'José Łukasz' } }),
    entry(2, { status: 'calling' }),
    entry(3, { not_logged: true, status: 'attempted' }),
  ].map((e) => standingOf(e, new Map([['s1', { with: sarah }]]), nobody));
  expect(passing(rows, '', '')).toBe(rows);
  expect(ids(passing(rows, 'lukasz jo', ''))).toBe('s1');
  expect(ids(passing(rows, '', 'now'))).toBe('s1 s2');
  expect(ids(passing(rows, '', 'not_logged'))).toBe('s3');
  expect(ids(passing(rows, 'person', 'attempted'))).toBe('s3');
});

test('held rows change where they stand; what is not as it is shown is counted', () => {
  const row = (n: number, over = {}) => standingOf(entry(n, over), nobody, nobody);
  const shown = [row(1), row(2), row(3)];
  const fresh = row(2, { status: 'skipped', updated_at: at('30') });
  const latest = [fresh, shown[0]!, row(4)];
  expect(heldRows(shown, latest)).toEqual([shown[0], fresh, shown[2]]);
  expect(changedSince(shown, shown)).toBe(0);
  expect(changedSince(shown, latest)).toBe(3); // 2 changed, 4 came, 3 left
});

test('one’s own calls are one’s own entries’ business; those of others say since when', () => {
  const line = { session: 'hers', phone: { since: at('02'), person: { dialled_at: at('05') } } };
  const v = {
    leaders: [line],
    with: [
      { supporter: 's1', session: 'mine', with: { id: 'ben', name: 'Ben' } },
      { supporter: 's2', session: 'hers', with: sarah },
      { supporter: 's3', session: 'of another list', with: sarah },
    ],
  } as unknown as LeadersNow;
  expect([...callsOf(v, 'mine')]).toEqual([
    ['s2', { with: sarah, at: at('05') }],
    ['s3', { with: sarah, at: undefined }],
  ]);
  expect([...callsOf(v, undefined).keys()]).toEqual(['s1', 's2', 's3']);
});
