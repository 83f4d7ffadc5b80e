// A switch that the server keeps. What was pressed last is shown from that moment on, is kept on the device, and goes up until the
// server has it: no event, answer or reload that knows less puts the switch back.
import type { Problem } from '../volunteer/boot';
import { passes } from './outbox';

export interface Surroundings {
  /** What was pressed and is not up; undefined: the server knows. */
  kept(): boolean | undefined;
  keep(on: boolean | undefined): void;
  send(on: boolean): Promise<Problem | undefined>;
  /** The server has it. */
  done(on: boolean): void;
  /** It will not have it: the switch is as the server has it again. */
  refused(why: Problem): void;
  after(ms: number, f: () => void): void;
}

export interface Switch {
  turn(on: boolean): void;
  /** Tries at once: the connection is back, or the page is. */
  flush(): void;
}

const again = 5_000;

export function kept(s: Surroundings): Switch {
  let sending = false;
  async function pump(): Promise<void> {
    const on = s.kept();
    if (sending || on === undefined) return;
    sending = true;
    const why = await s.send(on);
    sending = false;
    if (s.kept() !== on) return pump(); // pressed again meanwhile
    if (why && passes(why)) return s.after(again, pump);
    s.keep(undefined);
    if (why) s.refused(why);
    else s.done(on);
  }
  return {
    turn(on) {
      s.keep(on);
      void pump();
    },
    flush: () => void pump(),
  };
}
