// A held order: rows stand still under the pointer and the focus while they go on changing.

import type { Id } from './types';

/** How many rows came, left or moved between the order that is shown and the latest one: "3 changes waiting". */
export function changesBetween(shown: readonly Id[], latest: readonly Id[]): number {
  const was = new Map(shown.map((id, at) => [id, at]));
  const both = latest.flatMap((id) => was.get(id) ?? []);
  // The most rows that stand in the same order as before did not move.
  const ends: number[] = [];
  for (const at of both) {
    let low = 0;
    let high = ends.length; // the ends are in order: ten thousand of them are not looked through for each row
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > at) high = middle;
      else low = middle + 1;
    }
    ends[low] = at;
  }
  return shown.length + latest.length - both.length - ends.length;
}
