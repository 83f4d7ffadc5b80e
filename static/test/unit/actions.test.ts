import { beforeEach, describe, expect, test } from 'vitest';
import { type Action, Actions, type Shelf } from '../../src/core/actions';
import { Problem, Unreachable } from '../../src/core/api';
import type { Press } from '../../src/core/presses';
import { FakeTime } from './world';

class FakeShelf implements Shelf {
  items = new Map<string, string>();
  full = false;
  getItem = (k: string) => this.items.get(k) ?? null;
  setItem = (k: string, v: string) => {
    if (this.full) throw new Error('quota');
    this.items.set(k, v);
  };
  removeItem = (k: string) => void this.items.delete(k);
  keys = () => [...this.items.keys()];
}

interface Asked {
  method: string;
  path: string;
  key: string | undefined;
  answer: (v?: unknown) => void;
  fail: (e: unknown) => void;
}

let time: FakeTime;
let shelf: FakeShelf;
let asked: Asked[];
let done: string[];
let refused: string[];
let online: boolean;

function make(of: FakeShelf | undefined = shelf): Actions {
  return new Actions(
    'ben',
    {
      api: {
        ask: (method, path, a) =>
          new Promise((resolve, reject) => {
            asked.push({ method, path, key: a?.key, answer: resolve as (v?: unknown) => void, fail: reject });
          }),
      },
      shelf: of,
      now: time.now,
      random: () => 0,
      after: time.after,
      newKey: () => `key${++keys}`,
      online: () => online,
    },
    {
      changed: () => {},
      done: (a: Action) => done.push(a.press.kind),
      refused: (_, why) => refused.push(why.code),
    },
  );
}

let keys = 0;
const press = (kind: 'prioritise' | 'unskip'): Press => ({ kind, session: 's', entry: 'e', name: 'Ada' });
const settle = () => new Promise((r) => setImmediate(r));
const problem = (status: number, code: string) => new Problem({ status, code, title: 'No.' });

beforeEach(() => {
  time = new FakeTime();
  shelf = new FakeShelf();
  asked = [];
  done = [];
  refused = [];
  keys = 0;
  online = true;
});

describe('an action', () => {
  test('is kept before it is sent, and let go after the answer', async () => {
    const a = make();
    a.press(press('unskip'));
    expect(shelf.items.size).toBe(1);
    expect(asked.map((x) => [x.method, x.path, x.key])).toEqual([
      ['DELETE', '/sessions/s/entries/e/skip', 'key1'],
    ]);
    asked[0]?.answer({});
    await settle();
    expect(shelf.items.size).toBe(0);
    expect(a.pending).toEqual([]);
    expect(done).toEqual(['unskip']);
  });

  test('waits for the one before it', async () => {
    const a = make();
    a.press(press('unskip'));
    a.press(press('prioritise'));
    await settle();
    expect(asked).toHaveLength(1);
    asked[0]?.answer({});
    await settle();
    expect(asked.map((x) => x.key)).toEqual(['key1', 'key2']);
    asked[1]?.answer({});
    await settle();
    expect(a.sending).toBe('idle');
  });

  test('keeps its key when it is sent again', async () => {
    const a = make();
    a.press(press('unskip'));
    asked[0]?.fail(new Unreachable());
    await settle();
    expect(a.pending).toHaveLength(1);
    time.pass(60_000);
    await settle();
    expect(asked.map((x) => x.key)).toEqual(['key1', 'key1']);
  });

  test('survives a reload, in the order of the presses', async () => {
    const a = make();
    a.press(press('unskip'));
    a.press(press('prioritise'));
    asked[0]?.fail(new Unreachable());
    await settle();
    const b = make();
    expect(b.pending.map((x) => x.press.kind)).toEqual(['unskip', 'prioritise']);
    asked = [];
    void b.flush();
    asked[0]?.answer({});
    await settle();
    asked[1]?.answer({});
    await settle();
    expect(asked.map((x) => x.key)).toEqual(['key1', 'key2']);
    expect(shelf.items.size).toBe(0);
  });

  test('that is refused leaves, is told of, and the next goes on', async () => {
    const a = make();
    a.press(press('prioritise'));
    a.press(press('unskip'));
    asked[0]?.fail(problem(409, 'not_available'));
    await settle();
    expect(refused).toEqual(['not_available']);
    asked[1]?.answer({});
    await settle();
    expect(a.pending).toEqual([]);
    expect(done).toEqual(['unskip']);
  });

  test('that the server cannot take now waits, but not for ever', async () => {
    const a = make();
    a.press(press('unskip'));
    for (let i = 0; i < 8; i++) {
      asked.at(-1)?.fail(problem(503, 'busy'));
      await settle();
      time.pass(60_000);
      await settle();
    }
    expect(asked).toHaveLength(8);
    expect(refused).toEqual(['busy']);
    expect(a.pending).toEqual([]);
  });

  test('is never given up for want of a connection', async () => {
    const a = make();
    a.press(press('unskip'));
    for (let i = 0; i < 30; i++) {
      asked.at(-1)?.fail(new Unreachable());
      await settle();
      time.pass(60_000);
      await settle();
    }
    expect(a.pending).toHaveLength(1);
    expect(refused).toEqual([]);
  });
});

