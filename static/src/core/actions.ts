// Actions wait on this device until the server has acknowledged them: one item of storage each, sent in the order of
// their presses, each with a key that makes a repeat harmless. A reload, a tunnel or a crash loses none.

import { type Api, Problem, Unreachable } from './api';
import { backoff } from './backoff';
import { type Press, requestFor } from './presses';

export interface Action {
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Order among actions of the same moment. */
  turn: number;
  press: Press;
}

export type Sending = 'idle' | 'sending' | 'waiting';

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

export interface Outcomes {
  /** Something in `pending`, `sending` or `durable` changed. */
  changed(): void;
  /** The server did it; its reply is the new state. Called before the action leaves `pending`. */
  done(a: Action, reply: unknown): void;
  /** The server refused it for good. */
  refused(a: Action, why: Problem): void;
  /** No answer for three seconds: the connection may be dead. */
  slow(): void;
}

export interface World {
  api: Pick<Api, 'ask'>;
  shelf: Shelf | undefined;
  now(): number;
  random(): number;
  after(ms: number, f: () => void): () => void;
  newKey(): string;
}

const patience = 10_000;
const slowAfter = 3_000;
/** So often may the server answer "not now" to one action before it counts as refused. */
const mostFailures = 8;

export class Actions {
  #w: World;
  #tell: Outcomes;
  #prefix: string;
  #turn = 0;
  #failures = 0;
  #retry: (() => void) | undefined;
  #held = false;
  pending: readonly Action[] = [];
  sending: Sending = 'idle';
  /** False when this browser keeps nothing: then the page says "Keep this tab open". */
  durable = true;

  constructor(user: string, w: World, tell: Outcomes) {
    this.#w = w;
    this.#tell = tell;
    this.#prefix = `partyline:action:${user}:`;
    this.pending = this.#kept();
    this.#turn = this.pending.reduce((most, a) => Math.max(most, a.turn), 0);
  }

  /** Keeps the press, then sends it. It is safe from this moment on. */
  press(press: Press): Action {
    const a: Action = { key: this.#w.newKey(), at: this.#w.now(), turn: ++this.#turn, press };
    try {
      if (!this.#w.shelf) throw new Error('no storage');
      this.#w.shelf.setItem(this.#prefix + a.key, JSON.stringify(a));
    } catch {
      this.durable = false;
    }
    this.pending = [...this.pending, a];
    this.#tell.changed();
    void this.flush();
    return a;
  }

  /** Holds everything back: the user is signed out. `flush` goes on. */
  hold() {
    this.#held = true;
  }

  /** Sends what waits, in order, one at a time. Call it whenever the server may be there again. */
  async flush(again = false): Promise<void> {
    if (again) this.#held = false;
    if (this.sending === 'sending' || this.#held) return;
    this.#retry?.();
    this.#retry = undefined;
    for (;;) {
      const a = this.pending[0];
      if (!a) return this.#become('idle');
      this.#become('sending');
      const stopWatch = this.#w.after(slowAfter, () => this.#tell.slow());
      try {
        const { method, path, body } = requestFor(a.press);
        const reply = await this.#w.api.ask(method, path, { body, key: a.key, patience });
        this.#tell.done(a, reply);
        this.#remove(a);
      } catch (e) {
        if (!this.#settled(a, e)) return this.#become('waiting');
      } finally {
        stopWatch();
      }
    }
  }

  /** Is this action over? Otherwise a retry is arranged. */
  #settled(a: Action, e: unknown): boolean {
    if (e instanceof Problem) {
      if (e.status === 401) {
        this.#held = true;
        return false;
      }
      const later = e.status >= 500 || e.status === 429 || e.status === 408;
      if (!later || ++this.#failures >= mostFailures) {
        this.#remove(a);
        this.#tell.refused(a, e);
        return true;
      }
    } else if (e instanceof Unreachable) {
      this.#failures = Math.min(this.#failures + 1, mostFailures - 2);
    } else {
      throw e;
    }
    this.#retry = this.#w.after(500 + backoff(this.#failures, this.#w.random), () => void this.flush());
    return false;
  }

  #remove(a: Action) {
    this.#failures = 0;
    this.pending = this.pending.filter((p) => p.key !== a.key);
    try {
      this.#w.shelf?.removeItem(this.#prefix + a.key);
    } catch {
      // storage is gone: what was kept in memory is what counts
    }
    this.#tell.changed();
  }

  #kept(): Action[] {
    const out: Action[] = [];
    try {
      for (const k of this.#w.shelf?.keys() ?? []) {
        if (!k.startsWith(this.#prefix)) continue;
        const text = this.#w.shelf?.getItem(k);
        if (text) out.push(JSON.parse(text) as Action);
      }
    } catch {
      this.durable = false;
    }
    return out.sort((a, b) => a.at - b.at || a.turn - b.turn);
  }

  #become(s: Sending) {
    if (this.sending === s) return;
    this.sending = s;
    this.#tell.changed();
  }
}
