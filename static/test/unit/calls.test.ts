import { describe, expect, it } from 'vitest';
import {
  type CallerRow,
  callersAfter,
  callerWords,
  onThePhone,
  percent,
  secondsWords,
  spent,
} from '../../src/core/calls';
import { campaignAfter } from '../../src/core/campaign';
import { campaign, told } from './campaign-world';

const row = (over: Partial<CallerRow>): CallerRow => ({
  id: 'a',
  name: 'Ann',
  state: 'waiting',
  since: '2026-04-15T12:00:00Z',
  phone_connected: true,
  talks: 0,
  talked_seconds: 0,
  ...over,
});

describe('callers and calls in words', () => {
  it('says shares so that something is never nothing', () => {
    expect([0, 0.0004, 0.008, 0.18, 0.0996, 1].map(percent)).toEqual([
      '0 %',
      '< 0.1 %',
      '0.8 %',
      '18 %',
      '10 %',
      '100 %',
    ]);
  });

  it('says times as people do', () => {
    expect([0, 59, 60, 3599, 3600, 20460].map(secondsWords)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 h',
      '1 h',
      '5 h 41 min',
    ]);
  });

  it('keeps callers in an order that does not jump, and takes in what events say', () => {
    let rows = [
      row({ id: 'b', name: 'Ben', state: 'talking' }),
      row({}),
      row({ id: 'c', name: 'Cleo', state: 'finished' }),
    ];
    expect(onThePhone(rows).map((r) => r.id)).toEqual(['b', 'a']);
    rows = callersAfter(rows, row({ id: 'a', state: 'wrap_up', wish: 'finish' }));
    rows = callersAfter(rows, row({ id: 'd', name: 'Dev' }));
    expect(onThePhone(rows).map((r) => r.id)).toEqual(['b', 'a', 'd']);
    expect(callerWords(rows[1] as CallerRow)).toBe('Wrap-up, then finishes');
  });

  it('says how long those in a state are in it', () => {
    const rows = [row({}), row({ id: 'b', since: '2026-04-15T12:00:30Z' })];
    const now = Date.parse('2026-04-15T12:01:00Z');
    expect(spent(rows, 'waiting', now)).toBe(45);
    expect(spent(rows, 'waiting', now, true)).toBe(60);
    expect(spent(rows, 'wrap_up', now)).toBeUndefined();
  });

  it('counts an event of a caller in the campaign’s topic', () => {
    const next = campaignAfter(campaign(), told('dialer.callers_changed', 11, row({})));
    expect(next.campaign.seq).toBe(11);
  });
});
