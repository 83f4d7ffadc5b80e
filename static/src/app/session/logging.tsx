import { useState } from 'preact/hooks';
import { talked } from '../../core/card';
import type { Entry, Outcome, Session } from '../../core/types';
import { tell } from '../../ui/toast';
import { drafts } from '../here';
import { takingBack } from '../undo';
import { LogDialog } from './log-dialog';
import type { CallOf } from './log-draft';
import type { Room } from './room';
import { canCorrect } from './row';
import { remember } from './sent';

/** The log dialog of one call, or of none. The call is the one it was opened for, whatever happens meanwhile. */
export function Logging({
  room,
  session,
  entry,
  close,
}: {
  room: Room;
  session: Session;
  entry: Entry;
  close: () => void;
}) {
  const [call] = useState(() => callOf(session, entry));
  const [correct] = useState(() => canCorrect(entry));
  const [byHand] = useState(() => (correct ? entry.by_hand : undefined));
  const [wasOn] = useState(() => call && session.phone.person?.attempt === call.attempt);
  const over =
    !!call &&
    !correct &&
    (isLogged(session, entry, call.attempt) || (wasOn && hasGoneOn(session, call.attempt)));
  return (
    <LogDialog
      entry={entry}
      session={session}
      call={call}
      correct={correct}
      byHand={byHand}
      over={over}
      close={close}
      save={(log, draft) => {
        const about = call?.attempt;
        const of = { session: room.id, entry: entry.id, name: entry.supporter.name };
        const a = room.press({ kind: 'log', log, attempt: about, corrects: byHand, ...of });
        if (a) remember(a.key, draft);
        const undo = a && takingBack(a.key, room.id, entry);
        tell(`${entry.supporter.name}${correct ? ': log corrected' : ' is logged'}.`, 'note', () => {
          undo?.();
          drafts.keep(about ?? byHand ?? entry.id, draft); // what was typed is there again
        });
      }}
    />
  );
}

/** The call a log of this entry is about. */
function callOf(session: Session, e: Entry): CallOf | undefined {
  const p = session.phone.person;
  if (p?.entry === e.id && !p.logged)
    return {
      attempt: p.attempt,
      seconds: p.ended_at ? talked(p) : undefined,
      answeredAt: p.answered_at,
      prefill: p.prefill as Outcome | undefined,
    };
  const owed = session.owed.find((o) => o.entry === e.id);
  if (owed)
    return { attempt: owed.attempt, seconds: talked(owed), answeredAt: owed.answered_at, prefill: undefined };
  if (e.attempt && (e.not_logged || (canCorrect(e) && !e.by_hand)))
    return { attempt: e.attempt, seconds: 0, answeredAt: undefined, prefill: undefined };
  return undefined;
}

/** Logged meanwhile, by a key on the phone or from another page. */
function isLogged(s: Session, e: Entry, attempt: string): boolean {
  if (s.phone.person?.attempt === attempt) return s.phone.person.logged;
  return !s.owed.some((o) => o.attempt === attempt) && e.attempt === attempt && !e.not_logged;
}

/** The next person is called already: the log was put off on the phone. */
function hasGoneOn(s: Session, attempt: string): boolean {
  return !!s.phone.person && s.phone.person.attempt !== attempt;
}
