// What is typed into a form stays in this tab until it is saved or given up: a reload, a press on Back or a crash
// loses none of it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { changed, changes, type Edit, edit, enter, rebase } from '../core/edit';
import { me } from './here';

export interface Kept<T> {
  e: Edit<T>;
  setE: (next: Edit<T> | ((old: Edit<T>) => Edit<T>)) => void;
  /** It was found again, not typed just now. */
  found: boolean;
  /** Gives up what was typed. */
  forget: () => void;
}

/** An edit of the record `key`; `base` is how it was read. Never for passwords: it is kept in plain text. */
export function useKept<T extends object>(key: string, base: T): Kept<T> {
  const name = `partyline:form:${me.value?.id}:${key}`;
  const [e, setE] = useState<Edit<T>>(() => read(name, base));
  const [found, setFound] = useState(() => changed(e));
  const forgotten = useRef(false);
  useEffect(() => {
    if (forgotten.current) return;
    if (changed(e)) write(name, JSON.stringify(keptOf(e)));
    else {
      write(name, undefined);
      setFound(false);
    }
  }, [e]);
  return {
    e,
    setE: (next) => {
      forgotten.current = false;
      setE(next);
    },
    found,
    forget: () => {
      forgotten.current = true;
      write(name, undefined);
      setFound(false);
      setE((old) => edit(old.base));
    },
  };
}

/** Says that the fields hold more than the server does. */
export function FoundAgain({ of }: { of: { found: boolean; forget: () => void } }) {
  if (!of.found) return null;
  return (
    <p class="sub" role="status">
      What you typed before is still here, not saved yet.{' '}
      <button type="button" class="link" onClick={of.forget}>
        Forget it
      </button>
    </p>
  );
}

interface Typed<T> {
  typed: Partial<T>;
  /** What stood there when it was typed: tells whether somebody else changed it since. */
  before: Partial<T>;
}

function keptOf<T extends object>(e: Edit<T>): Typed<T> {
  const typed = changes(e);
  const before: Partial<T> = {};
  for (const k of Object.keys(typed) as (keyof T)[]) before[k] = e.base[k];
  return { typed, before };
}

function read<T extends object>(name: string, base: T): Edit<T> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Typed<T> | null;
    if (!kept) return edit(base);
    const known = (o: Partial<T>) =>
      Object.fromEntries(Object.entries(o).filter(([k, v]) => k in base && v !== null)) as Partial<T>;
    return rebase(enter(edit({ ...base, ...known(kept.before) }), known(kept.typed)), base);
  } catch {
    return edit(base);
  }
}

function write(name: string, text: string | undefined) {
  try {
    if (text === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // nothing is kept in this browser: what is typed stays as long as the page does
  }
}
