// What was pressed and not yet acknowledged, one item for each frame, kept on the device through a lost connection and a reload.
// Items of a tab that is dead are sent by the next one. In private windows there is only memory.
import type { BrowserFrame } from '../src/core/events';

export type Action = Extract<BrowserFrame, { type: 'approve' | 'release' }>;

/** What a Storage is to us. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'partyline:k:';
/** A tab says that it lives as often; one that is silent for three of them is dead. */
export const alive = 5_000;

export interface Shelf {
  /** False: nothing outlives this tab. */
  readonly lasting: boolean;
  put(a: Action): void;
  drop(key: string): void;
  /** Items of dead tabs, oldest first; they are this tab's from now on. */
  adopt(): Action[];
  /** Does a tab live, as far as it said so? */
  lives(tab: string): boolean;
  /** Says that this tab lives. */
  beat(): void;
  /** Says that it does not: what it leaves is the next one's at once. */
  leave(): void;
}

export function shelf(store: Store | undefined, tab: string, now: () => number): Shelf {
  let lasting = tryOut(store);
  const own = (key: string) => `${prefix}${tab}:${key}`;

  function set(key: string, value: string) {
    if (!lasting) return;
    try {
      store?.setItem(key, value);
    } catch {
      lasting = false; // it is full
    }
  }

  function lives(of: string): boolean {
    try {
      return Math.abs(now() - Number(store?.getItem(prefix + of) ?? 0)) < 3 * alive;
    } catch {
      return false; // nothing is kept here
    }
  }

  return {
    get lasting() {
      return lasting;
    },
    lives,
    put: (a) => set(own(a.key), JSON.stringify(a)),
    drop: (key) => {
      try {
        store?.removeItem(own(key));
      } catch {
        // nothing is kept here
      }
    },
    adopt: () => {
      if (!lasting || !store) return [];
      const found: { at: string; tab: string; item: Action }[] = [];
      for (let i = store.length - 1; i >= 0; i--) {
        // from the end: what is removed moves those behind it
        const at = store.key(i);
        if (!at || at.slice(0, prefix.length) !== prefix) continue;
        const [of = '', key] = at.slice(prefix.length).split(':');
        if (of === tab || lives(of)) continue;
        const item = key && read(store.getItem(at)); // without a key: that it lived
        if (item) found.push({ at, tab: of, item });
        else store.removeItem(at);
      }
      found.sort((a, b) => (a.at < b.at ? -1 : 1));
      for (const f of found) {
        set(own(f.item.key), JSON.stringify(f.item));
        if (!lasting) return found.map((x) => x.item);
        store.removeItem(f.at);
        store.removeItem(prefix + f.tab);
      }
      return found.map((f) => f.item);
    },
    beat: () => set(prefix + tab, String(now())),
    leave: () => {
      try {
        store?.removeItem(prefix + tab);
      } catch {
        // nothing is kept here
      }
    },
  };
}

function tryOut(store: Store | undefined): boolean {
  try {
    store?.setItem(`${prefix}try`, '1');
    store?.removeItem(`${prefix}try`);
    return !!store;
  } catch {
    return false;
  }
}

function read(text: string | null): Action | undefined {
  try {
    const a = JSON.parse(text ?? '') as Action;
    return (a.type === 'approve' || a.type === 'release') && a.key && a.lease ? a : undefined;
  } catch {
    return undefined;
  }
}
