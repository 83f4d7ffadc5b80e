// What is typed into a form stays in this tab until it is saved or given up: a reload, a press on Back or a crash
// loses none of it.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { changed, changes, type Edit, edit, enter, rebase, takeTheirs } from '../core/edit';
import { Clash, conflict } from './form';
import { me, type Problem } from './here';

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

interface Fields<T> {
  /** What a field says when something is typed into it. */
  set: <K extends keyof T>(field: K) => (typed: T[K]) => void;
  /** Stands under a field: what somebody else wrote there meanwhile. */
  clash: (field: keyof T) => ComponentChildren;
}

export function fieldsIn<T extends object>(e: Edit<T>, setE: (next: Edit<T>) => void): Fields<T> {
  return {
    set: (field) => (typed) => setE(enter(e, { [field]: typed } as unknown as Partial<T>)),
    clash: (field) =>
      field in e.clashes ? (
        <Clash theirs={String(e.clashes[field] ?? '')} take={() => setE(takeTheirs(e, field))} />
      ) : null,
  };
}

export interface Recorded<R, T> extends Fields<T> {
  kept: Kept<T>;
  e: Edit<T>;
  /** What is typed counts from here. */
  version: number;
  /** It is saved, and is this now. */
  saved: (record: R) => void;
  /** The record as somebody else left it, when that is why a save was refused: the next one counts from there. */
  overtaken: (p: Problem) => R | undefined;
}

/** The fields of a record, kept in this tab as `key`; those not typed into follow when it changes on the server. */
export function useRecord<R extends { version: number }, T extends object>(
  key: string,
  record: R,
  fieldsOf: (record: R) => T,
): Recorded<R, T> {
  const kept = useKept<T>(key, fieldsOf(record));
  const { e, setE } = kept;
  const [version, setVersion] = useState(record.version);
  const follow = (now: R) => {
    setE(rebase(e, fieldsOf(now)));
    setVersion(now.version);
  };
  useEffect(() => {
    if (record.version !== version) follow(record);
  }, [record.version]);
  return {
    kept,
    e,
    version,
    ...fieldsIn(e, setE),
    saved(now) {
      setE(edit(fieldsOf(now)));
      setVersion(now.version);
    },
    overtaken(p) {
      const theirs = conflict<R>(p);
      if (theirs) follow(theirs);
      return theirs;
    },
  };
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
