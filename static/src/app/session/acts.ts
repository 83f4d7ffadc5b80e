// What a press on a row does.

import { useMemo, useRef } from 'preact/hooks';
import type { Entry, Session } from '../../core/types';
import { refuse, tell } from '../../ui/toast';
import type { Address } from '../address';
import type { Room } from './room';
import { cannotMove, type RowActions } from './row';

/** At once on the page, then on the server. */
export function useActs(room: Room, session: Session, address: Address, mine: boolean): RowActions {
  const context = useRef({ room, session, address, mine });
  context.current = { room, session, address, mine };
  return useMemo<RowActions>(() => {
    const entry = (id: string) => context.current.room.entry(id);
    const of = (e: Entry) => ({ session: context.current.room.id, entry: e.id, name: e.supporter.name });
    const dialog = (name: string) => (id: string) => {
      const { query, open, replace } = context.current.address;
      // From one dialog to the next: one step back closes both.
      if (query.open || query.skip || query.log || query.tags)
        replace({ open: undefined, skip: undefined, log: undefined, tags: undefined, [name]: id });
      else open({ [name]: id });
    };
    const move = (kind: 'prioritise' | 'call_next') => (id: string) => {
      const e = entry(id);
      if (!e) return;
      const isNext = e.id === context.current.session.cycle.next?.entry;
      if (isNext) return void tell(`${e.supporter.name} is next already.`, 'up');
      const why = cannotMove(e, false);
      if (why) return refuse(`Couldn’t move ${e.supporter.name}: ${why.toLowerCase()}.`);
      const undo = context.current.room.undoable({ kind, ...of(e) });
      const next = context.current.session.cycle.next?.name;
      tell(
        kind === 'call_next' || !next
          ? `${e.supporter.name} is next.`
          : `${e.supporter.name} comes right after ${next}.`,
        'up',
        undo,
      );
    };
    return {
      open: dialog('open'),
      log: dialog('log'),
      skip: dialog('skip'),
      tags: dialog('tags'),
      unskip: (id) => {
        const e = entry(id);
        if (!e?.skip) return;
        const undo = context.current.room.undoable({ kind: 'unskip', ...of(e) });
        tell(`${e.supporter.name} is back in the queue.`, 'open', undo);
      },
      prioritise: move('prioritise'),
      callNext: move('call_next'),
      check: (id) => {
        const e = entry(id);
        if (e) context.current.room.press({ kind: 'check', ...of(e) });
      },
    };
  }, []);
}
