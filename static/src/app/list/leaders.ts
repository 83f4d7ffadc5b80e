// Who calls a list now, live: a snapshot, and the events of the list after it.

import { useEffect, useMemo } from 'preact/hooks';
import type { AnyEvent } from '../../core/events';
import { type LeadersNow, leadersAfter } from '../../core/leaders';
import type { Id } from '../../core/types';
import { type Reading, useReading } from '../reading';

/** `heard` are the newest events of the list, the oldest first; when they no longer reach back, the snapshot is read again. */
export function useLeaders(
  list: Id,
  heard: readonly AnyEvent[],
): { read: Reading<LeadersNow>; now: LeadersNow | undefined } {
  const read = useReading<LeadersNow>(`/lists/${list}/leaders`);
  const snapshot = read.value;
  const now = useMemo(
    () => snapshot && heard.filter((e) => e.seq > snapshot.seq).reduce(leadersAfter, snapshot),
    [snapshot, heard],
  );
  const first = heard[0]?.seq;
  const torn = !!snapshot && first !== undefined && first > snapshot.seq + 1;
  useEffect(() => {
    if (torn) read.again();
  }, [torn]);
  return { read, now };
}
