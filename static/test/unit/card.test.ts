import { describe, expect, test } from 'vitest';
import { type Card, cardOf, pageTitle, reminder } from '../../src/core/card';
import type { Phone, Session } from '../../src/core/types';
import { session } from './world';

const person = { entry: 'e1', supporter: 's1', attempt: 'a1', name: 'Aisha Khan', logged: false };
const mine = { mine: true, mobile: '+44 7700 900123' };
const phone = (state: Phone['state'], over: Partial<Phone> = {}): Partial<Session> => ({
  status: 'in_progress',
  phone: { state, ending: false, since: '2026-04-15T14:00:00Z', ...over },
});
const cycle = (over: Partial<Session['cycle']>) => ({ ...session().cycle, ...over });

describe('the card of the current cycle', () => {
  test.each<[string, Partial<Session>, Card['kind']]>([
    ['fresh', {}, 'ready'],
    ['archived', { status: 'archived' }, 'archived'],
    ['the phone is being placed', phone('placing'), 'starting'],
    ['the phone rings', phone('ringing'), 'starting'],
    ['the short message', phone('greeting'), 'starting'],
    ['the first person is rung', phone('dialling', { person }), 'starting'],
    ['a talk', phone('talking', { person }), 'talking'],
    ['the talk is over', phone('wrap_up', { person }), 'wrap_up'],
    ['the talk is over and logged', phone('wrap_up', { person: { ...person, logged: true } }), 'between'],
    ['the carrier does not say', phone('unknown'), 'carrier_away'],
    [
      'hung up',
      {
        status: 'started',
        phone: { state: 'idle', ending: false, notice: { code: 'hung_up', title: 'Paused: you hung up.' } },
      },
      'paused',
    ],
    [
      'the own phone did not answer',
      { phone: { state: 'idle', ending: false, notice: { code: 'no_answer', title: 'x' } } },
      'unreachable',
    ],
    ['a log is owed after a restart', { status: 'started', owed: [{ ...person, closed: false }] }, 'paused'],
    ['started long ago', { status: 'started' }, 'ready'],
    [
      'no caller ID',
      { start: { ok: false, code: 'caller_id_missing', title: 'There is no number.' } },
      'refused',
    ],
    ['complete', { cycle: cycle({ complete: true, new_cycle_has: 61 }) }, 'complete'],
    [
      'complete, and only time brings people back',
      { cycle: cycle({ complete: true, earliest_return: { at: '2026-04-15T15:30:00Z', count: 4 } }) },
      'nobody_until',
    ],
    [
      'complete, and a new cycle has people besides',
      {
        cycle: cycle({
          complete: true,
          new_cycle_has: 2,
          earliest_return: { at: '2026-04-15T15:30:00Z', count: 4 },
        }),
      },
      'complete',
    ],
  ])('%s', (_, over, kind) => {
    expect(cardOf(session(over), mine).kind).toBe(kind);
  });

  test('without a mobile number the way to add one is shown, to the leader only', () => {
    expect(cardOf(session(), { mine: true, mobile: undefined }).kind).toBe('mobile_missing');
    expect(cardOf(session(), { mine: false, mobile: undefined }).kind).toBe('ready');
  });

  test('after the present call comes the one behind them', () => {
    const s = session({
      ...phone('talking', { person }),
      cycle: cycle({
        next: { entry: 'e1', supporter: 's-e1', name: 'Aisha Khan' },
        // biome-ignore lint/suspicious/noThenProperty: the server's word for who comes after the next
        then: { entry: 'e2', supporter: 's-e2', name: 'Ben Okafor' },
      }),
    });
    expect(cardOf(s, mine)).toMatchObject({ after: { name: 'Ben Okafor' } });
  });

  test('a start is told in steps, one of them now', () => {
    const steps = (state: Phone['state']) => {
      const c = cardOf(session(phone(state, { person })), mine);
      return c.kind === 'starting' ? c.steps.map((s) => `${s.state}: ${s.words}`) : [];
    };
    expect(steps('ringing')).toEqual([
      'now: Ringing your phone +44 7700 900123',
      'ahead: Listen to the short message, then press any key',
      'ahead: Ringing Aisha Khan',
      'ahead: Talking',
    ]);
    expect(steps('dialling')).toEqual([
      'done: Rang your phone, you answered',
      'now: Ringing Aisha Khan',
      'ahead: Talking',
    ]);
  });

  test('somebody who watches never reads a mobile number', () => {
    const c = cardOf(session(phone('ringing')), { mine: false, mobile: '+44 7700 900123' });
    expect(JSON.stringify(c)).not.toContain('7700');
  });
});

test('the title tells the phone’s state first', () => {
  expect(pageTitle(session(phone('talking', { person })))).toBe('● Talking to Aisha Khan – Partyline');
  expect(pageTitle(session())).toBe('Ben – Rally – Partyline');
});

describe('two minutes after a call the page reminds of its log', () => {
  const ended_at = '2026-04-15T14:00:00Z';
  const after = (seconds: number) => Date.parse(ended_at) + seconds * 1000;
  test.each<[string, { ended_at?: string; prefill?: string }, number, string | undefined]>([
    ['just over', { ended_at }, 0, undefined],
    ['nearly two minutes', { ended_at }, 119, undefined],
    ['two minutes', { ended_at }, 120, 'This log has waited for 2 min. At 15:10 it is closed as not logged.'],
    [
      'busy',
      { ended_at, prefill: 'busy' },
      200,
      'This log has waited for 3 min. At 15:10 it is saved as busy.',
    ],
    [
      'about to be closed',
      { ended_at },
      599,
      'This log has waited for 9 min. At 15:10 it is closed as not logged.',
    ],
    ['closed', { ended_at }, 600, undefined],
    ['still going on', {}, 900, undefined],
  ])('%s', (_, p, seconds, words) => {
    expect(reminder(p, after(seconds))).toBe(words);
  });
});
