import { Button } from '../../../ui/button';
import { away } from '../../here';
import { doing, perform } from '../doing';
import type { Room } from '../room';

export function Deed(p: {
  room: Room;
  deed: 'next' | 'pause' | 'cycles' | 'finish-cycle';
  words: string;
  busy: string;
  primary?: boolean;
  off?: boolean;
  icon?: 'phone';
  describedBy?: string;
}) {
  const busy = doing.value?.deed === p.deed;
  return (
    <Button
      primary={p.primary}
      icon={p.icon}
      busy={busy}
      off={p.off || away.value}
      describedBy={p.describedBy}
      onPress={() => void perform(p.room, p.deed)}
    >
      {busy ? p.busy : p.words}
    </Button>
  );
}

/** Ends the supporter's leg, or, while only the leader's phone rings, the whole stay. On a phone only its icon shows. */
export function End({ room, attempt, class: extra }: { room: Room; attempt?: string; class?: string }) {
  const press = () =>
    void (attempt
      ? perform(room, 'hang-up', { path: `/attempts/${attempt}/hang-up` })
      : perform(room, 'pause'));
  const busy = doing.value?.deed === 'hang-up' || doing.value?.deed === 'pause';
  return (
    <Button quiet bad icon="hangup" class={`end ${extra ?? ''}`} busy={busy} onPress={press}>
      <span>End call</span>
    </Button>
  );
}
