import { useMemo } from 'preact/hooks';
import type { LeadersNow } from '../../core/leaders';
import { firstName } from '../../core/text';
import type { Id } from '../../core/types';
import { Badge } from '../../ui/badge';
import { me } from '../here';

type Leader = { id: Id; name: string };

/** Who is being called now, and by whom. */
export function useCalled(now: LeadersNow | undefined): ReadonlyMap<Id, Leader> {
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
