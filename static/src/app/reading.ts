// What a page reads: kept while it is read again, read again when the connection comes back.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnyEvent, Here } from '../core/events';
import type { Subscription } from '../core/live';
import { Paged, type PagedState, type ReadPage } from '../core/paged';
import type { Id, SessionRow } from '../core/types';
import { follow } from './follow';
import { api, live, liveState } from './here';

export interface Reading<T> {
  value: T | undefined;
  /** Why the last try failed. */
  fault: unknown;
  again: () => void;
  /** Puts in what a reply or an event brought; a function gets what is there by then. */
  put: (value: T | ((now: T) => T)) => void;
}

/** Reads a path; undefined reads nothing. */
export function useReading<T>(
  path: string | undefined,
  query?: Record<string, string | number | undefined>,
): Reading<T> {
  const key = path && path + JSON.stringify(query ?? {});
  const [read, setRead] = useState<{ of?: string; value?: T; fault?: unknown }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!path) return;
    const stop = new AbortController();
    api.get<T>(path, { query, signal: stop.signal }).then(
      (value) => setRead({ of: key, value }),
      (fault) => {
        if (!stop.signal.aborted) setRead((old) => (old.of === key ? { ...old, fault } : { of: key, fault }));
      },
    );
    return () => stop.abort();
  }, [key, turn]);
  const again = () => setTurn((n) => n + 1);
  useBack(again);
  const mine = read.of === key ? read : {};
  const put = (value: T | ((now: T) => T)) =>
    setRead((old) => {
      if (!(value instanceof Function)) return { of: key, value };
      return old.of === key && old.value !== undefined ? { of: key, value: value(old.value) } : old;
    });
  return { value: mine.value, fault: mine.fault, again, put };
}

/** Calls when the connection is back after it was lost: what stands on the page may be old. */
export function useBack(back: () => void) {
  const kind = liveState.value.kind;
  const was = useRef(kind);
  useEffect(() => {
    if (was.current === 'lost' && kind === 'live') back();
    if (kind === 'lost' || kind === 'live') was.current = kind;
  }, [kind]);
}

/** A long list behind a cursor. `key` says when it is another list. */
export function usePaged<T extends { id: Id }>(
  key: string,
  read: ReadPage<T>,
): { list: Paged<T>; state: PagedState<T> } {
  const [state, setState] = useState<PagedState<T>>({ items: [], total: undefined, fault: undefined });
  const list = useRef<Paged<T>>(undefined);
  const first = useRef(true);
  list.current ??= new Paged<T>(read, setState);
  useEffect(() => {
    void list.current?.again(first.current ? undefined : read);
    first.current = false;
  }, [key]);
  useEffect(() => () => list.current?.close(), []);
  useBack(() => void list.current?.again());
  return { list: list.current, state };
}

/**
 * Listens to a topic after the snapshot it fits to. After a reset, `mark` (the snapshot)
 * has to become another one, and listening goes on from its seq.
 */
export function useTopic(
  topic: string | undefined,
  since: number | undefined,
  on: {
    event: (e: AnyEvent) => void;
    reset: () => void;
    /** Told who is there; those who are there are told of the viewer, who does this. */
    presence?: { doing: string; people: (all: readonly Here[]) => void };
  },
  mark?: unknown,
) {
  const latest = useRef(on);
  latest.current = on;
  const subscription = useRef<Subscription>(undefined);
  const waiting = useRef(false);
  useEffect(() => {
    if (!topic || since === undefined) return;
    waiting.current = false;
    const s = live.subscribe(topic, since, {
      event: (e) => latest.current.event(e),
      reset: () => {
        waiting.current = true;
        latest.current.reset();
      },
      presence: (people) => latest.current.presence?.people(people),
    });
    if (latest.current.presence) s.here(latest.current.presence.doing);
    subscription.current = s;
    return () => s.close();
  }, [topic, since === undefined]);
  const doing = on.presence?.doing;
  useEffect(() => {
    if (doing) subscription.current?.here(doing);
  }, [doing]);
  useEffect(() => {
    if (!waiting.current || since === undefined) return;
    waiting.current = false;
    subscription.current?.resume(since);
  }, [mark]);
}

/** Tells when something happens to the sessions of these groups, at most once a second. */
export function useSessionsOf(groups: readonly Id[], happened: (row: SessionRow) => void, after: () => void) {
  const latest = useRef({ happened, after });
  latest.current = { happened, after };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current.after();
      }, 1000);
    };
    const all = groups.map((g) =>
      follow(`sessions/${g}`, {
        event: (e) => {
          if (e.kind === 'calling.session_listed') latest.current.happened(e.data.session);
          soon();
        },
        reset: soon,
      }),
    );
    return () => {
      clearTimeout(timer);
      for (const stop of all) stop();
    };
  }, [groups.join()]);
}
