import type { Session } from '../../../core/types';
import { Button } from '../../../ui/button';
import { doing, perform } from '../doing';
import type { Room } from '../room';
import type { RowActions } from '../row';
import { End } from './deed';

/** On a phone, what the moment asks for, under the thumb. End call is at the far left, away from it. */
export function ActionBar({ room, session, act }: { room: Room; session: Session; act: RowActions }) {
  const p = session.phone;
  const person = p.person;
  if ((p.state === 'talking' || p.state === 'wrap_up') && person && !person.logged)
    return (
      <div class="actbar">
        {p.state === 'talking' ? <End room={room} attempt={person.attempt} icon /> : <span />}
        <Button onPress={() => act.skip(person.entry)}>Skip…</Button>
        <Button primary onPress={() => act.log(person.entry)}>
          Log contact
        </Button>
      </div>
    );
  if (p.state === 'wrap_up')
    return (
      <div class="actbar">
        <Button onPress={() => void perform(room, 'pause')}>Pause</Button>
        <span />
        <Button
          primary
          icon="phone"
          busy={doing.value?.deed === 'next'}
          onPress={() => void perform(room, 'next')}
        >
          Next person
        </Button>
      </div>
    );
  return null;
}
