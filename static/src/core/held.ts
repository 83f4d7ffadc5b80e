// A held order: rows stand still under the pointer and the focus while they go on changing.

import type { Id } from './types';

/** How many rows came, left or moved between the order that is shown and the latest one: "3 changes waiting". */
export function changesBetween(shown: readonly Id[], latest: readonly Id[]): number {
  const was = new Map(shown.map((id, at) => [id, at]));
  const both = latest.flatMap((id) => was.get(id) ?? []);
  // The most rows that stand in the same order as before did not move.
  const ends: number[] = [];
  for (const at of both) {
    const i = ends.findIndex((end) => end > at);
    ends[i < 0 ? ends.length : i] = at;
  }
  return shown.length + latest.length - both.length - ends.length;
}
