// Saves a campaign's steps as they are typed: 600 ms after the last key and on leaving, one step at a time, with the
// version that was seen. What is not saved stays on this device, through a reload too, and goes up when the server is there.

import type { Shelf } from './actions';
import { type Api, Problem, Unreachable } from './api';
import { backoff } from './backoff';
import type { Campaign, StepName } from './campaign';
import * as drafts from './campaign-draft';
import { editOf, type Fields, fieldsOf, same, stepOf } from './campaign-fields';

export interface World {
  api: Pick<Api, 'ask'>;
  shelf: Shelf | undefined;
  after(ms: number, f: () => void): () => void;
  random(): number;
  newKey(): string;
}

export interface Tell {
  /** The draft or the state of saving is another. */
  changed(): void;
  /** The server answered with the campaign as it is now. */
  whole(c: Campaign): void;
}

/** `waiting`: kept on this device, and sent again; `refused`: until it is typed into again. */
export type SavingState = 'saved' | 'typing' | 'sending' | 'waiting' | 'refused' | 'clash';

const pause = 600;
/** So often is a step merged and sent again at once before it waits: somebody else types as fast. */
const mostMerges = 5;

export class Saving {
  #w: World;
  #tell: Tell;
  #user: string;
  #prefix: string;
  #campaign: Campaign;
  /** The version at which the caller IDs were read: events leave them out. */
  #callerIDs: number;
  #focused: string | undefined;
  #timer: (() => void) | undefined;
  #retry: (() => void) | undefined;
  #sending: { step: StepName; key: string; body: string } | undefined;
  /** Fields of which a save is on its way, or was, and nobody knows whether it got through. */
  #open = new Set<string>();
  /** The key of a body whose answer did not come: a repeat of it is the same press. */
  #last: { key: string; body: string } | undefined;
  #failures = 0;
  #merges = 0;
  #closed = false;
  #done: (() => void)[] = [];
  draft: drafts.Draft;
  /** False when this browser keeps nothing: then the page says "Keep this tab open". */
  durable = true;
  /** Why the last try did not do, in words, of no field. */
  problem: string | undefined;

  constructor(user: string, campaign: Campaign, w: World, tell: Tell) {
    this.#w = w;
    this.#tell = tell;
    this.#user = user;
    this.#campaign = campaign;
    this.#callerIDs = campaign.version;
    this.#prefix = `partyline:campaign:${user}:${campaign.id}:`;
    this.draft = this.#found(drafts.draft(fieldsOf(campaign)));
    if (this.draft.typed.size) this.#timer = w.after(0, () => void this.flush());
  }

  /** What stands in a field. */
  value<T>(field: string): T | undefined {
    return this.draft.now[field] as T | undefined;
  }

