import { useEffect } from 'preact/hooks';
import { skipDone } from '../../core/skips';
import type { Session } from '../../core/types';
import { tell } from '../../ui/toast';
import type { Address } from '../address';
import { now } from '../here';
import { Logging } from './logging';
import type { Room } from './room';
import type { RowActions } from './row';
import { SkipDialog } from './skip-dialog';
import { SupporterDialog } from './supporter-dialog';
import { TagsDialog } from './tags-dialog';

/** The dialog that the address asks for. */
export function Dialogs(p: {
  room: Room;
  session: Session;
  mine: boolean;
  act: RowActions;
  address: Address;
}) {
  const { room, session, mine, act, address } = p;
  const { query } = address;
  const id = query.skip ?? query.log ?? query.tags ?? query.open;
  const entry = id ? room.entry(id) : undefined;
  if (!id) return null;
  if (!entry) {
    // It left the list, or the address is an old one.
    return room.complete.value ? <Gone close={() => address.close('skip', 'log', 'tags', 'open')} /> : null;
  }
  const of = { session: room.id, entry: entry.id, name: entry.supporter.name };
  if (query.skip && mine)
    return (
      <SkipDialog
        key={id}
        entry={entry}
        session={session}
        close={() => address.close('skip')}
        skip={(skip, until) => {
          const undo = room.undoable({ kind: 'skip', skip, until, ...of });
          tell(skipDone(entry.supporter.name, skip, now()), 'skipped', undo);
        }}
      />
    );
  if (query.log && mine)
    return (
      <Logging key={id} room={room} session={session} entry={entry} close={() => address.close('log')} />
    );
  if (query.tags) return <TagsDialog key={id} entry={entry} close={() => address.close('tags')} />;
  if (query.open)
    return (
      <SupporterDialog
        key={id}
        entry={entry}
        mine={mine}
        next={entry.id === session.cycle.next?.entry}
        act={act}
        close={() => address.close('open')}
      />
    );
  return null;
}

function Gone({ close }: { close: () => void }) {
  useEffect(close, []);
  return null;
}
