import { describe, expect, test } from 'vitest';
import { differing, entriesOf, entryOf, merge, roster, without } from '../../src/core/roster';
import {
  apply,
  applyAll,
  begin,
  change,
  completers,
  type PersonEvent,
  replaceEntries,
  type SessionState,
  shared,
} from '../../src/core/session';
import { some } from '../../src/core/text';
import { entry, event, session } from './world';

/** Somebody is with another leader, or with nobody any more. */
const reserved = (n: number, by?: string) =>
  ({
    topic: 'list/list',
    seq: 1,
    kind: by ? 'calling.person_reserved' : 'calling.person_released',
    at: '2026-04-15T13:00:00Z',
    data: { supporter: `s${n}`, ...(by && { with: { id: by, name: by }, session: 'another' }) },
  }) as PersonEvent;

test('who completed people beside the leader, whoever completed most first', () => {
  const by = (id: string) => ({ status: 'completed', by: { id, name: `${id} X` } }) as const;
  const s = begin(session(), [
    entry(1, by('ben')),
    entry(2, by('dev')),
    entry(3, by('sarah')),
    entry(4, by('sarah')),
    entry(5, { status: 'attempted', by: { id: 'chloe', name: 'Chloe Davies' } }),
    entry(6, { status: 'completed' }),
  ]);
  expect(completers(s, 'ben').map((l) => l.id)).toEqual(['sarah', 'dev']);
  expect(completers(s, 'sarah').map((l) => l.id)).toEqual(['ben', 'dev']);
  expect(completers(undefined, 'ben')).toEqual([]);
});

test('a few names are said, of many the first and how many others', () => {
  expect(some([])).toBe('others');
  expect(some(['Sarah'])).toBe('Sarah');
  expect(some(['Sarah', 'Dev'])).toBe('Sarah and Dev');
  expect(some(['Sarah', 'Dev', 'Chloe'])).toBe('Sarah, Dev and Chloe');
  expect(some(['Sarah', 'Dev', 'Chloe', 'Maya', 'Ben'])).toBe('Sarah, Dev and 3 others');
});

