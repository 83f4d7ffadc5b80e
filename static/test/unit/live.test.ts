import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../src/core/events';
import { type Line, Live, type LiveState } from '../../src/core/live';
import { event, FakeTime } from './world';

class FakeLine implements Line {
  sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: Line['onopen'] = null;
  onmessage: Line['onmessage'] = null;
  onclose: Line['onclose'] = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  end(code: number) {
    this.onclose?.({ code, reason: '' });
  }
  of(type: string) {
    return this.sent.filter((f) => f.type === type);
  }
}

let time: FakeTime;
let lines: FakeLine[];
let states: LiveState[];
let live: Live;
const line = () => lines[lines.length - 1] as FakeLine;

beforeEach(() => {
  time = new FakeTime();
  lines = [];
  states = [];
  live = new Live(
    {
      dial: () => {
        const l = new FakeLine();
        lines.push(l);
        return l;
      },
      now: time.now,
      random: () => 0.5,
      after: time.after,
    },
    (s) => states.push(s),
  );
});

function listen(since?: number) {
  const heard: AnyEvent[] = [];
  let resets = 0;
  const subscription = live.subscribe('session/session', since, {
    event: (e) => heard.push(e),
    reset: () => resets++,
  });
  return { heard, subscription, resets: () => resets };
}

const frame = (seq: number) => ({ type: 'event', ...event(seq, {}) });

describe('resuming', () => {
  test('events that come in one frame are each taken as if they came alone', () => {
    const { heard } = listen(17);
    live.start();
    line().onopen?.();
    line().say({ type: 'events', events: [frame(17), frame(18), frame(19)] });
    line().end(1006);
    time.pass(1000);
    line().onopen?.();
    expect(heard.map((e) => e.seq)).toEqual([18, 19]);
    expect(line().of('subscribe')).toEqual([{ type: 'subscribe', topic: 'session/session', since: 19 }]);
  });

  test('a new line subscribes after the last event that was heard', () => {
    const { heard } = listen(17);
    live.start();
    line().onopen?.();
    expect(line().of('subscribe')).toEqual([{ type: 'subscribe', topic: 'session/session', since: 17 }]);
    line().say(frame(18));
    line().say(frame(19));
    line().end(1006);
    time.pass(1000);
    line().onopen?.();
    expect(lines).toHaveLength(2);
    expect(line().of('subscribe')).toEqual([{ type: 'subscribe', topic: 'session/session', since: 19 }]);
    expect(heard.map((e) => e.seq)).toEqual([18, 19]);
  });

  test('an event that was heard already is dropped, and a gap is asked for again', () => {
    const { heard } = listen(17);
    live.start();
    line().onopen?.();
    for (const seq of [18, 18, 17, 20]) line().say(frame(seq));
    expect(heard.map((e) => e.seq)).toEqual([18]);
    expect(line().of('subscribe').at(-1)).toEqual({ type: 'subscribe', topic: 'session/session', since: 18 });
  });

  test('without a since, the first one comes from the server', () => {
    listen();
    live.start();
    line().onopen?.();
    line().say({ type: 'subscribed', topic: 'session/session', seq: 40 });
    line().end(1006);
    time.pass(1000);
    line().onopen?.();
    expect(line().of('subscribe')[0]).toMatchObject({ since: 40 });
  });

  test('after a reset nothing is heard until the snapshot is there', () => {
    const { heard, subscription, resets } = listen(1);
    live.start();
    line().onopen?.();
    line().say({ type: 'reset', topic: 'session/session' });
    line().say(frame(2));
    expect(resets()).toBe(1);
    expect(heard).toEqual([]);
    subscription.resume(900);
    expect(line().of('subscribe').at(-1)).toMatchObject({ since: 900 });
    line().say(frame(901));
    expect(heard.map((e) => e.seq)).toEqual([901]);
  });
});

