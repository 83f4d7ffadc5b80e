import type { Clicker } from '../../clicker/clicking';
import { type Shelf, type Store, shelf } from '../../clicker/kept';
import type { Surroundings } from '../../clicker/wire';
import type { BrowserFrame, ServerFrame } from '../../src/core/events';
import type { Clicking } from '../../volunteer/boot';

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
  told: number[] = [];
  tell = (mine: number) => void this.told.push(mine);
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

/** Clicking as it begins. */
export const progress = {
  on: true,
  approved: 0,
  left: 100,
  total: 100,
  clickers: 1,
  an_hour: 0,
  mode: 'approve',
} as Clicking;

/** What the server answers to a page, when the test says so. */
export function serverOf(page: () => { w: World; me: Clicker }) {
  /** So many numbers for whoever asked last. */
  const leased = (n: number, more: Partial<Extract<ServerFrame, { type: 'leased' }>> = {}) => {
    const { w, me } = page();
    me.frame({
      type: 'leased',
      key: w.of('lease').at(-1)?.key ?? '',
      lease: n ? `l${w.of('lease').length}` : '',
      numbers: Array.from({ length: n }, (_, i) => `•• ${i}`),
      lines: Array.from({ length: n }, () => 'cell'),
      until: 120_000,
      held: 0,
      left: 100,
      ...more,
    });
  };
  return {
    leased,
    /** A page with a connection and numbers. */
    working(n = 20) {
      page().me.up(true);
      page().me.start();
      leased(n);
    },
    ack: (key: string, approved: number, refused: { ordinal: number; code: string }[] = []) =>
      page().me.frame({ type: 'ack', key, approved, refused, until: 130_000 } as ServerFrame),
  };
}
