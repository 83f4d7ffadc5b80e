// The person behind a row: read when first looked at, again when their contacts, tags or fields have changed.

import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { AnyEvent } from '../../core/events';
import type { CallList, Id, Supporter } from '../../core/types';
import { api, live, numbers } from '../here';

export type Read<T> = { value: T } | { fault: unknown } | undefined;

/** Whose record was edited last; without an id it may have been anybody's. */
const touched = signal<{ id?: Id }>({});

/** The list as it was edited last; without one it has to be read again. */
export const edited = signal<{ list?: CallList }>({});

/** Somebody's record was edited, or the list. */
export function tellEdits(e: AnyEvent) {
  if (e.kind === 'roster.list_changed' && e.data.list) edited.value = { list: e.data.list };
  if (e.kind === 'roster.supporter_changed') touched.value = { id: e.data.supporter.id };
}

/** Listens to edits of the people on a list, from this page or another; `heard` gets all that happens there, unless too much was missed. */
export function useEdits(list: Id, heard?: (e: AnyEvent) => void, missed?: () => void) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const s = live.subscribe(`list/${list}`, undefined, {
      event: (e) => {
        heard?.(e);
        tellEdits(e);
      },
      reset: () => {
        touched.value = {};
        edited.value = {};
        setTurn((n) => n + 1);
      },
    });
    if (turn) missed?.(); // what comes from now on is heard
    s.here('calling'); // the page of the list shows who is at work
    return () => s.close();
  }, [list, turn]);
}

/** `mark` is anything that changes when the person's record may have (an entry's version). */
export function useSupporter(id: Id | undefined, mark: unknown): Read<Supporter> {
  const [read, setRead] = useState<{ of: Id; what: Read<Supporter> }>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const seen = touched.peek();
    return touched.subscribe((t) => {
      if (t !== seen && (!t.id || t.id === id)) setTurn((n) => n + 1);
    });
  }, [id]);
  useEffect(() => {
    if (!id) return;
    const stop = new AbortController();
    api.get<Supporter>(`/supporters/${id}`, { signal: stop.signal }).then(
      (value) => setRead({ of: id, what: { value } }),
      (fault) => {
        if (stop.signal.aborted) return;
        // What was read before is better than nothing.
        setRead((old) =>
          old?.of === id && old.what && 'value' in old.what ? old : { of: id, what: { fault } },
        );
      },
    );
    return () => stop.abort();
  }, [id, mark, turn, numbers.value]);
  return read?.of === id ? read?.what : undefined;
}