describe('a dead line', () => {
  test('is given up after 25 seconds of silence', () => {
    live.start();
    line().onopen?.();
    time.pass(20_000);
    expect(line().of('ping')).toHaveLength(2);
    expect(line().closed).toBe(false);
    time.pass(10_000);
    expect(lines[0]?.closed).toBe(true);
    expect(live.state.kind).toBe('lost');
  });

  test('is found by a probe two seconds later', () => {
    live.start();
    line().onopen?.();
    live.probe();
    time.pass(2000);
    expect(lines[0]?.closed).toBe(true);
    time.pass(500);
    expect(lines).toHaveLength(2);
  });

  test('a probe that is answered changes nothing', () => {
    live.start();
    line().onopen?.();
    live.probe();
    time.pass(1000);
    line().say({ type: 'pong' });
    time.pass(5000);
    expect(lines).toHaveLength(1);
    expect(live.state.kind).toBe('live');
  });

  test('says nothing any more, even when it comes back to life', () => {
    const { heard } = listen(1);
    live.start();
    const old = line();
    old.onopen?.();
    const say = old.onmessage;
    live.probe();
    time.pass(2500);
    say?.({ data: JSON.stringify(frame(2)) });
    expect(heard).toEqual([]);
  });
});

describe('coming back', () => {
  test('waits longer each time, up to 15 seconds', () => {
    live.start();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      line().end(1006);
      const s = live.state as Extract<LiveState, { kind: 'lost' }>;
      waits.push(s.next - time.time);
      time.pass(s.next - time.time);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });

  test('a server that goes away says when', () => {
    live.start();
    line().onopen?.();
    line().say({ type: 'going_away', in: 3000 });
    line().end(1001);
    time.pass(2999);
    expect(lines).toHaveLength(1);
    time.pass(1);
    expect(lines).toHaveLength(2);
  });

  test('says when the servers do not hear of each other at once, and when they do', () => {
    live.start();
    line().onopen?.();
    line().say({ type: 'bus', away: true });
    expect(live.state).toEqual({ kind: 'live', apart: true });
    line().say({ type: 'bus', away: false });
    expect(live.state).toEqual({ kind: 'live', apart: false });
    line().say({ type: 'bus', away: true });
    line().end(1006);
    time.pass(60_000);
    line().onopen?.();
    expect(live.state, 'a new server says it anew').toEqual({ kind: 'live' });
  });

  test('a signed-out line does not come back by itself, but by retry', () => {
    live.start();
    line().onopen?.();
    line().end(4100);
    time.pass(60_000);
    expect(lines).toHaveLength(1);
    expect(live.state.kind).toBe('signed_out');
    live.retry();
    expect(lines).toHaveLength(2);
  });

  test('a line refused for what was sent comes back late', () => {
    live.start();
    line().onopen?.();
    line().end(4101);
    time.pass(29_999);
    expect(lines).toHaveLength(1);
    time.pass(1);
    expect(lines).toHaveLength(2);
  });

  test('stopped means stopped', () => {
    live.start();
    line().onopen?.();
    live.stop();
    live.probe();
    live.retry();
    time.pass(60_000);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.closed).toBe(true);
  });
});

describe('presence', () => {
  test('goes out at most once a second, the last one counts, and again with each heartbeat', () => {
    const { subscription } = listen(1);
    live.start();
    line().onopen?.();
    subscription.here('ringing');
    subscription.here('dialling');
    subscription.here('talking');
    time.pass(1000);
    expect(line().of('presence')).toEqual([{ type: 'presence', topic: 'session/session', doing: 'talking' }]);
    line().say({ type: 'pong' });
    time.pass(9000);
    expect(line().of('presence')).toHaveLength(2);
  });

  test('people are kept by id, and leave', () => {
    const seen: string[][] = [];
    live.subscribe('session/x', 1, {
      event: () => {},
      reset: () => {},
      presence: (p) => seen.push(p.map((x) => `${x.name} ${x.doing}`)),
    });
    live.start();
    line().onopen?.();
    const person = (id: string, doing: string) => ({ id, name: id, doing, seen: '' });
    line().say({
      type: 'presence',
      topic: 'session/x',
      people: [person('a', 'talking'), person('b', 'looking')],
    });
    line().say({ type: 'presence', topic: 'session/x', people: [person('b', 'ringing')] });
    line().say({ type: 'presence', topic: 'session/x', people: [], gone: ['a'] });
    expect(seen).toEqual([['a talking', 'b looking'], ['a talking', 'b ringing'], ['b ringing']]);
  });
});
