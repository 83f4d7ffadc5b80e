// A long list that comes page by page, read only as far as somebody looks. Pages follow cursors, so they come in order.

import type { Id } from './types';

export interface Batch<T> {
  items: T[];
  total: number;
  next?: string;
}

export interface PagedState<T> {
  readonly items: readonly T[];
  /** How many there are in all; undefined until the first page has come. */
  readonly total: number | undefined;
  readonly fault: unknown;
}

/** Reads one page. `signal` aborts when the list is begun anew. */
export type ReadPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Batch<T>>;

export class Paged<T extends { id: Id }> {
  #read: ReadPage<T>;
  #changed: (s: PagedState<T>) => void;
  #stop = new AbortController();
  #next: string | undefined;
  #whole = false;
  #reading = false;
  #wanted = 0;
  #known = new Set<Id>();
  state: PagedState<T> = { items: [], total: undefined, fault: undefined };

  constructor(read: ReadPage<T>, changed: (s: PagedState<T>) => void) {
    this.#read = read;
    this.#changed = changed;
  }

  /** Everything there is has been read. */
  get whole(): boolean {
    return this.#whole;
  }

  /** Rows up to this one will be looked at. */
  want(to: number) {
    this.#wanted = Math.max(this.#wanted, to);
    void this.#more();
  }

  /** Begins anew; what stands there stays until the first page has come. With `read`, of something else. */
  async again(read?: ReadPage<T>): Promise<void> {
    if (read) {
      this.#read = read;
      this.#wanted = 0;
    }
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#next = undefined;
    this.#whole = false;
    this.#reading = false;
    await this.#more(true);
  }

  close() {
    this.#stop.abort();
  }

  /** Puts a newer state of some item in. */
  change(id: Id, f: (old: T) => T) {
    const at = this.state.items.findIndex((i) => i.id === id);
    const old = this.state.items[at];
    if (!old) return;
    const items = [...this.state.items];
    items[at] = f(old);
    this.#become({ ...this.state, items });
  }

  /** Takes items out at once, before the server's list is read again. */
  remove(ids: readonly Id[]) {
    const gone = new Set(ids);
    for (const id of ids) this.#known.delete(id);
    const items = this.state.items.filter((i) => !gone.has(i.id));
    const taken = this.state.items.length - items.length;
    this.#become({ ...this.state, items, total: Math.max(0, (this.state.total ?? 0) - taken) });
  }

  async #more(fresh = false): Promise<void> {
    if (this.#reading) return;
    const stop = this.#stop.signal;
    this.#reading = true;
    let items = fresh ? [] : this.state.items;
    try {
      while (fresh || (!this.#whole && items.length < this.#wanted)) {
        const page = await this.#read(this.#next, stop);
        if (stop.aborted) return;
        if (fresh) this.#known = new Set();
        // Somebody who moved between two pages came twice: the first place counts.
        const added = page.items.filter((i) => !this.#known.has(i.id));
        for (const i of added) this.#known.add(i.id);
        items = fresh ? added : [...this.state.items, ...added];
        fresh = false;
        this.#next = page.next || undefined;
        this.#whole = !this.#next;
        this.#become({
          items,
          total: this.#whole ? items.length : Math.max(page.total, items.length),
          fault: undefined,
        });
      }
    } catch (fault) {
      if (stop.aborted) return;
      this.#become({ ...this.state, fault });
    } finally {
      if (!stop.aborted) this.#reading = false;
    }
  }

  #become(s: PagedState<T>) {
    this.state = s;
    this.#changed(s);
  }
}
