// The order of rows on the page. It stands still under the pointer, the finger and the focus, and while paused;
// what would have moved is counted, and shown on request.

import { batch, computed, effect, type Signal, signal, untracked } from '@preact/signals';
import { type Filters, noFilters } from '../../core/filters';
import { LiveOrder } from '../../core/live-order';
import type { Order } from '../../core/order';
import { differing, type Roster } from '../../core/roster';
import type { Entry, Id } from '../../core/types';
import type { Room } from './room';

export class Ordering {
  /** What the table shows. It is another object after each change of a row, moved or not. */
  readonly shown: Signal<{ readonly order: Order }>;
  readonly total = computed(() => this.shown.value.order.total);
  /** How many people pass the filters. */
  readonly passing = computed(() => this.shown.value.order.shown);
  /** How many changes wait for the pointer to leave, or for "Show". */
  readonly waiting = signal(0);
  readonly paused = signal(false);
  /** While paused: the rows as they were when it began. */
  readonly frozen = signal<Roster | undefined>(undefined);
  #room: Room;
  #filters: Filters = noFilters;
  #live = new LiveOrder();
  /** The order as it was when it began to be held. */
  #copy: Order | undefined;
  #held = new Set<string>();
  #roster: Roster | undefined;
  /** Whose rows show presses that wait for the server. */
  #own: ReadonlySet<Id> = new Set();
  #next: Id | undefined;
  #stop: () => void;

  constructor(room: Room) {
    this.#room = room;
    this.shown = signal({ order: this.#live });
    this.#stop = effect(() => {
      const roster = room.state.value?.roster;
      const waiting = room.waiting.value;
      if (waiting.size) room.around.value; // what such a press shows depends on who is next
      untracked(() => this.#follow(roster, new Set(waiting.keys())));
    });
  }

  close() {
    this.#stop();
  }

  /** Who is next: the head of the queue that nobody else is calling. */
  get next(): Id | undefined {
    return this.#room.state.peek()?.session.cycle.next?.entry ?? this.shown.peek().order.first;
  }

  filter(f: Filters) {
    const was = this.#filters;
    if (f.search === was.search && f.status === was.status && f.leader === was.leader) return;
    this.#filters = f;
    this.#live.filter(f);
    this.show();
  }

  /** Holds the order for a reason ("pointer", "focus"); `release` of the last reason shows what waits. */
  hold(why: string) {
    this.#held.add(why);
  }

  release(why: string) {
    if (this.#held.delete(why) && !this.#isHeld()) this.show();
  }

  pause(on: boolean) {
    this.paused.value = on;
    this.frozen.value = on ? this.#room.state.value?.roster : undefined;
    if (!on && !this.#isHeld()) this.show();
  }

  /** Shows the latest order now, held or not. */
  show() {
    batch(() => {
      if (this.paused.value) this.frozen.value = this.#room.state.value?.roster;
      this.#copy = undefined;
      this.#live.forget();
      this.shown.value = { order: this.#live };
      this.waiting.value = 0;
    });
  }

  #isHeld(): boolean {
    return this.paused.value || this.#held.size > 0;
  }

  /** A press on the rows goes on, or has just ended. */
  get pressed(): boolean {
    return this.#held.has('finger');
  }

  /** Takes up what has changed: entries, and who has a press of their own waiting. */
  #follow(roster: Roster | undefined, own: ReadonlySet<Id>) {
    if (!roster) return;
    const before = this.#roster;
    let pressed = false;
    const rows: Entry[] = [];
    const add = (id: Id) => {
      const e = this.#room.entry(id, roster);
      if (!e) return;
      rows.push(e);
      pressed ||= this.#live.moves(e);
    };
    for (const e of differing(before, roster)) {
      if (own.has(e.id)) continue;
      rows.push(e);
    }
    for (const id of own) add(id);
    for (const id of this.#own) if (!own.has(id)) add(id);
    this.#roster = roster;
    this.#own = own;
    const next = this.next;
    const left = before !== undefined && before.index !== roster.index;
    if (!rows.length && !left && next === this.#next) return;
    this.#next = next;
    // What one's own press moves is shown at once; the press was the wish to see it move.
    const held = this.#isHeld() && !pressed && this.#live.total > 0;
    if (held) this.#copy ??= this.#live.copy();
    this.#live.put(rows);
    if (left) this.#live.keep((id) => roster.index.has(id));
    if (!held) return this.show();
    const order = this.#copy ?? this.#live;
    batch(() => {
      this.shown.value = { order };
      this.waiting.value = this.#live.since(order);
    });
  }
}
