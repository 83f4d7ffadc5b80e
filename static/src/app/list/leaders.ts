// Who calls a list now, live: a snapshot, and the events of the list after it.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AnyEvent } from '../../core/events';
import { type LeadersNow, leadersAfter } from '../../core/leaders';
import type { Id } from '../../core/types';
import { type Reading, useReading } from '../reading';

export interface Leaders {
  read: Reading<LeadersNow>;
  now: LeadersNow | undefined;
}

/**
 * `heard` are the newest events of the list, the oldest first; when they no longer reach back, or who stands on the list
 * has changed (`turn`), the snapshot is read again.
 */
export function useLeaders(list: Id | undefined, heard: readonly AnyEvent[], turn: number): Leaders {
  const read = useReading<LeadersNow>(list && `/lists/${list}/leaders`);
  const snapshot = read.value;
  const now = useMemo(
    () => snapshot && heard.filter((e) => e.seq > snapshot.seq).reduce(leadersAfter, snapshot),
    [snapshot, heard],
  );
  const first = heard[0]?.seq;
  const torn = !!snapshot && first !== undefined && first > snapshot.seq + 1;
  const seen = useRef(turn);
  useEffect(() => {
    if (torn || seen.current !== turn) read.again();
    seen.current = turn;
  }, [torn, turn]);
  return { read, now };
}