describe('apply', () => {
  const state = begin(session(), [entry(1), entry(2), entry(3)]);

  test('replaces entries by id and the session as a whole', () => {
    const next = apply(
      state,
      event(11, {
        entries: [entry(2, { status: 'skipped', version: 2 })],
        session: session({ version: 2, name: 'Renamed', seq: 0 }),
      }),
    );
    expect(entryOf(next.roster, 'e2')?.status).toBe('skipped');
    expect(entryOf(next.roster, 'e1')).toBe(entryOf(state.roster, 'e1'));
    expect(next.session.name).toBe('Renamed');
    expect(next.seq).toBe(11);
  });

  test('changes nothing when applied again, or when older than the snapshot', () => {
    const e = event(11, { entries: [entry(2, { status: 'skipped', version: 2 })] });
    const once = apply(state, e);
    expect(apply(once, e)).toBe(once);
    expect(apply(state, event(10, { entries: [entry(1, { status: 'completed', version: 9 })] }))).toBe(state);
  });

  test('many at once are as one by one', () => {
    let n = 1;
    const chance = (below: number) => {
      n = (Math.imul(n, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((n / 2 ** 32) * below);
    };
    for (let round = 0; round < 50; round++) {
      const events = Array.from({ length: chance(12) }, (_, i) =>
        event(11 + i - chance(2), {
          entries: Array.from({ length: chance(3) }, () =>
            entry(chance(6), { version: chance(9), status: chance(2) ? 'skipped' : 'attempted' }),
          ),
          gone: chance(4) ? undefined : [`e${chance(6)}`],
          session: chance(2) ? session({ version: chance(9), name: `N${i}` }) : undefined,
          refetch: chance(9) === 0,
        }),
      );
      const one = events.reduce(apply, state);
      const all = applyAll(state, events);
      expect({ ...all, roster: [...entriesOf(all.roster)] }).toEqual({
        ...one,
        roster: [...entriesOf(one.roster)],
      });
    }
  });

  test('leaves the state before it as it was', () => {
    apply(state, event(11, { entries: [entry(1, { status: 'completed', version: 2 }), entry(9)] }));
    expect(entryOf(state.roster, 'e1')?.status).toBe('available');
    expect(entryOf(state.roster, 'e9')).toBeUndefined();
  });

  test('an older version of an entry or a session never replaces a newer one', () => {
    const newer = change(state, {
      entries: [entry(1, { version: 5, status: 'completed' })],
      session: session({ version: 7 }),
    });
    const next = apply(
      newer,
      event(11, { entries: [entry(1, { version: 4 })], session: session({ version: 6, name: 'Old' }) }),
    );
    expect(entryOf(next.roster, 'e1')?.status).toBe('completed');
    expect(next.session.version).toBe(7);
  });

  test('people come and go', () => {
    const next = apply(state, event(11, { entries: [entry(4)], gone: ['e2'] }, 'calling.roster_changed'));
    expect([...entriesOf(next.roster)].map((e) => e.id)).toEqual(['e1', 'e3', 'e4']);
  });

  test('too much to send: the entries have to be read again', () => {
    expect(apply(state, event(11, { refetch: true }, 'calling.cycle_started')).refetch).toBe(1);
  });

  test('a kind that this page does not know yet is applied like any other', () => {
    const unknown = event(
      11,
      { entries: [entry(1, { version: 2, status: 'completed' })] },
      'calling.something_new' as never,
    );
    expect(entryOf(apply(state, unknown).roster, 'e1')?.status).toBe('completed');
  });
});

describe('reading all entries again', () => {
  test('keeps what events brought meanwhile', () => {
    const state = begin(session(), [entry(1), entry(2)]);
    const read = [entry(1, { version: 2 }), entry(3)];
    const fresh = [
      event(11, { entries: [entry(1, { version: 3, status: 'completed' }), entry(4), entry(5)] }),
      event(12, { gone: ['e5'] }),
      reserved(3, 'sarah'),
    ];
    const next = replaceEntries(state, read, fresh);
    expect(entryOf(next.roster, 'e3')?.with?.id).toBe('sarah');
    expect([...entriesOf(next.roster)].map((e) => [e.id, e.status])).toEqual([
      ['e1', 'completed'],
      ['e3', 'available'],
      ['e4', 'available'],
    ]);
  });
});

describe('who is next', () => {
  const two = (s: SessionState) => [s.session.cycle.next?.entry, s.session.cycle.then?.entry];
  const some = [entry(1), entry(2, { place: 9 }), entry(3), entry(4, { status: 'skipped' })];

  test('is as the server says until everybody is here, and then as the rows do', () => {
    const state = begin(session(), some);
    expect(two(state)).toEqual(['e1', undefined]);
    expect(two(replaceEntries(state, some, []))).toEqual(['e1', 'e3']);
  });

  test('is nobody whom another leader calls, until they are free again; the session itself says nothing', () => {
    const state = replaceEntries(begin(session()), some, []);
    const taken = applyAll(state, [reserved(1, 'sarah'), reserved(3, 'dev')]);
    expect(two(taken)).toEqual(['e2', undefined]);
    expect(two(applyAll(taken, [reserved(1)]))).toEqual(['e1', 'e2']);
    const both = applyAll(taken, [
      event(11, { entries: [entry(4, { version: 2 })], session: session({ version: 2 }) }),
      reserved(2, 'maya'),
    ]);
    expect(two(both)).toEqual(['e4', undefined]);
    expect(two(change(both, { session: session({ version: 3 }) }))).toEqual(['e4', undefined]);
  });

  test('is as the server says again while the entries have to be read anew', () => {
    const state = replaceEntries(begin(session()), some, [reserved(1, 'sarah')]);
    expect(two(state)).toEqual(['e3', 'e2']);
    const old = apply(state, event(11, { session: session({ version: 2 }), refetch: true }));
    expect(two(old)).toEqual(['e1', undefined]);
  });

  test('changes nothing that is the same', () => {
    const state = replaceEntries(begin(session()), some, []);
    const next = apply(state, event(11, { session: session({ version: 1 }) }));
    expect(next.session).toBe(state.session);
    expect(applyAll(state, [reserved(1)])).toBe(state);
    expect(applyAll(state, [reserved(99, 'sarah')])).toBe(state);
  });

  test('of ten thousand, is found by looking at the chunk that changed', () => {
    let looks = 0;
    const all = Array.from({ length: 10_000 }, (_, i) => {
      const e = entry(i);
      Object.defineProperty(e, 'status', { enumerable: true, get: () => (++looks ? 'available' : '') });
      return e;
    });
    const state = replaceEntries(begin(session()), all, []);
    looks = 0;
    expect(two(applyAll(state, [reserved(5000, 'sarah')]))).toEqual(['e0', 'e1']);
    expect(looks).toBeLessThan(300);
  });
});

describe('a roster', () => {
  test('keeps a known phone number when an event brings none', () => {
    const r = roster([entry(1, { supporter: { id: 's1', name: 'A', phone: '+44 7700 900001' } })]);
    const next = merge(r, [entry(1, { version: 2, status: 'completed' })]);
    expect(entryOf(next, 'e1')).toMatchObject({
      status: 'completed',
      supporter: { phone: '+44 7700 900001' },
    });
  });

  test('copies one chunk of many when one entry of ten thousand changes', () => {
    const r = roster(Array.from({ length: 10_000 }, (_, i) => entry(i)));
    const next = merge(r, [entry(5000, { version: 2, status: 'completed' })]);
    const copied = next.chunks.filter((c, i) => c !== r.chunks[i]);
    expect(copied).toHaveLength(1);
    expect(next.index).toBe(r.index);
    expect(entryOf(next, 'e5000')?.status).toBe('completed');
    expect(entryOf(next, 'e9999')?.id).toBe('e9999');
    expect(next.length).toBe(10_000);
  });

  test('loses only who is named', () => {
    const r = roster([entry(1), entry(2)]);
    expect(without(r, ['nobody'])).toBe(r);
    expect([...entriesOf(without(r, ['e1']))].map((e) => e.id)).toEqual(['e2']);
  });
});

test('what did not change stays the same object, so that nobody draws it again', () => {
  const old = { a: { b: [1, { c: 2 }] }, d: { e: 1 }, f: [1, 2] };
  const same = shared(old, structuredClone(old));
  expect(same).toBe(old);
  const next = shared(old, { a: { b: [1, { c: 2 }] }, d: { e: 2 }, f: [1] });
  expect(next).toEqual({ a: { b: [1, { c: 2 }] }, d: { e: 2 }, f: [1] });
  expect(next.a).toBe(old.a);
  expect(next.d).not.toBe(old.d);
  expect(shared<unknown>({ a: undefined }, { b: undefined })).toEqual({ b: undefined });
  expect(shared<unknown>([], {})).toEqual({});
});

test('says which entries differ from an earlier roster', () => {
  const people = Array.from({ length: 300 }, (_, i) => entry(i));
  const r = roster(people);
  expect(differing(undefined, r)).toEqual(people);
  expect(differing(r, r)).toEqual([]);
  const changed = [entry(5, { version: 2 }), entry(299, { version: 2 }), entry(300)];
  expect(differing(r, merge(r, changed))).toEqual(changed);
});
