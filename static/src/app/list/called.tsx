import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AnyEvent } from '../../core/events';
import { firstName } from '../../core/text';
import type { Id } from '../../core/types';
import { Badge } from '../../ui/badge';
import { me } from '../here';
import { useLeaders } from './leaders';

type Leader = { id: Id; name: string };

/** Who is being called now, and by whom. */
export function useCalled(list: Id, heard: readonly AnyEvent[], turn: number): ReadonlyMap<Id, Leader> {
  const { read, now } = useLeaders(list, heard);
  const seen = useRef(turn);
  useEffect(() => {
    if (seen.current !== turn) read.again();
    seen.current = turn;
  }, [turn]);
  return useMemo(
    () => new Map(now?.with.flatMap((w) => (w.with ? [[w.supporter, w.with] as const] : []))),
    [now?.with],
  );
}

/** "with Sarah now" */
export function With({ by }: { by: Leader | undefined }) {
  if (!by) return null;
  const whom = by.id === me.value?.id ? 'you' : firstName(by.name);
  return <Badge icon="with" ink="with" words={`with ${whom} now`} />;
}
