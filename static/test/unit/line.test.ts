// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BrowserFrame, ServerFrame } from '../../src/core/events';
import { type Line, open } from '../../volunteer/line';

/** A connection as browsers have it, whose other end is the test. */
class Socket {
  static readonly OPEN = 1;
  static dialled: Socket[] = [];
  readyState = 0;
  said: BrowserFrame[] = [];
  onopen?: (() => void) | null;
  onmessage?: ((e: { data: unknown }) => void) | null;
  onclose?: ((e: { code: number }) => void) | null;
  constructor(
    readonly at: string,
    readonly protocol: string,
  ) {
    Socket.dialled.push(this);
  }
  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.onopen?.();
  }
  says(f: object) {
    this.onmessage?.({ data: JSON.stringify(f) });
  }
  ends(code: number) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  subscriptions() {
    return this.said.filter((f) => f.type === 'subscribe');
  }
}

const topic = 'campaign/c/clickers';
let heard: string[];
let frames: ServerFrame[];
let line: Line | undefined;
const last = () => Socket.dialled[Socket.dialled.length - 1] as Socket;
const event = (seq: number) => ({
  type: 'event',
  topic,
  seq,
  kind: 'k',
  at: '2026-11-24T12:00:00Z',
  data: seq,
});

function listen(since?: number, on: string | undefined = topic) {
  line = open({
    event: (e) => heard.push(`event ${e.data}`),
    frame: (f) => frames.push(f),
    up: (is) => heard.push(is ? 'up' : 'down'),
    out: () => heard.push('out'),
    missed: () => heard.push('missed'),
  });
  if (on) line.follow(on, since);
  return line;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  Socket.dialled = [];
  heard = [];
  frames = [];
});

afterEach(() => {
  line?.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a topic', () => {
  test('is followed from where the page stands, and each event comes once', () => {
    listen(17);
    last().opens();
    expect(last().protocol).toBe('partyline.v1');
    expect(last().subscriptions()).toEqual([{ type: 'subscribe', topic, since: 17 }]);
    for (const seq of [18, 18, 17, 19]) last().says(event(seq));
    last().says({ ...event(20), topic: 'campaign/other/clickers' });
    last().says({ ...event(0), data: 'unlogged' });
    expect(heard).toEqual(['up', 'event 18', 'event 19', 'event unlogged']);
  });

  test('brings several events in one frame, each as if it came alone', () => {
    listen(17);
    last().opens();
    last().says({ type: 'events', events: [event(17), event(18), event(19)] });
    expect(heard).toEqual(['up', 'event 18', 'event 19']);
  });

  test('that skips a number is asked for again from the last one heard', () => {
    listen(17);
    last().opens();
    last().says(event(18));
    last().says(event(20));
    expect(last().subscriptions()).toEqual([
      { type: 'subscribe', topic, since: 17 },
      { type: 'subscribe', topic, since: 18 },
    ]);
    last().says(event(19));
    last().says(event(20));
    expect(heard).toEqual(['up', 'event 18', 'event 19', 'event 20']);
  });

  test('that cannot be replayed is joined where it is, and the page asks for the present state', () => {
    listen(17);
    last().opens();
    last().says({ type: 'reset', topic });
    expect(heard).toEqual(['up', 'missed']);
    expect(last().subscriptions()[1]).toEqual({ type: 'subscribe', topic });
    last().says({ type: 'subscribed', topic, seq: 90 });
    last().ends(1006);
    vi.advanceTimersByTime(15_000);
    last().opens();
    expect(last().subscriptions()).toEqual([{ type: 'subscribe', topic, since: 90 }]);
  });

  test('whose right is gone says so; faults of other frames are answers', () => {
    listen(1);
    last().opens();
    last().says({ type: 'error', key: 'a1', code: 'not_leased', title: 'No.' });
    last().says({ type: 'ack', key: 'a2' });
    expect(frames.map((f) => f.type)).toEqual(['error', 'ack']);
    expect(heard).toEqual(['up']);
    last().says({ type: 'error', topic, code: 'forbidden', title: 'No.' });
    expect(heard).toEqual(['up', 'out']);
  });
});

