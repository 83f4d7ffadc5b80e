// What a clicker's page says, and to whom: the connection as presses must know it, and what surrounds them.
import type { BrowserFrame } from '../src/core/events';
import type { Shelf } from './kept';

/** Busy, or broken over there: nothing is said for so long. Milliseconds. */
export const busyWait = 2_000;
/** What is not answered for so long may never have come. */
export const ackTime = 3_000;

export interface Surroundings {
  campaign: string;
  tab: string;
  shelf: Shelf;
  /** Monotonic milliseconds. */
  now(): number;
  /** The device's clock, which goes on while it sleeps. */
  wall(): number;
  random(): number;
  after(ms: number, f: () => void): () => void;
  say(f: BrowserFrame): boolean;
  /** Is the connection really up? */
  probe(): void;
  /** What was left behind by a dead tab is in: how many are this person's now? */
  recount(): Promise<number>;
  /** So many are this person's: for their other tabs. */
  tell(mine: number): void;
  changed(): void;
}

export interface Wire {
  up: boolean;
  /** Nothing is said before. */
  holdUntil: number;
  /** May something be said just now? */
  open(): boolean;
  say(f: BrowserFrame & { campaign?: string }): boolean;
  /** A key that no other frame has. */
  key(): string;
  /** It is another connection from now on. */
  another(up: boolean): void;
}

export function wire(s: Surroundings): Wire {
  let n = 0;
  let named = false; // the campaign, on this connection
  const w: Wire = {
    up: false,
    holdUntil: 0,
    open: () => w.up && s.now() >= w.holdUntil,
    /** The campaign goes into the first frame of a connection: at five presses a second it is a quarter of all that is sent. */
    say(f) {
      const { campaign: _, ...rest } = f;
      if (!s.say(named && f.campaign === s.campaign ? (rest as BrowserFrame) : f)) return false;
      named = f.campaign === s.campaign;
      return true;
    },
    key: () => `${s.tab}-${String(++n).padStart(6, '0')}`,
    another(up) {
      w.up = up;
      named = false;
    },
  };
  return w;
}
