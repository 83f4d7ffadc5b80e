// What stays on the device from one visit to the next.
import type { Store } from './outbox';

/** What the device remembers of whoever called from it last. */
export interface Remembered {
  name?: string;
  number?: string;
  /** It does not vibrate, and its title stays, when somebody is there. */
  still?: boolean;
  untitled?: boolean;
  /** Whether they want a beep, as they pressed last; gone once the server has it. */
  beep?: boolean;
}

/** The store of that kind; undefined where the browser has none for us. */
export function storage(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[kind];
  } catch {
    return undefined; // forbidden here
  }
}

const place = 'partyline:caller';

/** What is remembered, in `store` too where there is one. */
export function memory(store: Store | undefined): { known(): Remembered; remember(more: Remembered): void } {
  let known = recall(store);
  return {
    known: () => known,
    remember(more) {
      known = { ...known, ...more };
      try {
        store?.setItem(place, JSON.stringify(known));
      } catch {
        // nothing is kept here
      }
    },
  };
}

function recall(store: Store | undefined): Remembered {
  try {
    return JSON.parse(store?.getItem(place) ?? '{}') as Remembered;
  } catch {
    return {};
  }
}
