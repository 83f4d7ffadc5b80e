import { expect, test } from 'vitest';
import { instantOf, placeWords, wallOf } from '../../src/core/zoned';

test.each([
  ['2026-04-15T15:00', 'Europe/London', '2026-04-15T14:00:00.000Z'],
  ['2026-12-15T15:00', 'Europe/London', '2026-12-15T15:00:00.000Z'],
  ['2026-04-15T15:00', 'America/New_York', '2026-04-15T19:00:00.000Z'],
  ['2026-04-15T00:00', 'Pacific/Kiritimati', '2026-04-14T10:00:00.000Z'],
  ['2026-04-15T12:15', 'Asia/Kathmandu', '2026-04-15T06:30:00.000Z'],
  ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'], // comes twice: the first one
  ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'], // is left out: as much later as the clock jumps
])('%s on a wall in %s is %s', (wall, zone, at) => {
  expect(instantOf(wall, zone)).toBe(at);
});

test('there and back again, every hour of the days on which clocks change', () => {
  for (const zone of ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC'])
    for (const from of ['2026-03-28', '2026-03-07', '2026-10-24', '2026-10-31', '2026-04-04', '2026-10-03'])
      for (let h = 0; h < 72; h++) {
        const at = Date.parse(`${from}T00:00:00Z`) + h * 3_600_000;
        const wall = wallOf(at, zone);
        const back = Date.parse(instantOf(wall, zone) ?? '');
        expect(wallOf(back, zone)).toBe(wall);
        expect(back).toBeLessThanOrEqual(at);
      }
});

test('no time is no instant', () => {
  for (const wall of ['', 'soon', '2026-13-01T00:00'])
    expect(instantOf(wall, 'Europe/London')).toBeUndefined();
});

test('a place has the name of its city', () => {
  expect(placeWords('America/New_York')).toBe('New York time');
});
