// Taking people off a list and moving them on it, each with its way back.

import type { Paged } from '../../core/paged';
import { people } from '../../core/text';
import type { Id, OnList } from '../../core/types';
import { announce } from '../../ui/announce';
import { refuse, tell } from '../../ui/toast';
import { api, Problem } from '../here';
import { runsOf } from './runs';

/** `sorted`: the rows stand in the list's own order, which can be changed. `removed` is called when some were taken off. */
export function useMoves(
  id: Id,
  list: Paged<OnList>,
  items: readonly OnList[],
  sorted: boolean,
  removed: () => void,
) {
  const remove = async (who: ReadonlyMap<Id, string>) => {
    const ids = [...who.keys()];
    const before = items;
    list.remove(ids);
    removed();
    try {
      await api.ask('DELETE', `/lists/${id}/supporters`, { body: { ids } });
      tell(
        `${named(who)} ${who.size === 1 ? 'is' : 'are'} off the list.`,
        'done',
        () => void putBack(ids, before),
      );
    } catch (e) {
      void list.again();
      refuse(`Couldn’t take ${named(who)} off the list: ${sentence(e)}`);
    }
  };
  /** Back to the very places they had: each run of neighbours goes ahead of whoever stood behind it. */
  const putBack = async (ids: readonly Id[], before: readonly OnList[]) => {
    try {
      await api.post(`/lists/${id}/supporters`, { ids });
      if (sorted)
        for (const run of runsOf(ids, before))
          await api.put(`/lists/${id}/order`, { ids: run.ids, before: run.before });
      announce('They are back on the list.');
    } catch (e) {
      refuse(`Couldn’t put them back: ${sentence(e)}`);
    }
    void list.again();
  };
  const order = async (
    body: { by?: 'name' | 'random'; ids?: Id[]; before?: Id },
    words: string,
    undo?: () => void,
  ) => {
    try {
      await api.put(`/lists/${id}/order`, body);
      tell(words, 'done', undo);
      void list.again();
    } catch (e) {
      refuse(`Couldn’t change the order: ${sentence(e)}`);
    }
  };
  const move = (s: OnList, before: Id | undefined, words: string) => {
    const at = items.findIndex((i) => i.id === s.id);
    const behind = items[at + 1]?.id;
    void order(
      { ids: [s.id], before: before ?? '' },
      words,
      () => void order({ ids: [s.id], before: behind ?? '' }, `${s.name} is back in place.`),
    );
  };
  return { remove, order, move };
}

function named(who: ReadonlyMap<Id, string>): string {
  return who.size === 1 ? ([...who.values()][0] ?? '') : people(who.size);
}

function sentence(e: unknown): string {
  return e instanceof Problem ? e.title : 'the server cannot be reached.';
}
