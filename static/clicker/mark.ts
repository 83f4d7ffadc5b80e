// Which leases a tab holds, for the page that comes after a reload. Who duplicates a tab duplicates this, too: so it says whose they are.
import type { Store } from './kept';

export interface Held {
  tab: string;
  leases: string[];
}

export interface Mark {
  /** What was held here before this page; undefined: nothing. */
  before(): Held | undefined;
  /** Keeps what this page holds; undefined when it does not work. */
  hold(leases: string[] | undefined): void;
}

/** Keeps it in a tab's own storage; without one it is forgotten. */
export function markIn(store: Store | undefined, campaign: string, tab: string): Mark {
  const at = `partyline:at:${campaign}`;
  let kept = '';
  return {
    before() {
      try {
        const held = JSON.parse(store?.getItem(at) ?? '') as Held;
        return held.tab && held.tab !== tab && Array.isArray(held.leases) ? held : undefined;
      } catch {
        return undefined;
      }
    },
    hold(leases) {
      const now = leases ? JSON.stringify({ tab, leases } satisfies Held) : '';
      if (now === kept) return;
      kept = now;
      try {
        if (now) store?.setItem(at, now);
        else store?.removeItem(at);
      } catch {
        // it is forgotten
      }
    },
  };
}
