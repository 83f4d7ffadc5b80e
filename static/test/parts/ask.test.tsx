import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask, patience } from '../../volunteer/boot';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How asking ended by now. */
function asked(method: 'GET' | 'POST') {
  const end: { was?: unknown } = {};
  ask(method, '/api/v1/k/x').then(
    (was) => {
      end.was = was;
    },
    (was) => {
      end.was = was;
    },
  );
  return end;
}

test('whatever is asked on a line that is half open is given up, with or without the beginning of an answer', async () => {
  const never = new Promise<never>(() => {});
  for (const reply of [never, Promise.resolve({ ok: true, text: () => never })]) {
    vi.stubGlobal('fetch', () => reply);
    const [read, press] = [asked('GET'), asked('POST')];
    await vi.advanceTimersByTimeAsync(patience - 1);
    expect([read.was, press.was]).toEqual([undefined, undefined]);
    await vi.advanceTimersByTimeAsync(1);
    expect(read.was).toMatchObject({ code: 'offline' });
    expect(press.was).toMatchObject({ code: 'offline' });
  }
});

test('an answer in time is the answer, and leaves no timer behind', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"n":1}')));
  const read = asked('GET');
  await vi.advanceTimersByTimeAsync(1);
  expect(read.was).toEqual({ n: 1 });
  expect(vi.getTimerCount()).toBe(0);
});
