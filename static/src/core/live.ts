// The socket that stays. It resumes every topic after its last event, finds a dead connection early and comes
// back with jitter. It knows topics and sequence numbers, nothing of what events mean.

import { backoff } from './backoff';
import type { AnyEvent, BrowserFrame, Here, ServerFrame } from './events';

export type LiveState =
  | { kind: 'connecting' }
  /** `apart`: the servers do not hear of each other at once, see docs/protocol.md. */
  | { kind: 'live'; apart?: boolean }
  /** The connection went at `since`; the next try is at `next` (0: under way). Milliseconds since 1970. */
  | { kind: 'lost'; since: number; next: number }
  | { kind: 'signed_out' }
  | { kind: 'stopped' };

/** What a WebSocket is to us. */
export interface Line {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: (() => void) | null;
  onmessage: ((e: { data: unknown }) => void) | null;
  onclose: ((e: { code: number; reason: string }) => void) | null;
}

export interface Surroundings {
  dial(): Line;
  now(): number;
  random(): number;
  after(ms: number, f: () => void): () => void;
}

export interface Listener {
  event(e: AnyEvent): void;
  /** Too far behind to be repaired: read the snapshot, then `resume` from its seq. */
  reset(): void;
  presence?(people: Here[]): void;
  /** The server will not let this user listen. */
  refused?(code: string, title: string): void;
}

export interface Subscription {
  /** Listens from this seq on; used after `reset`. */
  resume(since: number): void;
  /** Tells everyone on the topic what this user is doing. At most one a second goes out; the last one counts. */
  here(doing: string): void;
  close(): void;
}

interface Topic {
  since: number | undefined;
  /** Waiting for a snapshot: nothing is subscribed meanwhile. */
  waiting: boolean;
  listener: Listener;
  doing?: string;
  people: Map<string, Here>;
}

/** What close codes mean to us; all others mean: come back. docs/protocol.md has the whole table. */
const signedOutCode = 4100;
/** The server found fault with what this page sent: coming back at once would only do it again. */
const faultCodes = [1002, 1003, 1007, 1009, 4101];
const faultWait = 30_000;
const ping = 10_000;
const silence = 25_000;
const probeTime = 2_000;
const presenceGap = 1_000;

export class Live {
  #s: Surroundings;
  #tell: (state: LiveState) => void;
  #topics = new Map<string, Topic>();
  #line: Line | undefined;
  #open = false;
  #attempt = 0;
  #heard = 0;
  #lostAt = 0;
  #hold = 0;
  #retry: (() => void) | undefined;
  #beat: (() => void) | undefined;
  #probe: (() => void) | undefined;
  #presence: (() => void) | undefined;
  #stopped = false;
  state: LiveState = { kind: 'connecting' };

  constructor(s: Surroundings, tell: (state: LiveState) => void) {
    this.#s = s;
    this.#tell = tell;
  }

