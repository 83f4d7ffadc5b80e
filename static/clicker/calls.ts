// Launch mode: a press begins a call to the number on the screen. It is never kept on the device, for it would ring much later.
import type { BrowserFrame, ServerFrame } from '../src/core/events';
import type { Clicking } from '../volunteer/boot';
import type { Lease, Lent } from './lent';
import { ackTime, busyWait, type Surroundings, type Wire } from './wire';

type Launch = Extract<BrowserFrame, { type: 'launch' }>;
export type Launched = Extract<ServerFrame, { type: 'launched' }>;

/** A number is looked at for so long before a press on it counts. Milliseconds. */
export const lookTime = 400;

export interface Calls {
  /** A press is on its way. */
  pending(): boolean;
  /** Why the number cannot be called just now; '' when it can. */
  wait(l: Lease, c: Clicking): string;
  press(l: Lease, c: Clicking): boolean;
  /** Says the press once more that nobody heard: it gets the first answer; where it had never come it is too late by then, or rings at once. */
  again(): void;
  /** The connection is another one. */
  another(): void;
  late(): boolean;
  /** The number that is called, '' when the press began none; undefined: it was no press of ours. */
  launched(f: Launched): string | undefined;
  /** Was it a press of ours that failed? */
  failed(key: string): boolean;
}

/** A press until it is answered. */
interface Press {
  frame: Launch;
  number: string;
  sent: number;
}

export function calls(s: Surroundings, w: Wire, numbers: Lent): Calls {
  let calling: Press | undefined;

  function wait(l: Lease, c: Clicking): string {
    if (!w.up) return 'You are offline: nobody is called until you are back.';
    if (calling) return 'Starting the call…';
    if (!c.free) return c.wait || 'No caller is free just now.';
    return s.now() - l.since < lookTime ? 'Next number…' : '';
  }

  return {
    pending: () => !!calling,
    wait,
    press(l, c) {
      if (wait(l, c)) return false;
      const ms = Math.max(0, Math.round(s.now() - l.began));
      const frame: Launch = { type: 'launch', key: w.key(), campaign: s.campaign, lease: l.id, ms };
      if (!s.say(frame)) return false;
      calling = { frame, number: l.numbers[0] ?? '', sent: s.now() };
      return true;
    },
    again() {
      if (calling && !calling.sent && w.open() && s.say(calling.frame)) calling.sent = s.now();
    },
    another() {
      if (calling) calling.sent = 0;
    },
    late: () => !!calling?.sent && s.now() - calling.sent > ackTime,
    launched(f) {
      if (f.key !== calling?.frame.key) return undefined;
      const number = calling.number;
      calling = undefined;
      if (!f.stays) numbers.drop(f.lease);
      return f.code === 'calling' ? number : '';
    },
    failed(key) {
      if (!calling || key !== calling.frame.key) return false;
      calling.sent = 0; // whether it rang is not known: asked again
      w.holdUntil = s.now() + busyWait;
      return true;
    },
  };
}
