// Filters and dialogs live in the address: a reload keeps them, Back closes a dialog.

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

let closing = false;
addEventListener('popstate', () => {
  closing = false;
});

export function useAddress(): Address {
  const { query, route } = useLocation();
  return {
    query,
    replace: (changes) => route(addressWith(changes), true),
    open: (changes) => {
      history.pushState({ opened: true }, '', addressWith(changes));
      dispatchEvent(new PopStateEvent('popstate')); // the router reads the address again
    },
    close: (...names) => {
      if (closing) return; // one step back is one step back, however often it is asked for
      if ((history.state as { opened?: boolean } | null)?.opened) {
        closing = true;
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
