import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask, patience } from '../../volunteer/boot';

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

test('an answer in time is the answer; who comes in, without a key, is waited for', async () => {
  const kept = ask('POST', '/b', undefined, 'k2');
  expect(sent[0]!.headers).toEqual({ 'Idempotency-Key': 'k2' });
  answer!('{"id":"x"}');
  expect(await kept).toEqual({ id: 'x' });
  const joins = ask('POST', '/join', { name: 'Ann' });
  expect(sent[1]!.headers).toEqual({ 'Content-Type': 'application/json' });
  await vi.advanceTimersByTimeAsync(10 * patience);
  answer!('{"id":"y"}');
  expect(await joins).toEqual({ id: 'y' });
});