describe('taking back', () => {
  const undo = (a: Actions, key: string) =>
    a.undo(key, (of) => ({
      kind: 'undo',
      of,
      pressed_at: '2026-04-15T13:00:00Z',
      session: 's',
      entry: 'e',
      name: 'Ada',
    }));

  test('what has not left this device is never sent', async () => {
    const a = make();
    a.press(press('prioritise'));
    const second = a.press(press('unskip'));
    expect(undo(a, second.key)).toBe(true);
    expect(a.pending.map((p) => p.press.kind)).toEqual(['prioritise']);
    expect(shelf.items.size).toBe(1);
    asked[0]?.answer({});
    await settle();
    expect(asked).toHaveLength(1);
    expect(a.sending).toBe('idle');
  });

  test('nor what was pressed while offline, however often it was tried', async () => {
    online = false;
    const a = make();
    const { key } = a.press(press('prioritise'));
    asked[0]?.fail(new Unreachable());
    await settle();
    expect(undo(a, key)).toBe(true);
    expect(a.pending).toEqual([]);
  });

  test('what may have arrived is undone behind it, by the id of its answer', async () => {
    const a = make();
    const { key } = a.press(press('prioritise'));
    expect(undo(a, key)).toBe(false);
    expect(a.pending.map((p) => p.press.kind)).toEqual(['prioritise', 'undo']);
    asked[0]?.answer({ action: 'action-1' });
    await settle();
    expect(asked[1]).toMatchObject({ method: 'POST', path: '/undo/action-1' });
    asked[1]?.answer({});
    await settle();
    expect(shelf.items.size).toBe(0);
  });

  test('survives a reload once the id is known', async () => {
    const a = make();
    const { key } = a.press(press('prioritise'));
    undo(a, key);
    asked[0]?.answer({ action: 'action-1' });
    await settle();
    const b = make();
    expect(b.pending[0]?.press).toMatchObject({ kind: 'undo', of: { action: 'action-1' } });
  });

  test('what is done already is asked for at once', async () => {
    const a = make();
    const { key } = a.press(press('prioritise'));
    asked[0]?.answer({ action: 'action-1' });
    await settle();
    expect(undo(a, key)).toBe(false);
    expect(asked[1]?.path).toBe('/undo/action-1');
  });

  test('a refusal, or an answer that changed nothing, leaves nothing to take back', async () => {
    const a = make();
    for (const end of [
      () => asked.at(-1)?.fail(new Problem({ status: 409, code: 'not_available', title: 'No.' })),
      () => asked.at(-1)?.answer({}),
    ]) {
      const { key } = a.press(press('prioritise'));
      undo(a, key);
      const before = asked.length;
      end();
      await settle();
      expect(asked).toHaveLength(before);
      expect(a.pending).toEqual([]);
      expect(undo(a, key)).toBe(false);
      expect(a.pending).toEqual([]);
    }
  });
});

test('signed out: nothing is sent until signed in again', async () => {
  const a = make();
  a.press(press('unskip'));
  asked[0]?.fail(problem(401, 'signed_out'));
  await settle();
  time.pass(60_000);
  await a.flush();
  expect(asked).toHaveLength(1);
  void a.flush(true);
  expect(asked).toHaveLength(2);
});

test('another user never sends what somebody else pressed here', () => {
  make().press(press('unskip'));
  const other = new Actions(
    'sarah',
    {
      api: { ask: () => Promise.reject(new Unreachable()) },
      shelf,
      now: time.now,
      random: () => 0,
      after: time.after,
      newKey: () => 'k',
    },
    { changed: () => {}, done: () => {}, refused: () => {} },
  );
  expect(other.pending).toEqual([]);
});

test('a browser that keeps nothing says so, and the action is sent all the same', () => {
  shelf.full = true;
  const a = make();
  a.press(press('unskip'));
  expect(a.durable).toBe(false);
  expect(asked).toHaveLength(1);
});
