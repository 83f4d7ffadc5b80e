// What a key on the phone logged: the page offers its undo, as of a press of its own.

import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../../core/types';
import { tell } from '../../ui/toast';
import { now } from '../here';
import { takingBackKeyed } from '../undo';

/** Offers the undo of a log by a key once, to whoever leads the session, and only while there is time. */
export function useKeyed(session: Session, mine: boolean) {
  const offered = useRef<string | undefined>(undefined);
  const { person } = session.phone;
  const undo = person?.undo;
  useEffect(() => {
    if (!mine || !person || !undo?.action || !undo.undo_until || offered.current === undo.action) return;
    offered.current = undo.action;
    if (Date.parse(undo.undo_until) > now())
      tell(`${person.name} is logged by a key on the phone.`, 'note', takingBackKeyed(session.id, person));
  }, [mine, undo?.action]);
}
