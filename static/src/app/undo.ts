// Taking back what was just done. What has not left this device is never sent; else the server is asked, also later.

import { type Before, beforeOf, type Undoing } from '../core/presses';
import type { Entry, Id, OnPhone, Session } from '../core/types';
import { announce } from '../ui/announce';
import { actions, now } from './here';

/** Takes a press on a row back: `key` is its action's, `was` the row as it was before it. */
export function takingBack(key: string, session: Id, was: Entry): () => void {
  // In mid-call the row goes on by itself.
  const before = was.status === 'calling' ? undefined : beforeOf(was);
  const press = undoing(session, was.id, was.supporter.name, before);
  return () => {
    actions?.undo(key, press);
    announce(`Undone: ${was.supporter.name} is as before.`);
  };
}

/** Takes a log back that a key on the phone wrote. */
export function takingBackKeyed(session: Id, { entry, name, undo }: OnPhone): () => void {
  return () => {
    if (undo?.action) actions?.press(undoing(session, entry, name)({ action: undo.action }));
    announce(`Undone: the log of ${name} is taken back.`);
  };
}

/** Opens a session again that was just archived; nothing when the server did not say how. */
export function reopening(s: Pick<Session, 'id' | 'name' | 'action'>): (() => void) | undefined {
  const { action } = s;
  if (!action) return undefined;
  return () => {
    actions?.press(undoing(s.id, '', s.name)({ action }));
    announce(`Undone: ${s.name} is not archived.`);
  };
}

function undoing(session: Id, entry: Id, name: string, before?: Before) {
  const at = () => new Date(now()).toISOString();
  return (of: Undoing) => ({ kind: 'undo' as const, of, pressed_at: at(), before, session, entry, name });
}
