import { type Card, onPhone } from '../../../core/card';
import { figure, people } from '../../../core/text';
import { moment, until } from '../../../core/times';
import type { Session } from '../../../core/types';
import { Button } from '../../../ui/button';
import { now, tick } from '../../here';
import type { Room } from '../room';
import type { CardActions } from './card';
import { Deed } from './deed';
import { Said } from './said';

export function Complete({ room, session, mine }: { room: Room; session: Session; mine: boolean }) {
  const c = session.cycle;
  const back = c.earliest_return;
  return (
    <Said
      title={
        c.dials > 0 || session.journey.length > 0
          ? `Cycle ${c.number} is complete`
          : 'There is nobody to call'
      }
      actions={
        mine && (
          <>
            <Deed
              room={room}
              deed="cycles"
              primary
              words="Start a new cycle"
              busy="Starting…"
              off={!c.new_cycle.ok}
            />
            <span class="sm muted">{c.new_cycle.ok ? people(c.new_cycle_has) : c.new_cycle.title}</span>
            {onPhone(session) && <Deed room={room} deed="pause" words="Hang up" busy="Hanging up…" />}
          </>
        )
      }
    >
      {figure(c.dials)} attempted, {figure(c.contacts)} {c.contacts === 1 ? 'contact' : 'contacts'} made.
      {back &&
        ` ${people(back.count)} ${back.count === 1 ? 'returns' : 'return'} at ${moment(back.at, now())}.`}
    </Said>
  );
}

export function NobodyUntil({
  card,
  act,
  skipped,
}: {
  card: Extract<Card, { kind: 'nobody_until' }>;
  act: CardActions;
  skipped: number;
}) {
  tick.value;
  return (
    <Said
      title={`No one to call until ${moment(card.at, now())}`}
      actions={skipped > 0 && <Button onPress={act.showSkipped}>Show the {figure(skipped)} skipped</Button>}
    >
      {people(card.count)} {card.count === 1 ? 'comes' : 'come'} back then, in {until(card.at, now())}. Stay
      on the line or hang up; both are fine.
    </Said>
  );
}