describe('coming back', () => {
  test('is by itself, later each time, and at once after a word from the server', () => {
    listen(1);
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const n = Socket.dialled.length;
      last().ends(1006);
      let waited = 0;
      while (Socket.dialled.length === n && waited < 60_000) {
        vi.advanceTimersByTime(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
    last().opens();
    last().says(event(2)); // it is well again: the count begins anew
    last().ends(1006);
    vi.advanceTimersByTime(250);
    expect(Socket.dialled).toHaveLength(10);
  });

  test('waits as long as a server that goes away has said', () => {
    listen(1);
    last().opens();
    last().says({ type: 'going_away', in: 3000 });
    last().ends(1001);
    vi.advanceTimersByTime(2950);
    expect(Socket.dialled).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(Socket.dialled).toHaveLength(2);
  });

  test.each([1002, 1003, 1007, 1009, 4101])(
    'waits half a minute after %i, which this page brought about',
    (code) => {
      listen(1);
      last().opens();
      last().ends(code);
      vi.advanceTimersByTime(29_000);
      expect(Socket.dialled).toHaveLength(1);
      vi.advanceTimersByTime(2_000);
      expect(Socket.dialled).toHaveLength(2);
    },
  );

  test('is over for whom the server does not know any more', () => {
    listen(1);
    last().opens();
    last().ends(4100);
    expect(heard).toEqual(['up', 'down', 'out']);
    vi.advanceTimersByTime(600_000);
    window.dispatchEvent(new Event('online'));
    expect(Socket.dialled).toHaveLength(1);
  });

  test('is over for a page that has closed its line', () => {
    listen(1).close();
    last().ends(1006);
    window.dispatchEvent(new Event('pageshow'));
    vi.advanceTimersByTime(600_000);
    expect(Socket.dialled).toHaveLength(1);
    expect(line?.say({ type: 'ping' })).toBe(false);
  });

  test('an old connection that speaks late is not heard', () => {
    listen(1);
    const old = last();
    old.opens();
    const says = old.onmessage;
    const ends = old.onclose;
    old.ends(1006);
    vi.advanceTimersByTime(250);
    last().opens();
    heard = [];
    says?.({ data: JSON.stringify(event(2)) });
    ends?.({ code: 1006 });
    expect(heard).toEqual([]);
    expect(line?.say({ type: 'ping' })).toBe(true);
  });
});

describe('a dead connection', () => {
  test('is found by silence', () => {
    listen(1);
    const dead = last();
    dead.opens();
    vi.advanceTimersByTime(20_000);
    expect(dead.said.filter((f) => f.type === 'ping')).toHaveLength(2);
    expect(heard).toEqual(['up']);
    vi.advanceTimersByTime(11_000);
    expect(heard).toEqual(['up', 'down']);
    expect(dead.readyState).toBe(3);
    expect(Socket.dialled).toHaveLength(2);
  });

  test('that is asked and does not answer in two seconds is given up', () => {
    listen(1);
    last().opens();
    line?.probe();
    line?.probe();
    expect(last().said.filter((f) => f.type === 'ping')).toHaveLength(1);
    vi.advanceTimersByTime(1_999);
    expect(heard).toEqual(['up']);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual(['up', 'down']);
  });

  test('that answers is kept', () => {
    listen(1);
    last().opens();
    line?.probe();
    last().says({ type: 'pong' });
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual(['up']);
    expect(Socket.dialled).toHaveLength(1);
  });

  test('is dialled anew when the network or the page is back', () => {
    listen(1);
    for (let i = 0; i < 6; i++) {
      last().ends(1006);
      vi.advanceTimersByTime(20_000);
    }
    last().ends(1006); // many seconds to go
    const n = Socket.dialled.length;
    window.dispatchEvent(new Event('online'));
    expect(Socket.dialled).toHaveLength(n + 1);
    window.dispatchEvent(new Event('pageshow')); // it is under way
    expect(Socket.dialled).toHaveLength(n + 1);
    vi.advanceTimersByTime(2_100);
    window.dispatchEvent(new Event('pageshow')); // and has not come about
    expect(Socket.dialled).toHaveLength(n + 2);
  });
});

test('what is said without a connection is not said', () => {
  const l = listen();
  expect(l.say({ type: 'ping' })).toBe(false);
  last().opens();
  expect(l.say({ type: 'ping' })).toBe(true);
  expect(last().said).toEqual([{ type: 'subscribe', topic }, { type: 'ping' }]);
});
