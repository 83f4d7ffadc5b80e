import { expect, test } from 'vitest';
import { costOf, minutesAfter, minutesAt } from '../../src/core/minutes';

const at = Date.parse('2026-04-15T12:00:00Z');
const open = [{ leg: 'leader' as const, answered_at: '2026-04-15T11:58:30Z' }];

test('a leg that is up counts its begun minutes', () => {
  expect(minutesAt({ leader: 3, supporter: 2, open }, at)).toEqual({ leader: 5, supporter: 2 });
  expect(minutesAt({ leader: 3, supporter: 2, open }, at + 31_000)).toEqual({ leader: 6, supporter: 2 });
  const just = [{ leg: 'supporter' as const, answered_at: '2026-04-15T12:00:00Z' }];
  expect(minutesAt({ leader: 0, supporter: 0, open: just }, at - 400)).toEqual({ leader: 0, supporter: 1 });
});

test('there is no cost without a price', () => {
  const m = { leader: 10, supporter: 20 };
  expect(costOf(m, undefined)).toBeUndefined();
  expect(costOf(m, { currency: '', leader: '0.01', supporter: '0.02' })).toBeUndefined();
  expect(costOf(m, { currency: 'GBP', leader: '', supporter: '' })).toBeUndefined();
  expect(costOf(m, { currency: 'GBP', leader: '0.01', supporter: '0.0215' })).toBe('£0.53');
});

test('a list’s minutes follow its leaders’ lines', () => {
  const all = { leader: 10, supporter: 5, leader_seconds: 0, supporter_seconds: 0, open: [] };
  const after = minutesAfter(
    all,
    { leader: 2, supporter: 1, open: [] },
    { leader: 4, supporter: 1, open: [] },
    open,
  );
  expect(after).toMatchObject({ leader: 12, supporter: 5, open });
});
