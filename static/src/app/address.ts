// Filters and dialogs live in the address: a reload keeps them, Back closes a dialog.

import { signal } from '@preact/signals';
import { useLocation } from 'preact-iso';

type Changes = Record<string, string | undefined>;

export interface Address {
  query: Record<string, string>;
  /** Changes parts of the query in place; empty values go. */
  replace: (changes: Changes) => void;
  /** Opens something (a dialog) that Back closes. */
  open: (changes: Changes) => void;
  /** Closes what `open` opened, or what the address brought along. */
  close: (...names: string[]) => void;
}

/**
 * What is being closed. The browser takes its time to go back: until then the address still names it, but the page
 * does not show it any more, and what is opened or changed meanwhile waits for the address.
 */
const closing = signal<readonly string[] | undefined>(undefined);
let waiting: (() => void)[] = [];
addEventListener('popstate', () => {
  closing.value = undefined;
  const all = waiting;
  waiting = [];
  for (const change of all) change();
});

function whenBack(change: () => void) {
  if (closing.peek()) waiting.push(change);
  else change();
}

export function useAddress(): Address {
  const { query, route } = useLocation();
  const gone = closing.value;
  return {
    query: gone ? Object.fromEntries(Object.entries(query).filter(([k]) => !gone.includes(k))) : query,
    replace: (changes) => whenBack(() => route(addressWith(changes), true)),
    open: (changes) =>
      whenBack(() => {
        history.pushState({ opened: true }, '', addressWith(changes));
        dispatchEvent(new PopStateEvent('popstate')); // the router reads the address again
      }),
    close: (...names) => {
      if (closing.peek()) return; // one step back is one step back, however often it is asked for
      if ((history.state as { opened?: boolean } | null)?.opened) {
        closing.value = names;
        history.back();
      } else route(addressWith(Object.fromEntries(names.map((n) => [n, undefined]))), true);
    },
  };
}

function addressWith(changes: Changes): string {
  const q = new URLSearchParams(location.search);
  for (const [k, v] of Object.entries(changes)) {
    if (v) q.set(k, v);
    else q.delete(k);
  }
  const s = q.toString();
  return s ? `${location.pathname}?${s}` : location.pathname;
}
