// One calling session on this page: its snapshot, its events, the presses that wait, and the order of its queue.
// Events are gathered and put in once a frame, whatever their rate.

import { batch, computed, type Signal, signal, untracked } from '@preact/signals';
import type { Action } from '../../core/actions';
import type { AnyEvent, Here, SessionEvent } from '../../core/events';
import type { Subscription } from '../../core/live';
import { type Around, overlay, type Press } from '../../core/presses';
import { entryOf, type Roster } from '../../core/roster';
import {
  applyAll,
  begin,
  change,
  type PersonEvent,
  replaceEntries,
  type SessionState,
} from '../../core/session';
import type { Entry, Id, Page, Session, Undone } from '../../core/types';
import { hiddenPace, inTurn, nextFrame } from '../../ui/turns';
import { actions, api, live, me, pending, watchActions } from '../here';
import { takingBack } from '../undo';

const pageSize = 2000;
/** While events keep coming, what they change is put in this often, in milliseconds; the first one at once. */
const pace = 200;
/** The same on a device that is late with them: less often, so that what one does there is not waited for. */
const slowPace = 500;
/** Figures follow at most this often: nobody reads more of them. */
const figuresPace = 400;

export class Room {
  readonly id: Id;
  readonly state = signal<SessionState | undefined>(undefined);
  /**
   * The session without its entries: who only needs this is not drawn again at each change of a row. It follows the
   * rows two frames later, so that no frame has to do the work of both, and less often while they keep changing.
   */
  readonly session = signal<Session | undefined>(undefined);
  /** All entries have been read at least once. */
  readonly complete = signal(false);
  /** The snapshot could not be read. */
  readonly fault = signal<unknown>(undefined);
  readonly people = signal<readonly Here[]>([]);
  /** Presses on rows of this session that wait for the server, oldest first. */
  readonly waiting: Signal<ReadonlyMap<Id, readonly Action[]>>;
  readonly around: Signal<Around>;
  /** Hears every event, for a part of the page with a state of its own. */
  ear?: (e: AnyEvent) => void;

  #subscription: Subscription | undefined;
  #unwatch: (() => void) | undefined;
  #events: (SessionEvent | PersonEvent)[] = [];
  /** Ends the wait for the next time that events are put in. */
  #wait: (() => void) | undefined;
  #last = 0;
  /** Ends the wait for the next time that figures are shown. */
  #figures: (() => void) | undefined;
  #shownAt = 0;
  #pace = pace;
  #closed = false;
  /** The version of a row when a press on it was made, by the key of the press. */
  #pressed = new Map<string, number>();
  #reading = false;
  #readAgain = false;
  /** What came while the entries are read. */
  #fresh: (SessionEvent | PersonEvent)[] = [];

  constructor(id: Id) {
    this.id = id;
    this.waiting = computed(() => {
      const by = new Map<Id, Action[]>();
      for (const a of pending.value) {
        if (a.press.session !== id) continue;
        const list = by.get(a.press.entry);
        if (list) list.push(a);
        else by.set(a.press.entry, [a]);
      }
      return by;
    });
    this.around = computed(() => {
      const s = this.state.value;
      const next = s?.session.cycle.next?.entry;
      const entry = next && s ? entryOf(s.roster, next) : undefined;
      const user = me.value;
      return {
        me: { id: user?.id ?? '', name: user?.name ?? '' },
        nextEntry: next,
        nextPlace: entry?.place ?? Number.MIN_SAFE_INTEGER / 2,
      };
    });
  }

