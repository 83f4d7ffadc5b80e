import './card.css';
import { cardOf } from '../../../core/card';
import { pausedWords, unreachedWords } from '../../../core/notices';
import { figure } from '../../../core/text';
import { clock, moment } from '../../../core/times';
import type { Session } from '../../../core/types';
import { useUnpressed } from '../../../ui/pressed';
import { me, now } from '../../here';
import { Later } from '../../later';
import type { Room } from '../room';
import { Starting, Talking, WrapUp } from './call';
import { Deed } from './deed';
import type { CardActions, Parts } from './parts';
import { Returning } from './returning';
import { Said, UnderThumb, WillRing } from './said';
import { Start } from './start';

interface CardProps {
  room: Room;
  session: Session;
  mine: boolean;
  act: CardActions;
}

/**
 * The card of the current cycle: who is available, what the phone is doing, the one next step. What it says next may be higher or lower,
 * and the queue stands below: it does not change between the two halves of a press.
 */
export function CycleCard(p: CardProps) {
  return useUnpressed(<Now {...p} />);
}

function Now({ room, session, mine, act }: CardProps) {
  const card = cardOf(session, { mine, mobile: me.value?.mobile_international ?? me.value?.mobile });
  const c = session.cycle;
  return (
    <section class="card now" aria-labelledby="cycle">
      <div class="cyc">
        <h2 id="cycle">
          Cycle {c.number} {since(c)}
        </h2>
        <Figure n={c.available} words="available" />
        {c.skipped > 0 && <Figure n={c.skipped} words="skipped" />}
        {c.unavailable > 0 && <Figure n={c.unavailable} words="unavailable" />}
        {c.attempted > 0 && <Figure n={c.attempted} words="not reached" wide />}
      </div>
      <div class="talk">
        <Inside card={card} room={room} session={session} mine={mine} act={act} />
      </div>
      {session.preparing && (
        <Later of={preparing} preparing={session.preparing} ready={session.cycle.available > 0} />
      )}
    </section>
  );
}

function since(c: Session['cycle']) {
  if (c.complete && c.completed_at)
    return <span>{`${moment(c.started_at, now())}–${clock(c.completed_at)}`}</span>;
  return c.dials > 0 ? <span>since {moment(c.started_at, now())}</span> : null;
}

function Figure({ n, words, wide }: { n: number; words: string; wide?: boolean }) {
  return (
    <span class={wide ? 'wide' : undefined}>
      <b>{figure(n)}</b> {words}
    </span>
  );
}

function Inside({ card, room, session, mine, act }: Parts) {
  const seen = { mine, mobile: me.value?.mobile_international ?? me.value?.mobile, now: now() };
  switch (card.kind) {
    case 'archived':
      return <Said title="This session is archived">Its figures and contact logs are kept.</Said>;
    case 'mobile_missing':
      return <Later of={mobileMissing} />;
    case 'ready':
      return (
        <Said
          title={
            card.next ? `${card.resume ? 'Next is' : 'First is'} ${card.next.name}` : 'Nobody is next yet'
          }
          actions={mine && <Start room={room} resume={card.resume} />}
        >
          {mine ? (
            <WillRing />
          ) : card.resume ? (
            `${session.leader.name} is not on the phone now.`
          ) : (
            `${session.leader.name} has not started calling yet.`
          )}
          <Returning cycle={session.cycle} apart />
        </Said>
      );
    case 'refused':
      return (
        <Said title={card.title} actions={mine && <Start room={room} resume={card.resume} off />}>
          {mine && <WillRing />}
          <Returning cycle={session.cycle} apart />
        </Said>
      );
    case 'starting':
      return <Starting room={room} session={session} steps={card.steps} mine={mine} />;
    case 'carrier_away':
      return (
        <Said
          title="We can’t reach the phone carrier"
          actions={mine && <Start room={room} resume words="Try again" />}
        >
          Checking every 5 s. Nobody on the list is called meanwhile.
        </Said>
      );
    case 'unreachable':
      return (
        <Said
          title={unreachedWords(session, seen)[0]}
          actions={
            mine && (
              <Start room={room} resume words="Try again">
                <a class="btn" href="/profile?edit=mobile">
                  Change number
                </a>
              </Start>
            )
          }
        >
          {unreachedWords(session, seen)[1]}
        </Said>
      );
    case 'talking':
      return <Talking card={card} room={room} session={session} mine={mine} act={act} />;
    case 'wrap_up':
      return <WrapUp card={card} room={room} session={session} mine={mine} act={act} />;
    case 'between':
      return (
        <Said
          title={
            session.phone.notice?.code === 'unconnected'
              ? 'The last call was not placed'
              : card.after
                ? `Next is ${card.after.name}`
                : 'Logged'
          }
          actions={
            mine && (
              <UnderThumb>
                <Deed room={room} deed="next" primary words="Next person" busy="Calling…" icon="phone" />
                <Deed room={room} deed="pause" words="Pause" busy="Pausing…" />
              </UnderThumb>
            )
          }
        >
          {mine
            ? card.after
              ? `Press any key on your phone to call ${card.after.name}.`
              : 'Press any key on your phone to go on.'
            : `${session.leader.name} is on the phone, between two calls.`}
          <Returning cycle={session.cycle} apart />
        </Said>
      );
    case 'paused':
      return (
        <Said title={pausedWords(session, seen)} actions={mine && <Start room={room} resume log={act.log} />}>
          {card.next && `Next is ${card.next.name}. `}
          <Returning cycle={session.cycle} />
          {card.owed && (
            <>
              {owedWords(session)}:{' '}
              <button
                type="button"
                class="link"
                disabled={!mine}
                onClick={() => card.owed && act.log(card.owed.entry)}
              >
                {card.owed.name}
              </button>
              .
            </>
          )}
        </Said>
      );
    case 'complete':
      return <Later of={complete} room={room} session={session} mine={mine} />;
    case 'nobody_until':
      return <Later of={nobodyUntil} card={card} room={room} session={session} mine={mine} act={act} />;
  }
}

function owedWords(s: Session): string {
  return s.owed.length > 1 ? `${s.owed.length} calls are not logged, first` : 'One call is not logged';
}

const preparing = () => import('../../preparing').then((m) => ({ default: m.PreparingHere }));
const mobileMissing = () => import('./mobile');
// Fetched with the dialogs, right after the page.
const complete = () => import('./over').then((m) => ({ default: m.Complete }));
const nobodyUntil = () => import('./over').then((m) => ({ default: m.NobodyUntil }));
