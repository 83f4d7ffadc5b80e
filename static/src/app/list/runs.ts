import type { Id } from '../../core/types';

/** Neighbours that were taken off together, and who stood behind them. */
export function runsOf(ids: readonly Id[], before: readonly { id: Id }[]): { ids: Id[]; before: Id }[] {
  const gone = new Set(ids);
  const runs: { ids: Id[]; before: Id }[] = [];
  let run: Id[] = [];
  for (const s of before) {
    if (gone.has(s.id)) {
      run.push(s.id);
      continue;
    }
    if (run.length) runs.push({ ids: run, before: s.id });
    run = [];
  }
  return runs; // a run at the end of what was read goes to the end of the list, where adding put it
}
