import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { client } from '../../src/core/api';
import { ask, patience, slowAfter } from '../../volunteer/boot';

const sent: { path: string; headers: Record<string, string> }[] = [];
let answer: ((text: string, status?: number) => void) | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('fetch', (path: string, init: { headers: Record<string, string> }) => {
    sent.push({ path, headers: init.headers });
    return new Promise((ok) => {
      answer = (text, status = 200) => ok(new Response(text, { status }));
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a press has its key, and is given up after ten seconds without an answer', async () => {
  const done = ask('PUT', '/a', { value: 1 }, 'k1').catch((p) => p.code);
  expect(sent).toEqual([
    { path: '/a', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k1' } },
  ]);
  await vi.advanceTimersByTimeAsync(patience - 1);
  const still = Promise.race([done, Promise.resolve('waits')]);
  expect(await still).toBe('waits');
  await vi.advanceTimersByTimeAsync(1);
  expect(await done).toBe('offline');
});

test('an answer in time is the answer', async () => {
  const kept = ask('POST', '/b', undefined, 'k2');
  expect(sent[0]!.headers).toEqual({ 'Idempotency-Key': 'k2' });
  answer!('{"id":"x"}');
  expect(await kept).toEqual({ id: 'x' });
});

test('an answer that is not there after three seconds is told of once, and still waited for', async () => {
  let slow = 0;
  const done = ask('PUT', '/a', {}, 'k1', () => slow++);
  await vi.advanceTimersByTimeAsync(slowAfter - 1);
  expect(slow).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(slow).toBe(1);
  answer!('{"id":"x"}');
  expect(await done).toEqual({ id: 'x' });
  const soon = ask('PUT', '/a', {}, 'k2', () => slow++);
  answer!('{"id":"y"}');
  await soon;
  await vi.advanceTimersByTimeAsync(2 * slowAfter);
  expect(slow).toBe(1);
});

test('the app hears of every write that is not answered for three seconds, and of no question', async () => {
  let slow = 0;
  const api = client(fetch as Parameters<typeof client>[0], undefined, () => slow++);
  const read = api.get('/me');
  await vi.advanceTimersByTimeAsync(slowAfter);
  expect(slow).toBe(0);
  answer!('{}');
  await read;
  const start = api.post('/sessions/s/start');
  await vi.advanceTimersByTimeAsync(slowAfter - 1);
  expect(slow).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(slow).toBe(1);
  answer!('{"id":"s"}');
  expect(await start).toEqual({ id: 's' });
  await vi.advanceTimersByTimeAsync(2 * slowAfter);
  expect(slow).toBe(1);
});
