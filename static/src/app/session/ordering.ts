// The order of rows on the page. It stands still under the pointer, the finger and the focus, and while paused;
// what would have moved is counted, and shown on request.

import { batch, effect, signal } from '@preact/signals';
import { differences, type Filters, noFilters, type Order, orderOf } from '../../core/order';
import type { Roster } from '../../core/roster';
import type { Room } from './room';

const empty: Order = { rows: [], shown: 0, total: 0, places: new Map(), first: undefined };
/** The order is worked out at most this often, and takes at most a tenth of the time. */
const pace = 120;
const share = 10;

export class Ordering {
  readonly shown = signal<Order>(empty);
  /** How many changes wait for the pointer to leave, or for "Show". */
  readonly waiting = signal(0);
  readonly paused = signal(false);
  /** While paused: the rows as they were when it began. */
  readonly frozen = signal<Roster | undefined>(undefined);
  #room: Room;
  #filters: Filters = noFilters;
  #latest: Order = empty;
  #held = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;
  #pace = pace;
  #own = 0;
  #stop: () => void;

  constructor(room: Room) {
    this.#room = room;
    this.#stop = effect(() => {
      room.state.value?.roster;
      const own = room.waiting.value.size;
      const mine = own !== this.#own;
      this.#own = own;
      this.#soon(mine);
    });
  }

  close() {
    this.#stop();
    clearTimeout(this.#timer);
  }

  filter(f: Filters) {
    if (
      f.search === this.#filters.search &&
      f.status === this.#filters.status &&
      f.leader === this.#filters.leader
    )
      return;
    this.#filters = f;
    this.#compute();
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
    if (!on && !this.#isHeld()) {
      this.#compute();
      this.show();
    }
  }

  /** Shows the latest order now, held or not. */
  show() {
    batch(() => {
      if (this.paused.value) this.frozen.value = this.#room.state.value?.roster;
      this.shown.value = this.#latest;
      this.waiting.value = 0;
    });
  }

  #isHeld(): boolean {
    return this.paused.value || this.#held.size > 0;
  }

  #soon(atOnce: boolean) {
    if (atOnce || performance.now() - this.#last > this.#pace) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      // Outside of the effect: reading signals here must not make it listen to them.
      queueMicrotask(() => this.#update(atOnce));
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#update(false);
    }, this.#pace);
  }

  #update(own: boolean) {
    this.#compute();
    // What one's own press moves is shown at once; the press was the wish to see it move.
    if (own || !this.#isHeld() || this.shown.value === empty) return this.show();
    this.waiting.value = differences(this.shown.value, this.#latest);
  }

  #compute() {
    const began = performance.now();
    this.#latest = orderOf(this.#room.entries(), this.#filters);
    this.#last = performance.now();
    this.#pace = Math.max(pace, share * (this.#last - began));
  }
}
