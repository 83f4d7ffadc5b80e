// The events of a short shift as the server wrote them: calling/golden_test.go makes the file.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyEvent, SessionEvent } from '../../src/core/events';
import { listAfter, logged } from '../../src/core/list';
import { entriesOf } from '../../src/core/roster';
import {
  apply,
  applyAll,
  begin,
  type PersonEvent,
  replaceEntries,
  type SessionState,
} from '../../src/core/session';
import type { Entry, OnList, Session } from '../../src/core/types';

interface Picture {
  session: Session;
  entries: Entry[];
}

interface Golden {
  before: Picture;
  events: SessionEvent[];
  after: Picture;
  /** What happened on the topic of the list meanwhile. */
  list?: AnyEvent[];
}

interface Document {
  components: { schemas: { Event: { discriminator: { mapping: Record<string, string> } } } };
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;
}

const known = read<Document>('api/openapi.json').components.schemas.Event.discriminator.mapping;

const beside = (s: SessionState, e: AnyEvent) => applyAll(s, [e as PersonEvent]);

/** What a page holds, as the server would send it now. Sessions inside events have no seq of their own. */
function picture(s: SessionState): Picture {
  return { session: { ...s.session, seq: s.seq }, entries: [...entriesOf(s.roster)] };
}

describe.each(['shift', 'leaders'])('the events of a session: %s', (name) => {
  const { before, events, after } = read<Golden>(`test/golden/${name}.json`);
  const start = begin(before.session, before.entries);
  const end = events.reduce(apply, start);

  test('are numbered without a gap, and some are news', () => {
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
    expect(before.session.seq).toBeLessThan(events.length);
  });

  test('bring a page from the first picture to the last', () => {
    expect(picture(end)).toEqual(after);
    expect(picture(start)).toEqual(before);
  });

  test('bring a page that works out by itself who is next to the same', () => {
    const whole = replaceEntries(start, before.entries, []);
    expect(whole.session).toBe(start.session);
    expect(picture(events.reduce(apply, whole))).toEqual(after);
  });

  test('change nothing when they come again', () => {
    for (const e of events) expect(apply(end, e)).toBe(end);
    const twice = events.reduce((s, e) => apply(apply(s, e), e), start);
    expect(twice).toEqual(end);
  });

  test('change nothing more when a page reads the session in the middle of them', () => {
    for (const e of events) {
      const until = events.filter((x) => x.seq <= e.seq).reduce(apply, start);
      const page = begin({ ...until.session, seq: e.seq }, [...entriesOf(until.roster)]);
      expect(picture(events.reduce(apply, page))).toEqual(after);
    }
  });

  test('are all in the closed union', () => {
    expect(events.map((e) => e.kind).filter((k) => !(k in known))).toEqual([]);
  });
});

describe('the events of a list beside another leader', () => {
  const all = read<Golden>('test/golden/leaders.json').list ?? [];
  const list = all.filter((e) => e.kind !== 'calling.leader_changed');
  const reservations = list.filter((e) => e.kind !== 'calling.person_logged');

  test('say whom the other leader calls, and what came of it', () => {
    expect(list.map((e) => e.kind)).toEqual([
      'calling.person_reserved',
      'calling.person_logged',
      'calling.person_released',
    ]);
    expect(all.map((e) => e.kind).filter((k) => !(k in known))).toEqual([]);
    const [reserved, , released] = list.map((e) => e.data as { supporter: string; with?: { name: string } });
    expect(reserved?.with?.name).toBe('Leader 1');
    expect(released).toEqual({ supporter: reserved?.supporter });
  });

  test('put the other leader beside the person while they talk, and take them away again; not in their own session', () => {
    const { before } = read<Golden>('test/golden/leaders.json');
    const start = begin(before.session, before.entries);
    const who = (s: SessionState) => [...entriesOf(s.roster)].map((e) => e.with?.name ?? '');
    let state = start;
    const seen = reservations.map((e) => {
      state = beside(state, e);
      return state;
    });
    expect(seen.map(who)).toEqual([
      ['Leader 1', '', '', ''],
      ['', '', '', ''],
    ]);
    for (const [i, e] of reservations.entries()) expect(beside(seen[i] as SessionState, e)).toBe(seen[i]);
    const own = list.find((e) => e.kind === 'calling.person_reserved');
    if (own?.kind !== 'calling.person_reserved') throw new Error('nobody was reserved');
    const theirs = begin({ ...before.session, id: own.data.session ?? '' }, before.entries);
    expect(beside(theirs, own)).toBe(theirs);
  });

  test('put the contact and the tags into the row of the person; older and repeated ones change nothing', () => {
    const contact = list.map(listAfter).find((a) => a.logged)?.logged;
    if (!contact) throw new Error('nothing was logged');
    const row = {
      id: contact.supporter,
      name: 'Person 00001',
      tags: [],
      version: 1,
      phone: '+4479',
    } as unknown as OnList;
    const now = logged(row, contact);
    expect(now.tags).toEqual(['volunteer']);
    expect(now.last_contact).toMatchObject({ outcome: 'talked', reached: true, by: { name: 'Leader 1' } });
    expect(now.phone).toBe('+4479');
    expect(logged(now, contact)).toEqual(now);
    const newer = { ...now, version: contact.version + 1, tags: [] };
    expect(logged(newer, contact)).toBe(newer);
  });

  test('hold no numbers', () => {
    expect(JSON.stringify(all)).not.toMatch(/\+?44\d{6}/);
  });
});
