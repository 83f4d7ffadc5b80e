// How far the work on all of a session's people is: its queue is being made, a cycle begun or finished, the session re-opened.

import './preparing.css';
import { figure } from '../core/text';
import type { Preparing } from '../core/types';

const words: Record<Preparing['kind'], string> = {
  queue: 'Preparing',
  cycle: 'Preparing',
  finish: 'Finishing the cycle',
  reopen: 'Re-opening',
};

/** One line with a bar: "Preparing: 42,000 of 100,000 people". */
export function PreparingLine({ preparing: p, short }: { preparing: Preparing; short?: boolean }) {
  const said = `${words[p.kind]}: ${figure(p.done)} of ${figure(p.of)} people`;
  return (
    <span class={short ? 'prep sm' : 'prep'}>
      <progress max={Math.max(1, p.of)} value={p.done} aria-label={said} />
      <span>
        {words[p.kind]}: <b>{figure(p.done)}</b> of {figure(p.of)}
        {short ? '' : ' people'}
      </span>
    </span>
  );
}

/** On the session's page: the line, and what can be done meanwhile. */
export function PreparingHere({ preparing: p, ready }: { preparing: Preparing; ready: boolean }) {
  return (
    <div class="prep-here" role="status">
      <PreparingLine preparing={p} />
      <span class="sm muted">
        {p.kind === 'finish'
          ? 'Nobody is called until it is done.'
          : ready
            ? 'The first people are there: calling can start.'
            : 'Calling can start as soon as somebody is there.'}{' '}
        The queue below is read again at the end.
      </span>
    </div>
  );
}
