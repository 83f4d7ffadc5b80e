// What the page says by itself: who is here, summaries for people who listen, and the log it asks for.

import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../../core/types';
import { announce, summarise } from '../../ui/announce';
import { doingOf } from './header';
import type { Room } from './room';

/** Presence, and summaries for people who listen. */
export function useSigns(room: Room, session: Session, mine: boolean) {
  const state = mine ? doingOf(session) : 'looking';
  useEffect(() => room.here(state), [state]);
  const name = session.phone.person?.name;
  useEffect(() => {
    if (!mine) return;
    if (session.phone.state === 'talking') announce(`You are talking to ${name}.`);
    else if (session.phone.state === 'dialling') announce(`Ringing ${name}.`);
    else if (session.phone.state === 'wrap_up') announce(`The call with ${name} is over.`);
    else if (session.phone.notice?.title) announce(session.phone.notice.title);
  }, [session.phone.state, name]);
  const completed = useRef(session.progress.completed);
  const latest = useRef(session);
  latest.current = session;
  useEffect(() => {
    const t = setInterval(() => {
      const n = latest.current.progress.completed - completed.current;
      completed.current = latest.current.progress.completed;
      if (n > 0) summarise(`${n} ${n === 1 ? 'supporter' : 'supporters'} completed in the last minute.`);
    }, 60_000);
    return () => clearInterval(t);
  }, []);
}

/** Calls whose log was put off on this page: the dialog opens by itself only once. */
const asked = new Set<string>();

/** After a call the log dialog opens by itself, once, as soon as no other dialog is in the way. */
export function useAskForLog(session: Session, mine: boolean, log: (entry: string) => void, busy: boolean) {
  const p = session.phone.person;
  const over = mine && session.phone.state === 'wrap_up' && p && !p.logged;
  useEffect(() => {
    if (!over || !p || busy || asked.has(p.attempt)) return;
    asked.add(p.attempt);
    log(p.entry);
  }, [over, p?.attempt, busy]);
}
