// Actions wait on this device until the server has acknowledged them: one item of storage each, sent in the order of
// their presses, each with a key that makes a repeat harmless. A reload, a tunnel or a crash loses none.

import { type Api, Problem, Unreachable } from './api';
import { backoff } from './backoff';
import { type Press, requestFor, type Undoing } from './presses';

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
}

export interface World {
  api: Pick<Api, 'ask'>;
  shelf: Shelf | undefined;
  now(): number;
  random(): number;
  after(ms: number, f: () => void): () => void;
  newKey(): string;
  /** False: surely nothing leaves this device now. */
  online?(): boolean;
}

const patience = 10_000;
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
  /** Sent at least once: whether they arrived is not known before the answer. */
  #tried = new Set<string>();
  /** What the server calls what these keys did. */
  #ids = new Map<string, string>();
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
    this.#keep(a);
    this.pending = [...this.pending, a];
    this.#tell.changed();
    void this.flush();
    return a;
  }

  /**
   * Takes an action back. One that has not left this device is never sent: true. One that has may have happened, so its
   * undo waits behind it; `press` makes it. Nothing is to be done for one that was refused, or that changed nothing.
   */
  undo(key: string, press: (of: Undoing) => Press): boolean {
    const a = this.pending.find((p) => p.key === key);
    if (a && !this.#tried.has(key)) {
      this.#remove(a);
      return true;
    }
    const action = this.#ids.get(key);
    if (action) this.press(press({ action }));
    else if (a) this.press(press({ key }));
    return false;
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
      if (a.press.kind === 'undo' && 'key' in a.press.of) {
        this.#remove(a); // what it was to take back did not happen, or changed nothing
        continue;
      }
      if (this.#w.online?.() !== false) this.#tried.add(a.key);
      this.#become('sending');
      try {
        const { method, path, body } = requestFor(a.press);
        const reply = await this.#w.api.ask(method, path, { body, key: a.key, patience });
        this.#learn(a, reply);
        this.#tell.done(a, reply);
        this.#remove(a);
      } catch (e) {
        if (!this.#settled(a, e)) return this.#become('waiting');
      }
    }
  }

  /** Keeps what the server calls the action, for its undo, also for one that waits already. */
  #learn(a: Action, reply: unknown) {
    const action = (reply as { action?: string } | undefined)?.action;
    if (!action || a.press.kind === 'undo') return;
    this.#ids.set(a.key, action);
    this.pending = this.pending.map((w) => {
      if (w.press.kind !== 'undo' || !('key' in w.press.of) || w.press.of.key !== a.key) return w;
      const known = { ...w, press: { ...w.press, of: { action } } };
      this.#keep(known);
      return known;
    });
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

  #keep(a: Action) {
    try {
      if (!this.#w.shelf) throw new Error('no storage');
      this.#w.shelf.setItem(this.#prefix + a.key, JSON.stringify(a));
    } catch {
      this.durable = false;
    }
  }

  #remove(a: Action) {
    this.#failures = 0;
    this.#tried.delete(a.key);
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
