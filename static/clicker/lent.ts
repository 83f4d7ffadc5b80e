// Numbers on loan: which is on the screen, which come after it, and until when.
import type { ServerFrame } from '../src/core/events';
import type { Surroundings } from './wire';

export type Leased = Extract<ServerFrame, { type: 'leased' }>;

export interface Lease {
  id: string;
  numbers: string[];
  lines: string[];
  began: number;
  beganWall: number;
  until: number;
  next: number;
  gone: Record<number, true>;
  /** A press on its one number begins a call; with the key that it was asked by, and since when it is on the screen. */
  launch: boolean;
  key: string;
  since: number;
}

export interface Lent {
  /** The one whose number is on the screen; what is used up, or over, goes first. */
  top(): Lease | undefined;
  ids(): string[];
  /** How many numbers are here. */
  here(): number;
  /** So few are here that more should be asked for. */
  few(): boolean;
  /** How long one has run: the longer of both clocks, for one stands still in a sleeping phone. */
  ran(l: Lease): number;
  /** Takes what was lent. True: it is a number to begin a call with that was not on the screen before. */
  take(f: Leased): boolean;
  prolong(id: string, until: number): void;
  drop(id: string): void;
  clear(): void;
  /** These of its numbers are not to be pressed any more; false: it is not here. */
  withdraw(id: string, ordinals: readonly number[]): boolean;
}

/** `back` gives a lease back of which others can have the numbers at once. */
export function lent(s: Surroundings, back: (lease: string) => void): Lent {
  let leases: Lease[] = [];
  let size = 0; // of the last one

  const ran = (l: Lease) => Math.max(s.now() - l.began, s.wall() - l.beganWall);

  function trim() {
    const over: Lease[] = [];
    leases = leases.filter((l) => {
      while (l.next < l.numbers.length && l.gone[l.next]) l.next++;
      if (l.next >= l.numbers.length) return false;
      const isOver = ran(l) > l.until;
      if (isOver) over.push(l);
      return !isOver;
    });
    // over by one clock only: the device slept, or its clock was put forward. Others have the numbers at once then.
    for (const l of over) if (s.now() - l.began <= l.until) back(l.id);
  }

  function here(): number {
    let count = 0;
    for (const l of leases) for (let i = l.next; i < l.numbers.length; i++) if (!l.gone[i]) count++;
    return count;
  }

  return {
    top() {
      trim();
      return leases[0];
    },
    ids: () => leases.map((l) => l.id),
    here,
    few: () => here() <= Math.max(3, size * 0.35),
    ran,
    take(f) {
      const before = leases.find((l) => l.id === f.lease);
      if (f.launch) leases = [];
      else size = f.numbers.length;
      leases.push({
        id: f.lease,
        numbers: f.numbers,
        lines: f.lines,
        began: s.now(),
        beganWall: s.wall(),
        until: f.until,
        next: 0,
        gone: {},
        launch: !!f.launch,
        key: f.key ?? '',
        since: before?.since ?? s.now(),
      });
      return !!f.launch && !before;
    },
    prolong(id, until) {
      const l = leases.find((x) => x.id === id);
      if (l) l.until = until;
    },
    drop: (id) => {
      leases = leases.filter((l) => l.id !== id);
    },
    clear: () => {
      leases = [];
    },
    withdraw(id, ordinals) {
      const l = leases.find((x) => x.id === id);
      for (const o of ordinals) if (l) l.gone[o] = true;
      return !!l;
    },
  };
}
