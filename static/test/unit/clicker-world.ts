import { type Shelf, type Store, shelf } from '../../clicker/kept';
import type { Surroundings } from '../../clicker/wire';
import type { BrowserFrame } from '../../src/core/events';

/** A page's surroundings with a clock that stands still, and a server that says what the test says. */
export class World implements Surroundings {
  campaign = 'c';
  tab = 'tab';
  at = 1_000;
  slept = 0;
  said: BrowserFrame[] = [];
  connected = true;
  probes = 0;
  recounted = 0;
  timers: { at: number; f: () => void }[] = [];
  store = memory();
  shelf: Shelf = shelf(this.store, this.tab, () => this.at);
  now = () => this.at;
  wall = () => this.at + this.slept;
  random = () => 0.5;
  after = (ms: number, f: () => void) => {
    const t = { at: this.at + ms, f };
    this.timers.push(t);
    return () => {
      this.timers = this.timers.filter((x) => x !== t);
    };
  };
  say = (f: BrowserFrame) => {
    if (this.connected) this.said.push(structuredClone(f));
    return this.connected;
  };
  probe = () => {
    this.probes++;
  };
  recount = () => Promise.resolve(this.recounted);
  changed = () => undefined;
  pass(ms: number) {
    const end = this.at + ms;
    for (;;) {
      const next = this.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((t) => t !== next);
      this.at = Math.max(this.at, next.at);
      next.f();
    }
    this.at = end;
  }
  of<T extends BrowserFrame['type']>(type: T) {
    return this.said.filter((f) => f.type === type) as Extract<BrowserFrame, { type: T }>[];
  }
}

export function memory(): Store & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    get length() {
      return all.size;
    },
    getItem: (k) => all.get(k) ?? null,
    setItem: (k, v) => void all.set(k, v),
    removeItem: (k) => void all.delete(k),
    key: (i) => [...all.keys()][i] ?? null,
  };
}