  /** Reads the snapshot, listens from its seq, then reads the entries. */
  async open(): Promise<void> {
    this.fault.value = undefined;
    this.#unwatch ??= watchActions({ done: (a, reply) => this.#acknowledged(a, reply) });
    try {
      const session = await api.get<Session>(`/sessions/${this.id}`);
      if (this.#closed) return;
      const old = this.state.value;
      this.#put(old ? { ...old, session, seq: session.seq, whole: false } : begin(session));
      this.#listen(session.seq);
      await this.#readEntries();
    } catch (e) {
      if (!this.#closed && !this.state.value) this.fault.value = e;
      else if (!this.#closed) this.#later(() => this.open());
    }
  }

  close() {
    this.#closed = true;
    this.#subscription?.close();
    this.#unwatch?.();
    this.#wait?.();
    this.#figures?.();
  }

  /** The entry as it looks here: the server's state (or an older one) and this device's own waiting presses on top. */
  entry(id: Id, from: Roster | undefined = this.state.value?.roster): Entry | undefined {
    const e = from && entryOf(from, id);
    return e && this.#overlaid(e);
  }

  /** The same, for who is told of changes by the order and shall not be by each of them. */
  row(id: Id, from: Roster | undefined): Entry | undefined {
    return untracked(() => this.entry(id, from ?? this.state.value?.roster));
  }

  /** Every entry as it looks here, in no order. */
  entries(): Entry[] {
    const all = this.state.value?.roster.chunks.flat() ?? [];
    const waiting = this.waiting.value;
    return waiting.size ? all.map((e) => (waiting.has(e.id) ? this.#overlaid(e) : e)) : all;
  }

  press(p: Press): Action | undefined {
    const e = this.entry(p.entry);
    const a = actions?.press(p);
    if (a && e) this.#pressed.set(a.key, e.version);
    return a;
  }

  /** Presses; the answer takes it back, for the message that says what was done. */
  undoable(p: Press): (() => void) | undefined {
    const was = this.entry(p.entry);
    const a = this.press(p);
    return a && was && takingBack(a.key, this.id, was);
  }

  here(doing: string) {
    this.#subscription?.here(doing);
  }

  /** Puts a reply's session in: what the buttons that wait for the server got back. */
  put(session: Session) {
    const s = this.state.value;
    if (s) this.#put(change(s, { session: { ...session, seq: s.session.seq } }));
  }

  /** What happens on the list: who is with another leader now. */
  heard(e: AnyEvent) {
    if (e.kind !== 'calling.person_reserved' && e.kind !== 'calling.person_released') return;
    this.#events.push(e);
    this.#soon();
  }

  /** What happened on the list was missed: who is with another leader stands in the entries. */
  again() {
    void this.#readEntries();
  }

  #overlaid(e: Entry): Entry {
    let out = e;
    for (const a of this.waiting.value.get(e.id) ?? [])
      out = overlay(out, a.press, new Date(a.at).toISOString(), this.around.value);
    return out;
  }

  #listen(since: number) {
    if (this.#subscription) return this.#subscription.resume(since);
    this.#subscription = live.subscribe(`session/${this.id}`, since, {
      event: (e: AnyEvent) => this.#event(e),
      reset: () => void this.open(),
      presence: (people) => {
        this.people.value = people;
      },
      refused: () => void this.open(),
    });
  }

  #event(e: AnyEvent) {
    this.ear?.(e);
    this.#events.push(e as SessionEvent); // on this topic all others change nothing
    this.#soon();
  }

  /** Puts in what has come, in a frame to come. */
  #soon() {
    if (this.#wait) return;
    const put = () => {
      this.#wait = inTurn(() => this.#putIn());
    };
    const wait = document.hidden ? hiddenPace : this.#last + this.#pace - performance.now();
    if (wait <= 0) return put();
    const t = setTimeout(put, wait);
    this.#wait = () => clearTimeout(t);
  }

  #putIn() {
    this.#wait = undefined;
    this.#last = performance.now();
    const s = this.state.value;
    if (!s || this.#closed) return;
    const events = this.#events;
    this.#events = [];
    if (this.#reading) this.#fresh.push(...events);
    const next = applyAll(s, events);
    this.#wait = inTurn(() => this.#show(s, events, next));
  }

  /** Shows what the events have come to, worked out in the frame before; what else came meanwhile stays. */
  #show(was: SessionState, events: readonly (SessionEvent | PersonEvent)[], next: SessionState) {
    const s = this.state.value;
    this.#wait = undefined;
    if (!s || this.#closed) return;
    const began = performance.now();
    const shown = s === was ? next : applyAll(s, events);
    this.state.value = shown;
    if (shown.refetch !== s.refetch) void this.#readEntries();
    this.#wait = nextFrame(() => {
      this.#wait = nextFrame(() => {
        this.#wait = undefined;
        // Two frames after the rows: about 33 ms where none was late, 50 where one was.
        const late = performance.now() - began > 42;
        this.#pace = late ? Math.min(slowPace, this.#pace * 1.5) : Math.max(pace, this.#pace * 0.9);
        inTurn(() => this.#showFigures());
        if (this.#events.length) this.#soon();
      });
    });
  }

