import { describe, expect, test } from 'vitest';
import { Keys } from '../../src/core/keys';
import { beforeOf, overlay, requestFor, statusAfter } from '../../src/core/presses';
import {
  consequence,
  faultOf,
  lastDay,
  promise,
  requestOf,
  type SkipForm,
  skipBadge,
  skipTooltip,
} from '../../src/core/skips';
import { atMoment, isoDayAfter, moment, spokenTimer, timer, until } from '../../src/core/times';
import type { ContactLog, Outcome } from '../../src/core/types';
import { cameOf } from '../../src/core/words';
import { entry } from './world';

const now = Date.parse('2026-04-15T13:03:00Z'); // 14:03 in Leeds
const around = { now, cycle: 3, zone: 'Europe/London', opens: 540 };
const form = (over: Partial<SkipForm>): SkipForm => ({
  type: 'quick',
  minutes: 30,
  date: '',
  reason: '',
  ...over,
});

describe('the skip dialog', () => {
  test.each<[Partial<SkipForm>, string, string]>([
    [{ minutes: 30 }, 'Back at 14:33', 'Skip Marta until 14:33'],
    [{ minutes: 120 }, 'Back at 16:03', 'Skip Marta until 16:03'],
    [{ type: 'today' }, 'Back tomorrow, 16 Apr, 9:00', 'Skip Marta until tomorrow'],
    [{ type: 'date' }, 'Choose a date', 'Skip Marta'],
    [{ type: 'date', date: '2026-04-20' }, 'Back Mon 20 Apr, 9:00', 'Skip Marta until 20 Apr'],
    [{ type: 'cycle' }, 'Back when cycle 4 starts', 'Skip Marta this cycle'],
    [{ type: 'remove' }, 'Won’t come back', 'Remove Marta from this session'],
  ])('%o says what will happen', (over, words, button) => {
    const f = form(over);
    expect(consequence(f.type, f, around)).toBe(words);
    expect(promise('Marta', f, around)).toBe(button);
  });

  test.each<[Partial<SkipForm>, string | undefined]>([
    [{}, undefined],
    [{ type: 'remove' }, 'reason'],
    [{ type: 'remove', reason: '  ' }, 'reason'],
    [{ type: 'remove', reason: 'Moved away' }, undefined],
    [{ type: 'date' }, 'date'],
    [{ type: 'date', date: '2026-04-15' }, 'date'],
    [{ type: 'date', date: '2026-04-16' }, undefined],
    [{ type: 'date', date: '2027-04-15' }, undefined],
    [{ type: 'date', date: '2027-04-16' }, 'date'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
  ])('%o lacks %s', (over, field) => {
    expect(faultOf(form(over), around)?.field).toBe(field);
  });

  test('the request carries the moment of the press and only what its type needs', () => {
    expect(requestOf(form({ date: '2026-05-01', reason: ' busy ' }), now)).toEqual({
      type: 'quick',
      minutes: 30,
      reason: 'busy',
      pressed_at: '2026-04-15T13:03:00.000Z',
    });
    expect(requestOf(form({ type: 'date', date: '2026-05-01' }), now)).not.toHaveProperty('minutes');
  });
});

describe('a skip on a row', () => {
  const by = { id: 'ben', name: 'Ben Adams' };

  test('says until when', () => {
    const badge = (type: 'quick' | 'today' | 'cycle' | 'remove', at?: string) =>
      skipBadge({ type, until: at, by, at: '' }, now, 'Europe/London');
    expect(badge('quick', '2026-04-15T14:30:00Z')).toBe('Skipped until 15:30');
    expect(badge('today', '2026-04-16T08:00:00Z')).toBe('Skipped until 16 Apr');
    expect(badge('cycle')).toBe('Skipped this cycle');
    expect(badge('remove')).toBe('Skipped for good');
  });

  test('tells type, who, when, why and the return', () => {
    const skip = {
      type: 'today' as const,
      until: '2026-04-16T08:00:00Z',
      reason: 'at work until six.',
      by,
      at: '2026-04-15T12:12:00Z',
    };
    expect(skipTooltip(skip, 'ben', now, 'Europe/London')).toBe(
      'Skipped today by you at 13:12: at work until six. Back tomorrow, Thu 16 Apr, 09:00.',
    );
    expect(skipTooltip(skip, 'sarah', now, 'Europe/London')).toContain('by Ben Adams at');
  });
});

describe('a press shows at once', () => {
  const a = { me: { id: 'ben', name: 'Ben' }, nextPlace: 10, nextEntry: 'e1' };
  const of = { session: 's', entry: 'e2', name: 'X' };
  const log = (outcome: Outcome): ContactLog => ({ reached: true, outcome });

  test('and leaves the entry itself as it was', () => {
    const e = entry(2);
    overlay(e, { kind: 'skip', skip: { type: 'cycle' }, ...of }, '', a);
    expect(e.status).toBe('available');
  });

  test('prioritised: right behind the next; called next: before them', () => {
    expect(overlay(entry(2, { place: 50 }), { kind: 'prioritise', ...of }, '', a).place).toBe(10.5);
    expect(overlay(entry(2, { place: 50 }), { kind: 'call_next', ...of }, '', a).place).toBe(9.5);
    expect(overlay(entry(1, { place: 10 }), { kind: 'prioritise', ...of }, '', a).place).toBe(10);
  });

  test('an undo shows the row as it was, under the name and version that it has', () => {
    const was = entry(2, { place: 50 });
    const { status, place, version, supporter } = overlay(
      { ...was, status: 'skipped', place: 60, version: 9 },
      { kind: 'undo', of: { key: 'k' }, pressed_at: '', before: beforeOf(was), ...of },
      '',
      a,
    );
    expect({ status, place, version, supporter }).toEqual({
      status: was.status,
      place: 50,
      version: 9,
      supporter: was.supporter,
    });
  });

  test('a skip in mid-call waits for the end of the call', () => {
    const e = overlay(
      entry(2, { status: 'calling' }),
      { kind: 'skip', skip: { type: 'cycle' }, ...of },
      '',
      a,
    );
    expect(e.status).toBe('calling');
    expect(e.skip?.type).toBe('cycle');
  });

  test.each<[Outcome, string]>([
    ['talked', 'completed'],
    ['not_interested', 'completed'],
    ['refused', 'completed'],
    ['do_not_call', 'completed'],
    ['wrong_number', 'completed'],
    ['not_in_service', 'completed'],
    ['deceased', 'completed'],
    ['call_back', 'attempted'],
    ['no_answer', 'attempted'],
    ['busy', 'attempted'],
    ['voicemail', 'attempted'],
  ])('logged %s: %s', (outcome, status) => {
    expect(statusAfter(outcome)).toBe(status);
    expect(overlay(entry(2), { kind: 'log', log: log(outcome), ...of }, '', a).status).toBe(status);
  });

  test('what they said to the event shows at once, and stays when the next log says nothing of it', () => {
    const said = overlay(entry(2), { kind: 'log', log: { ...log('talked'), rsvp: 'yes' }, ...of }, '', a);
    expect(cameOf({ outcome: said.last_outcome ?? '', rsvp: said.rsvp })).toBe('Spoke · RSVP yes');
    const elsewhere = { outcome: 'talked', rsvp: 'yes', list: 'rally' };
    expect([cameOf(elsewhere, 'rally'), cameOf(elsewhere, 'fair'), cameOf(elsewhere)]).toEqual([
      'Spoke · RSVP yes',
      'Spoke',
      'Spoke',
    ]);
    expect(overlay(said, { kind: 'log', log: log('busy'), ...of }, '', a).rsvp).toBe('yes');
  });

  test('a log of a call goes to its attempt, one without a call to the row', () => {
    expect(requestFor({ kind: 'log', log: log('talked'), attempt: 'a1', ...of })).toMatchObject({
      method: 'PUT',
      path: '/attempts/a1/log',
    });
    expect(requestFor({ kind: 'log', log: log('talked'), ...of })).toMatchObject({
      method: 'POST',
      path: '/sessions/s/entries/e2/log',
    });
  });
});

test('tomorrow is tomorrow across both changes of the clock', () => {
  expect(isoDayAfter(Date.parse('2026-03-28T23:30:00Z'), 1, 'Europe/London')).toBe('2026-03-29');
  expect(isoDayAfter(Date.parse('2026-10-24T23:30:00Z'), 1, 'Europe/London')).toBe('2026-10-26');
});

test('times in words', () => {
  expect(timer(134)).toBe('02:14');
  expect(timer(3734)).toBe('1:02:14');
  expect(spokenTimer(61)).toBe('1 minute 1 second');
  expect(until('2026-04-15T13:44:00Z', now)).toBe('41 min');
  expect(until(new Date(now + 41_200).toISOString(), now)).toBe('42 s');
  expect(until(new Date(now - 1000).toISOString(), now)).toBe('0 s');
  expect(atMoment('2026-04-15T17:40:00Z', now, 'Europe/London')).toBe('at 18:40');
  expect(atMoment('2026-04-16T08:00:00Z', now, 'Europe/London')).toBe('on 16 Apr at 09:00');
  expect(until('2026-04-15T15:08:00Z', now)).toBe('2 h 5 min');
  expect(moment('2026-04-12T17:20:00Z', now, 'Europe/London')).toBe('12 Apr, 18:20');
});

test('two keys in a row are one shortcut; typing is none', () => {
  const keys = new Keys();
  const k = (key: string, over = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    repeat: false,
    inText: false,
    ...over,
  });
  expect(keys.press(k('g'), 0)).toBeUndefined();
  expect(keys.press(k('s'), 500)).toBe('g s');
  expect(keys.press(k('g'), 1000)).toBeUndefined();
  expect(keys.press(k('s'), 5000)).toBe('s');
  expect(keys.press(k('s', { inText: true }), 5100)).toBeUndefined();
  expect(keys.press(k('s', { ctrlKey: true }), 5200)).toBeUndefined();
});

test.each([
  ['2026-04-15T12:00:00Z', '2027-04-15'],
  ['2027-06-01T12:00:00Z', '2028-06-01'], // 366 days
  ['2028-02-29T12:00:00Z', '2029-03-01'],
  ['2026-12-31T23:30:00Z', '2027-12-31'],
])('the last day to choose at %s is %s', (now, day) => {
  expect(lastDay({ now: Date.parse(now), zone: 'Europe/London' })).toBe(day);
});
