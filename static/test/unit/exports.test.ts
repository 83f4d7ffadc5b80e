import { expect, test } from 'vitest';
import type * as Api from '../../src/core/api.gen';
import type { SessionEvent } from '../../src/core/events';
import { asOfWords, latest, spoken, untilWords, withHeard } from '../../src/core/exports';
import { apply, begin } from '../../src/core/session';
import { entry, session } from './world';

const at = (n: number) => `2026-04-15T12:0${n}:00.000Z`;
const file = (id: string, more: Partial<Api.PreparedFile> = {}): Api.PreparedFile => ({
  id,
  file: 'contacts',
  format: 'csv',
  name: 'spring-contacts.csv',
  state: 'preparing',
  percent: 10,
  rows: 100,
  bytes: 0,
  numbers: false,
  by: { id: 'u1', name: 'Maya' },
  created_at: at(0),
  version: 1,
  ...more,
});
const all = (...prepared: Api.PreparedFile[]): Api.Exports => ({
  long: 50,
  files: [{ file: 'contacts', rows: 100, long: true, narrowed: false }],
  prepared,
  seq: 1,
});
const contacts = all().files[0] as Api.ExportFile;

test('what is heard is newer than what was read, or is not', () => {
  const read = all(file('b', { version: 3, percent: 50 }), file('a'));
  const heard = withHeard(read, [
    file('b', { version: 2, percent: 20 }),
    file('c'),
    file('a', { version: 2, percent: 62 }),
  ]);
  expect(heard.prepared.map((p) => `${p.id} ${p.percent}`)).toEqual(['c 10', 'b 50', 'a 62']);
  expect(read.prepared.map((p) => p.id)).toEqual(['b', 'a']);
});

test('a line is the newest of its file and format, narrowed down as the page is', () => {
  const o = all(file('e', { state: 'expired' }), file('j', { format: 'json' }), file('n'), file('o'));
  expect(latest(o, contacts, 'csv', {})?.id).toBe('n');
  expect(latest(o, contacts, 'json', { pass: 2 })?.id).toBe('j'); // contacts are never narrowed down
  const calls: Api.ExportFile = { file: 'attempts', rows: 100, long: true, narrowed: true };
  const p2 = file('p2', { file: 'attempts', narrowed: { pass: 2 } });
  const day = file('day', { file: 'attempts', narrowed: { from: at(0), pass: 2 } });
  expect(latest(all(p2, day), calls, 'csv', { pass: 2, period: 'day' })?.id).toBe('day');
  expect(latest(all(day, p2), calls, 'csv', { pass: 2 })?.id).toBe('p2');
  expect(latest(all(day, p2), calls, 'csv', { pass: 2, caller: 'x' })).toBeUndefined();
});

test('until when, and as of when', () => {
  const now = Date.parse(at(0));
  expect(untilWords('2026-04-16T14:05:00.000Z', now, 'UTC')).toBe('until tomorrow 14:05');
  expect(untilWords('2026-04-15T14:05:00.000Z', now, 'UTC')).toBe('until 14:05');
  expect(untilWords('2026-04-18T14:05:00.000Z', now, 'UTC')).toBe('until 18 Apr 14:05');
  expect(asOfWords(file('a'), now)).toBe('');
  expect(asOfWords(file('a', { as_of: at(2) }), now)).toMatch(/^as it was at \d\d:02$/);
  expect(asOfWords(file('a', { as_of: at(2), until: at(7) }), now)).toMatch(
    /^as it was between \d\d:02 and \d\d:07$/,
  );
});

test('what became of it is said; how far it is, is not', () => {
  expect(spoken(file('a'))).toBe('');
  expect(spoken(file('a', { state: 'ready' }))).toBe('spring-contacts.csv is ready.');
  expect(spoken(file('a', { state: 'failed', problem: 'It broke.' }))).toBe('spring-contacts.csv: It broke.');
});

test('a file of a session on its way changes nothing of the session', () => {
  const before = begin(session(), [entry(1)]);
  const e = { topic: 'session/s1', seq: before.seq + 1, kind: 'export.changed', at: at(3), data: file('a') };
  const after = apply(before, e as unknown as SessionEvent);
  expect([after.session, after.roster, after.refetch]).toEqual([
    before.session,
    before.roster,
    before.refetch,
  ]);
  expect(after.seq).toBe(before.seq + 1);
});
