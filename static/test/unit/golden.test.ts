// The events of a short shift as the server wrote them: calling/golden_test.go makes the file.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/core/events';
import { entriesOf } from '../../src/core/roster';
import { apply, begin, type SessionState } from '../../src/core/session';
import type { Entry, Session } from '../../src/core/types';

interface Picture {
  session: Session;
  entries: Entry[];
}

interface Golden {
  before: Picture;
  events: SessionEvent[];
  after: Picture;
}

interface Document {
  components: { schemas: { Event: { discriminator: { mapping: Record<string, string> } } } };
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;
}

const { before, events, after } = read<Golden>('test/golden/shift.json');

/** What a page holds, as the server would send it now. Sessions inside events have no seq of their own. */
function picture(s: SessionState): Picture {
  return { session: { ...s.session, seq: s.seq }, entries: [...entriesOf(s.roster)] };
}

describe('the events of a shift', () => {
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
    const known = read<Document>('api/openapi.json').components.schemas.Event.discriminator.mapping;
    expect(events.map((e) => e.kind).filter((k) => !(k in known))).toEqual([]);
  });
});
