import { type Card, onPhone } from '../../../core/card';
import { figure, people } from '../../../core/text';
import { moment, until } from '../../../core/times';
import type { Session } from '../../../core/types';
import { Button } from '../../../ui/button';
import { now, tick } from '../../here';
import type { Room } from '../room';
import { Deed } from './deed';
import type { Parts } from './parts';
import { Returning } from './returning';
import { Said, UnderThumb } from './said';

export function Complete({ room, session, mine }: { room: Room; session: Session; mine: boolean }) {
  const c = session.cycle;
  return (
    <Said
      title={
        c.dials > 0 || session.journey.length > 0
          ? `Cycle ${c.number} is complete`
          : 'There is nobody to call'
      }
      actions={mine && <NewCycle room={room} session={session} />}
    >
      {figure(c.dials)} attempted, {figure(c.contacts)} {c.contacts === 1 ? 'contact' : 'contacts'} made.{' '}
      <Returning cycle={c} />
    </Said>
  );
}

export function NobodyUntil({
  card,
  room,
  session,
  mine,
  act,
}: Parts & { card: Extract<Card, { kind: 'nobody_until' }> }) {
  tick.value;
  const { skipped } = session.cycle;
  return (
    <Said
      title={`No one to call until ${moment(card.at, now())}`}
      actions={
        <>
          {mine && <NewCycle room={room} session={session} />}
          {skipped > 0 && (
            <Button class="shown" onPress={act.showSkipped}>
              Show the {figure(skipped)} skipped
            </Button>
          )}
        </>
      }
    >
      {people(card.count)} {card.count === 1 ? 'comes' : 'come'} back then, in {until(card.at, now())}.
      {onPhone(session) && mine && ' Stay on the line or hang up; both are fine.'}
    </Said>
  );
}

/** The button stands there also when a cycle would have nobody, with the reason. */
function NewCycle({ room, session }: { room: Room; session: Session }) {
  const c = session.cycle;
  return (
    <>
      <UnderThumb>
        <Deed
          room={room}
          deed="cycles"
          primary
          words="Start a new cycle"
          busy="Starting…"
          off={!c.new_cycle.ok}
          describedBy="new-cycle"
        />
        {onPhone(session) && <Deed room={room} deed="pause" words="Hang up" busy="Hanging up…" />}
      </UnderThumb>
      <span class="sm muted" id="new-cycle">
        {c.new_cycle.ok && <span class="phone">A new cycle has </span>}
        {c.new_cycle.ok ? people(c.new_cycle_has) : c.new_cycle.title}
      </span>
    </>
  );
}