  /** Shows the session, unless that was just now: then soon. What the phone does is shown at once. */
  #showFigures() {
    this.#figures?.();
    const session = this.state.peek()?.session;
    const shown = this.session.peek();
    if (session === shown || this.#closed) return;
    const wait = this.#shownAt + figuresPace - performance.now();
    if (wait <= 0 || session?.phone !== shown?.phone) {
      this.#shownAt = performance.now();
      this.session.value = session;
      return;
    }
    // Where rows are to be drawn before, the figures follow those.
    const t = setTimeout(() => !this.#wait && inTurn(() => this.#showFigures()), wait);
    this.#figures = () => clearTimeout(t);
  }

  /** What was not brought by events is shown at once. */
  #put(s: SessionState) {
    batch(() => {
      this.state.value = s;
      this.session.value = s.session;
    });
  }

  /**
   * The press happened. Unless its event has come already, what the page showed stands until it comes: it may move others, too (who
   * is next stays in front of whoever is prioritised), and nothing is to flicker meanwhile.
   */
  #acknowledged(a: Action, reply: unknown) {
    const { kind, session, entry } = a.press;
    const s = this.state.value;
    const e = s && session === this.id && entryOf(s.roster, entry);
    if (!e) return;
    const done = (kind === 'undo' ? (reply as Undone).entry : reply) as Partial<Entry> | undefined;
    // A log's reply is the log: its event is there when the row is newer than it was at the press.
    const version = kind === 'log' ? (this.#pressed.get(a.key) ?? e.version) + 1 : (done?.version ?? 0);
    this.#pressed.delete(a.key);
    if (e.version >= version) return;
    const shown = overlay(e, a.press, new Date(a.at).toISOString(), this.around.value);
    // With the version of what came of it, news from before it that is still on its way does not take it back.
    this.state.value = change(s, { entries: [kind === 'log' ? shown : { ...shown, version }] });
  }

  async #readEntries(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return;
    }
    this.#reading = true;
    this.#fresh = [];
    try {
      const all: Entry[] = [];
      let cursor: string | undefined;
      do {
        const page: Page<Entry> = await api.get(`/sessions/${this.id}/entries`, {
          query: { limit: pageSize, cursor },
        });
        if (this.#closed) return;
        all.push(...page.items);
        cursor = page.next || undefined;
        const s = this.state.value;
        // The first time, people see what is there already.
        if (s && !this.complete.value && cursor) this.state.value = change(s, { entries: page.items });
      } while (cursor);
      const s = this.state.value;
      if (!s) return;
      batch(() => {
        this.state.value = replaceEntries(s, all, this.#fresh);
        this.complete.value = true;
      });
    } catch {
      if (!this.#closed) this.#later(() => this.#readEntries());
    } finally {
      this.#reading = false;
      if (this.#readAgain && !this.#closed) {
        this.#readAgain = false;
        this.#later(() => this.#readEntries(), 500);
      }
    }
  }

  #later(f: () => Promise<void>, ms = 2000) {
    setTimeout(
      () => {
        if (!this.#closed) void f();
      },
      ms * (0.75 + Math.random() / 2),
    );
  }
}
