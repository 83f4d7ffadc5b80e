import './browser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Alert, alertBars, barsOf } from '../../volunteer/alerts';

const bar = (id: string, version = 1) =>
  ({ id, html: `<p>${id}</p>`, level: 'info', audience: 'both', shown: true, version, at: '' }) as Alert;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('that a bar was seen is said once; what did not arrive is said again, later and later', async () => {
  const told: string[] = [];
  let heard = false;
  let name = '';
  const bars = alertBars(
    document.createElement('div'),
    () => 0,
    () => name,
    (id, version) => {
      told.push(`${id} ${version}`);
      return Promise.resolve(heard);
    },
  );
  bars.show([bar('a')]);
  expect(told).toEqual([]); // nobody has come in
  name = 'Cleo';
  bars.show([bar('a')]);
  bars.show([bar('a')]);
  expect(told).toEqual(['a 1']); // it is under way
  await vi.advanceTimersByTimeAsync(7_000);
  expect(told.length).toBe(2);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(told.length).toBe(2);
  heard = true;
  await vi.advanceTimersByTimeAsync(8_000);
  expect(told.length).toBe(3);
  await vi.advanceTimersByTimeAsync(3_600_000);
  bars.show([bar('a')]);
  expect(told.length).toBe(3);
  bars.show([bar('a', 2)]);
  expect(told.at(-1)).toBe('a 2');
});

test('a report that was refused for good is not sent again; a lost, limited or broken one is', async () => {
  document.body.innerHTML = '<div id="bars"></div>';
  for (const [status, times] of [
    [204, 1],
    [404, 1],
    [409, 1],
    [429, 2],
    [503, 2],
    [0, 2],
  ] as const) {
    const sent = vi.fn((_: string) =>
      status === 0
        ? Promise.reject(new Error('offline'))
        : Promise.resolve(
            new Response(status === 204 ? null : JSON.stringify({ status, code: 'x', title: 'No.' }), {
              status,
            }),
          ),
    );
    vi.stubGlobal('fetch', sent);
    const bars = barsOf(
      'k',
      'token',
      () => 0,
      () => ({ name: 'Cleo' }) as never,
    );
    bars.show([bar(`s${status}`)]);
    await vi.advanceTimersByTimeAsync(8_000);
    const own = sent.mock.calls.filter(([path]) => path.endsWith(`/alerts/s${status}/seen`));
    expect([status, own.length]).toEqual([status, times]);
  }
});
