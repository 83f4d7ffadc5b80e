import { people } from '../../../core/text';
import { atMoment } from '../../../core/times';
import type { Cycle } from '../../../core/types';
import { now } from '../../here';

/** "2 people return at 18:40."; `apart` is a line of its own. */
export function Returning({ cycle, apart }: { cycle: Cycle; apart?: boolean }) {
  const back = cycle.earliest_return;
  if (!back) return null;
  return (
    <span class={apart ? 'back' : 'nw'}>
      {people(back.count)} {back.count === 1 ? 'returns' : 'return'} {atMoment(back.at, now())}.
    </span>
  );
}