  /** Starts dialling. Harmless when already started. */
  start() {
    if (this.#line) return;
    this.#stopped = false;
    this.#dial();
  }

  /** Hangs up for good; subscriptions stay registered and come back with `start`. */
  stop() {
    this.#stopped = true;
    this.#clear();
    this.#hangUp();
    this.#become({ kind: 'stopped' });
  }

  /** Listens to a topic after `since`; without it, from now on. One listener a topic. */
  subscribe(name: string, since: number | undefined, listener: Listener): Subscription {
    const topic: Topic = { since, waiting: false, listener, people: new Map() };
    this.#topics.set(name, topic);
    this.#subscribe(name, topic);
    const current = () => this.#topics.get(name) === topic;
    return {
      resume: (seq) => {
        if (!current()) return;
        topic.since = seq;
        topic.waiting = false;
        this.#subscribe(name, topic);
      },
      here: (doing) => {
        if (topic.doing === doing || !current()) return;
        topic.doing = doing;
        this.#sayPresence();
      },
      close: () => {
        if (!current()) return;
        this.#topics.delete(name);
        this.#send({ type: 'unsubscribe', topic: name });
      },
    };
  }

  /** Is the line really up? Asks, and redials when nothing comes back in two seconds. */
  probe() {
    if (this.#stopped || this.state.kind === 'signed_out') return;
    if (!this.#open) return this.retry();
    if (this.#probe) return;
    this.#send({ type: 'ping' });
    this.#probe = this.#s.after(probeTime, () => {
      this.#probe = undefined;
      this.#drop();
    });
  }

  /** Tries at once instead of waiting for the next turn. */
  retry() {
    if (this.#stopped || this.#open) return;
    this.#retry?.();
    this.#retry = undefined;
    this.#hold = 0;
    this.#hangUp();
    this.#dial();
  }

  #dial() {
    this.#retry = undefined;
    if (this.#lostAt) this.#become({ kind: 'lost', since: this.#lostAt, next: 0 });
    else this.#become({ kind: 'connecting' });
    const line = this.#s.dial();
    this.#line = line;
    line.onopen = () => this.#opened(line);
    line.onmessage = (e) => this.#read(line, e.data);
    line.onclose = (e) => this.#closed(line, e.code);
    // A dial that is never answered is a dead line too.
    this.#probe = this.#s.after(silence, () => {
      this.#probe = undefined;
      this.#drop();
    });
  }

  #opened(line: Line) {
    if (line !== this.#line) return;
    this.#probe?.();
    this.#probe = undefined;
    this.#open = true;
    this.#heard = this.#s.now();
    this.#hold = 0;
    for (const [name, topic] of this.#topics) this.#subscribe(name, topic);
    this.#lostAt = 0;
    this.#become({ kind: 'live' });
    this.#beat = this.#s.after(ping, () => this.#heartbeat());
  }

  #heartbeat() {
    if (this.#s.now() - this.#heard >= silence) return this.#drop();
    this.#send({ type: 'ping' });
    this.#sayPresence(true);
    this.#beat = this.#s.after(ping, () => this.#heartbeat());
  }

  #read(line: Line, data: unknown) {
    if (line !== this.#line || typeof data !== 'string') return;
    this.#heard = this.#s.now();
    this.#attempt = 0;
    if (this.#open) {
      this.#probe?.();
      this.#probe = undefined;
    }
    const f = JSON.parse(data) as ServerFrame;
    switch (f.type) {
      case 'event':
        return this.#event(f);
      case 'events':
        for (const e of f.events) this.#event(e);
        return;
      case 'subscribed': {
        const t = this.#topics.get(f.topic);
        if (!t) return;
        t.since ??= f.seq;
        t.people.clear(); // the server lists everyone now
        return;
      }
      case 'reset':
        return this.#reset(f.topic);
      case 'presence':
        return this.#people(f);
      case 'error': {
        if (f.topic) this.#topics.get(f.topic)?.listener.refused?.(f.code, f.title);
        return;
      }
      case 'going_away':
        this.#hold = this.#s.now() + f.in;
        return;
      case 'bus':
        return this.#become({ kind: 'live', apart: f.away });
      case 'pong':
      case 'leased': // clickers' pages have a socket of their own
      case 'ack':
      case 'launched':
        return;
      default:
        // A newer server may say more than this page knows.
        f satisfies never;
    }
  }

  #event(e: AnyEvent) {
    const t = this.#topics.get(e.topic);
    if (!t || t.waiting) return;
    if (e.seq > 0) {
      const since = t.since ?? e.seq - 1;
      if (e.seq <= since) return;
      if (e.seq > since + 1) return this.#subscribe(e.topic, t); // a gap: ask for it again
      t.since = e.seq;
    }
    t.listener.event(e);
  }

  #reset(name: string) {
    const t = this.#topics.get(name);
    if (!t) return;
    t.waiting = true;
    t.listener.reset();
  }

  #people(f: Extract<ServerFrame, { type: 'presence' }>) {
    const t = this.#topics.get(f.topic);
    if (!t) return;
    for (const p of f.people) t.people.set(p.id, p);
    for (const id of f.gone ?? []) t.people.delete(id);
    t.listener.presence?.([...t.people.values()]);
  }

  #subscribe(name: string, t: Topic) {
    if (t.waiting) return;
    this.#send(
      t.since === undefined
        ? { type: 'subscribe', topic: name }
        : { type: 'subscribe', topic: name, since: t.since },
    );
    if (t.doing) this.#sayPresence();
  }

  #sayPresence(again = false) {
    if (again) {
      for (const [topic, t] of this.#topics)
        if (t.doing) this.#send({ type: 'presence', topic, doing: t.doing });
      return;
    }
    this.#presence ??= this.#s.after(presenceGap, () => {
      this.#presence = undefined;
      this.#sayPresence(true);
    });
  }

  #send(f: BrowserFrame) {
    if (this.#open) this.#line?.send(JSON.stringify(f));
  }

  #closed(line: Line, code: number) {
    if (line !== this.#line) return;
    this.#line = undefined;
    this.#lost(code);
  }

  /** Gives the line up, whatever it says about itself. */
  #drop() {
    this.#hangUp();
    this.#lost(0);
  }

  #hangUp() {
    const line = this.#line;
    this.#line = undefined;
    if (!line) return;
    line.onopen = line.onmessage = line.onclose = null;
    line.close(1000, 'probe');
  }

  #lost(code: number) {
    this.#clear();
    if (this.#stopped) return;
    this.#lostAt ||= this.#s.now();
    if (code === signedOutCode) return this.#become({ kind: 'signed_out' });
    const now = this.#s.now();
    let wait = this.#hold > now ? this.#hold - now : backoff(this.#attempt++, this.#s.random);
    if (faultCodes.includes(code)) wait = faultWait;
    this.#hold = 0;
    this.#become({ kind: 'lost', since: this.#lostAt, next: now + wait });
    this.#retry = this.#s.after(wait, () => this.#dial());
  }

  #clear() {
    this.#open = false;
    for (const stop of [this.#retry, this.#beat, this.#probe, this.#presence]) stop?.();
    this.#retry = this.#beat = this.#probe = this.#presence = undefined;
  }

  #become(state: LiveState) {
    this.state = state;
    this.#tell(state);
  }
}
