import { useRef, useState } from 'preact/hooks';
import { changesBetween } from '../../core/held';
import { newestFirst } from '../../core/times';
import type { Id, SessionRow } from '../../core/types';

/** Newest activity first; the order stands still under the pointer and the focus while rows go on changing. */
export function useHeldOrder(rows: SessionRow[], filters: string) {
  const held = useRef(new Set<string>());
  const shown = useRef<{ filters: string; ids: Id[] }>({ filters: '', ids: [] });
  const [, again] = useState(0);
  const latest = [...rows].sort(byActivity);
  const ids = latest.map((r) => r.id);
  if (!held.current.size || shown.current.filters !== filters) shown.current = { filters, ids };
  const by = new Map(latest.map((r) => [r.id, r]));
  const order = shown.current.ids.flatMap((id) => by.get(id) ?? []);
  return {
    order,
    waiting: changesBetween(shown.current.ids, ids),
    show: () => {
      shown.current = { filters, ids };
      again((n) => n + 1);
    },
    hold: (why: string) => void held.current.add(why),
    release: (why: string) => {
      if (held.current.delete(why) && !held.current.size) again((n) => n + 1);
    },
  };
}

function byActivity(a: SessionRow, b: SessionRow): number {
  if (a.on_phone !== b.on_phone) return a.on_phone ? -1 : 1;
  return newestFirst(a.active_at, b.active_at) || (a.id < b.id ? -1 : 1);
}
