import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../src/core/events';
import {
  barsOf,
  doingWords,
  type LeaderNow,
  type LeadersNow,
  leadersAfter,
  nextOf,
  paceOf,
} from '../../src/core/leaders';

const { list } = JSON.parse(readFileSync('test/golden/leaders.json', 'utf8')) as { list: AnyEvent[] };
const nobody: LeadersNow = {
  seq: 0,
  leaders: [],
  shares: [],
  with: [],
  minutes: { leader: 0, supporter: 0, leader_seconds: 0, supporter_seconds: 0, open: [] },
  progress: { people: 4, completed: 0, untouched: 4, reached_today: 0 },
};

describe('what the events of a list make of its leaders', () => {
  test('a leader rings their phone, dials, talks, writes it down and hangs up', () => {
    const said: string[] = [];
    let v = nobody;
    for (const e of list) {
      v = leadersAfter(v, e);
      const l = v.leaders.find((x) => x.leader.name === 'Leader 1');
      const now = l && `${doingWords(l).words} ${l.phone.person?.name ?? ''}`.trim();
      if (now && said.at(-1) !== now) said.push(now);
    }
    expect(said.join(', ')).toContain(
      'Ringing their own phone, Listening to the greeting, Ringing Person 00001, Talking Person 00001, Writing down the call Person 00001',
    );
    expect(said.at(-1)).toBe('Paused');
  });

  test('an event that comes twice changes nothing more', () => {
    let v = nobody;
    for (const e of list) {
      v = leadersAfter(v, e);
      expect(leadersAfter(v, e)).toEqual(v);
    }
  });

  test('a call counts once, however often it is told', () => {
    const v = list.reduce(leadersAfter, nobody);
    expect(v.leaders.find((l) => l.leader.name === 'Leader 1')?.dials).toHaveLength(1);
  });

  test('who is with somebody is so until they are released', () => {
    const reserved = list.findIndex((e) => e.kind === 'calling.person_reserved');
    expect(list.slice(0, reserved + 1).reduce(leadersAfter, nobody).with).toHaveLength(1);
    expect(list.reduce(leadersAfter, nobody).with).toEqual([]);
  });

  test('an archived session goes', () => {
    const e = list.find((x) => x.kind === 'calling.leader_changed');
    if (e?.kind !== 'calling.leader_changed') throw new Error('no leader changed');
    const v = leadersAfter(nobody, e);
    expect(v.leaders).toHaveLength(1);
    expect(leadersAfter(v, { ...e, data: { ...e.data, status: 'archived' } }).leaders).toEqual([]);
  });
});

test('next is nobody who is with another leader, and nobody known when both are', () => {
  const of = (n: number) => ({ entry: `e${n}`, supporter: `s${n}`, name: `Person ${n}` });
  const l = JSON.parse(
    JSON.stringify({ session: 'omar', next: of(1), behind: of(2) }).replace('behind', 'then'),
  ) as LeaderNow;
  const told = (...who: string[]) => ({
    ...nobody,
    with: who.map((s) => ({ supporter: s, session: 'sarah', with: { id: 'sarah', name: 'Sarah' } })),
  });
  expect(nextOf(l, nobody)?.name).toBe('Person 1');
  expect(nextOf(l, told('s1'))?.name).toBe('Person 2');
  expect(nextOf(l, told('s1', 's2'))).toBeUndefined();
  expect(nextOf({ ...l, session: 'sarah' }, told('s1'))?.name).toBe('Person 1');
});

describe('pace', () => {
  const now = Date.parse('2026-03-03T10:30:00Z');
  const at = (...minutes: number[]) => minutes.map((m) => new Date(now - m * 60_000).toISOString());
  test.each([
    ['nobody dialled', [], 0],
    ['one a moment ago', [0.1], 1],
    ['six in ten minutes', [10, 8, 6, 4, 2, 1], 0.6],
    ['older ones do not count', [31, 45], 0],
  ])('%s', (_, minutes, want) => expect(paceOf(at(...minutes), now)).toBeCloseTo(want));

  test('bars are minutes, the newest last', () => {
    const bars = barsOf(at(0, 0.5, 29.5, 31), now);
    expect(bars).toHaveLength(30);
    expect([bars[0], bars[29]]).toEqual([1, 2]);
  });
});