  state(step?: StepName): SavingState {
    const of = (keys: Iterable<string>) => [...keys].some((k) => !step || stepOf(k) === step);
    if (this.#sending && (!step || this.#sending.step === step)) return 'sending';
    if (of(Object.keys(this.draft.faults))) return 'refused';
    if (of(Object.keys(this.draft.clashes))) return 'clash';
    if (!of(this.draft.typed)) return 'saved';
    return this.#retry ? 'waiting' : 'typing';
  }

  /** Typed into, or pressed. It is safe on this device from now on. */
  enter(changes: Fields) {
    this.draft = drafts.enter(this.draft, changes, this.#open);
    this.problem = undefined;
    for (const k of Object.keys(changes)) this.#keep(k);
    this.#soon(pause);
    this.#tell.changed();
  }

  focus(field: string) {
    this.#focused = field;
  }

  /** Leaving a field saves it. */
  leave(field: string) {
    if (this.#focused === field) this.#focused = undefined;
    this.draft = drafts.leave(this.draft, field);
    this.#tell.changed();
    void this.flush();
  }

  useTheirs(field: string) {
    this.draft = drafts.useTheirs(this.draft, field);
    this.#keep(field);
    this.#tell.changed();
  }

  keepMine(field: string) {
    this.draft = drafts.keepMine(this.draft, field);
    this.#keep(field);
    this.#tell.changed();
    void this.flush();
  }

  /** The campaign as events and replies have it; `whole`: with its caller IDs as they are at this version. */
  server(c: Campaign, whole = false) {
    if (whole) this.#callerIDs = Math.max(this.#callerIDs, c.version);
    this.#campaign = c;
    if (!this.#sending) this.#rebase(); // while a save is on its way its answer comes first
  }

  /** Sends what waits, a step at a time. Resolves when nothing more can be sent now. */
  async flush(again = false): Promise<void> {
    if (again) {
      this.#retry?.();
      this.#retry = undefined;
    }
    this.#timer?.();
    this.#timer = undefined;
    if (this.#sending) return new Promise((resolve) => this.#done.push(resolve));
    if (this.#retry || this.#closed) return;
    while (await this.#next()) {}
    for (const f of this.#done.splice(0)) f();
  }

  /** Nothing is sent any more; what is not saved is found again when the campaign is opened. */
  close() {
    this.#closed = true;
    this.#timer?.();
    this.#retry?.();
  }

  /** Sends one step. True when there may be more to send at once. */
  async #next(): Promise<boolean> {
    const all = drafts.ready(this.draft);
    const first = all[0];
    if (!first) return false;
    const step = stepOf(first);
    const keys = all.filter((k) => stepOf(k) === step);
    const fields = drafts.proposed(this.draft, keys);
    const sent = Object.fromEntries(keys.map((k) => [k, fields[k]]));
    const edit = editOf(fields, keys, step === 'caller_id' ? this.#callerIDs : this.#campaign.version);
    const body = JSON.stringify(edit);
    const key = this.#last?.body === body ? this.#last.key : this.#w.newKey();
    this.#sending = { step, key, body };
    this.#last = { key, body };
    for (const k of keys) this.#open.add(k);
    this.#tell.changed();
    try {
      const path = `/campaigns/${this.#campaign.id}`;
      const whole = await this.#w.api.ask<Campaign>('PATCH', path, { body: edit, key, patience: 15_000 });
      this.#sending = undefined;
      this.#last = undefined;
      this.#settled(keys);
      this.#failures = this.#merges = 0;
      this.#learn(whole);
      this.#rebase(sent);
      return true;
    } catch (e) {
      this.#sending = undefined;
      return this.#failed(e, keys);
    } finally {
      this.#tell.changed();
    }
  }

  /** What to make of a failure. True: try again at once. */
  #failed(e: unknown, keys: readonly string[]): boolean {
    if (e instanceof Unreachable) return this.#later();
    if (!(e instanceof Problem)) throw e;
    this.#last = undefined;
    if (e.status < 500) this.#settled(keys); // else it may have been done
    const current = e.body.current as Campaign | undefined;
    if (e.code === 'conflict' && current) {
      this.#learn(current);
      this.#rebase();
      return ++this.#merges < mostMerges ? true : this.#later();
    }
    if (e.status === 401 || e.status === 408 || e.status === 429 || e.status >= 500) return this.#later();
    this.#rebase();
    const faults: Record<string, string> = {};
    for (const k of keys) faults[k] = e.title;
    this.draft = { ...this.draft, faults: { ...this.draft.faults, ...faults } };
    this.problem = e.title;
    return true;
  }

  #settled(keys: readonly string[]) {
    for (const k of keys) this.#open.delete(k);
  }

  #later(): false {
    this.#merges = 0;
    const wait = 500 + backoff(this.#failures++, this.#w.random);
    this.#retry?.();
    this.#retry = this.#w.after(wait, () => {
      this.#retry = undefined;
      void this.flush();
    });
    this.#rebase();
    return false;
  }

  #learn(whole: Campaign) {
    if (whole.version >= this.#callerIDs) this.#callerIDs = whole.version;
    if (whole.version >= this.#campaign.version) this.#campaign = whole;
    this.#tell.whole(whole);
  }

  #rebase(sent?: Fields) {
    const c = this.#campaign;
    const before = this.draft;
    this.draft = drafts.rebase(before, fieldsOf(c), {
      focused: this.#focused,
      sent,
      open: this.#open,
      by: (field) => {
        const by = c.saved[stepOf(field)]?.by;
        return { name: by?.name ?? 'Somebody else', mine: by?.id === this.#user };
      },
    });
    for (const k of new Set([...before.typed, ...this.draft.typed])) this.#keep(k);
    if (drafts.ready(this.draft).length && !this.#sending && !this.#retry) this.#soon(pause);
    this.#tell.changed();
  }

  #soon(ms: number) {
    if (this.#closed) return;
    this.#timer?.();
    this.#timer = this.#w.after(ms, () => void this.flush());
  }

  /** On the device: one item a field, so that two tabs do not write over each other. */
  #keep(field: string) {
    try {
      if (!this.#w.shelf) throw new Error('no storage');
      const name = this.#prefix + field;
      if (!this.draft.typed.has(field)) this.#w.shelf.removeItem(name);
      else {
        const kept: Kept = { value: this.draft.now[field], before: this.draft.base[field] };
        this.#w.shelf.setItem(name, JSON.stringify(kept));
      }
    } catch {
      this.durable = false;
    }
  }

  #found(d: drafts.Draft): drafts.Draft {
    const typed: Record<string, unknown> = {};
    const before: Record<string, unknown> = { ...d.base };
    try {
      for (const k of this.#w.shelf?.keys() ?? []) {
        if (!k.startsWith(this.#prefix)) continue;
        const kept = JSON.parse(this.#w.shelf?.getItem(k) ?? 'null') as Kept | null;
        if (!kept) continue;
        const field = k.slice(this.#prefix.length);
        typed[field] = kept.value;
        before[field] = kept.before;
      }
    } catch {
      this.durable = false;
    }
    if (!Object.keys(typed).length) return d;
    const c = this.#campaign;
    return drafts.rebase(drafts.enter(drafts.draft(before), typed), d.base, {
      by: (field) => {
        const by = c.saved[stepOf(field)]?.by;
        return { name: by?.name ?? 'Somebody else', mine: same(by?.id, this.#user) };
      },
    });
  }
}

interface Kept {
  value: unknown;
  /** What stood there when it was typed: tells whether somebody else changed it since. */
  before?: unknown;
}
