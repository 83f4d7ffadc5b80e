import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patience } from '../../volunteer/boot';
import { comingIn } from '../../volunteer/coming';

let sent: { path: string; key: string; body: unknown }[];
let answer: (text: string, status?: number) => void;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('fetch', (path: string, init: { headers: Record<string, string>; body: string }) => {
    sent.push({ path, key: init.headers['Idempotency-Key'] ?? '', body: JSON.parse(init.body) });
    return new Promise((ok) => {
      answer = (text, status = 200) => ok(new Response(text, { status }));
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tab() {
  const items = new Map<string, string>();
  return {
    getItem: (k: string) => items.get(k) ?? null,
    setItem: (k: string, v: string) => void items.set(k, v),
    removeItem: (k: string) => void items.delete(k),
  };
}

test('whoever hears nothing comes in again with the same key, also after a reload, until there is an answer', async () => {
  const store = tab();
  const page = comingIn('c', 't', store);
  const lost = page('Ann', 'sesame').catch((p) => p.code);
  await vi.advanceTimersByTimeAsync(patience);
  expect(await lost).toBe('offline');
  const wrong = page('Ann', '').catch((p) => p.code);
  answer('{"code":"passcode_needed","title":"Please.","status":403}', 403);
  expect(await wrong).toBe('passcode_needed');
  const again = comingIn('c', 't', store)('Anna', 'sesame');
  answer('{"me":{"id":"ann"}}');
  expect(await again).toEqual({ me: { id: 'ann' } });
  expect(sent.map((s) => s.path)).toEqual(Array(3).fill('/api/v1/c/t/join'));
  expect(sent.map((s) => s.body)).toEqual([
    { name: 'Ann', passcode: 'sesame' },
    { name: 'Ann' },
    { name: 'Anna', passcode: 'sesame' },
  ]);
  const [key = ''] = sent.map((s) => s.key);
  expect(key).toMatch(/^[0-9a-f]{40}$/);
  expect(sent.map((s) => s.key)).toEqual([key, key, key]);
  void comingIn('c', 't', store)('Ben', '');
  expect(sent[3]?.key).not.toBe(key);
});

test('where nothing is kept, and on another link, too', async () => {
  const full = {
    ...tab(),
    getItem: () => {
      throw new Error('forbidden');
    },
  };
  const keys = [];
  for (const store of [undefined, full]) {
    const page = comingIn('k', 't', store);
    for (let i = 0; i < 2; i++) {
      const lost = page('Ann', '').catch((p) => p.code);
      await vi.advanceTimersByTimeAsync(patience);
      expect(await lost).toBe('offline');
    }
    keys.push(...sent.splice(0).map((s) => s.key));
  }
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).toBe(keys[3]);
  expect(keys[0]).not.toBe(keys[2]);
});
