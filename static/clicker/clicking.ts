// One clicker's work without a page: what is asked for, what a press does, and what to say about it. docs/protocol.md has the frames.
import type { ServerFrame } from '../src/core/events';
import type { Clicking } from '../volunteer/boot';
import { calls, type Launched, lookTime } from './calls';
import { type Lease, type Leased, lent } from './lent';
import { type Ack, sending } from './sending';
import { busyWait, type Surroundings, wire } from './wire';
import { many } from './words';

/** How numbers are asked for. Milliseconds. */
const askTime = 15_000;
const askAgain = 8_000;
/** Launch mode: a number is asked for again before its lease runs out. */
const renewTime = 45_000;
/** Nothing pressed for so long: the numbers go back to the others. */
export const idleTime = 60_000;

export type View =
  | { kind: 'ready' | 'stopped' | 'recalled' | 'asking' | 'out' | 'none' | 'done' | 'skipped' }
  | {
      kind: 'number';
      number: string;
      line: string;
      offline: boolean;
      here: number;
      /** A press calls the number. `wait` says why it cannot be pressed just now, '' when it can. */
      launch: boolean;
      wait: string;
    }
  | { kind: 'held'; held: number }
  | { kind: 'over'; why: string };

export interface Clicker {
  /** What the person sees. */
  view(): View;
  /** Approved by this person, presses on their way included. */
  mine(): number;
  /** Presses that the server has not acknowledged. */
  unsent(): number;
  /** The number approved last, '' after anything else. */
  last(): string;
  /** Why a count or a number changed by itself, '' without reason. */
  word(): string;
  start(): void;
  /** One deliberate press on the number that is shown; false when there is none. */
  press(): boolean;
  skip(): void;
  stop(): void;
  up(is: boolean): void;
  frame(f: ServerFrame): void;
  told(c: Clicking): void;
  /** Numbers that left the screen by somebody else's doing. */
  withdrawn(lease: string, ordinals: number[], why: string): void;
  working(): boolean;
  holds(): string[];
  /** Takes over what dead tabs left behind. */
  adopt(): void;
  /** Gives a lease back that another page of this tab held. */
  giveBack(lease: string): void;
  /** Asks how many are this person's: a page before this one may have had presses taken after this one was fetched. */
  recount(): void;
  /** So many are this person's, all their tabs counted in. */
  heard(mine: number): void;
  /** They were taken off, and so many of their presses count: nothing goes up any more. How many presses that were kept here are lost. */
  abandon(counted: number): number;
  /** The page goes: what was pressed is sealed and sent as far as it goes. */
  leave(): void;
}

export function clicker(s: Surroundings, clicking: Clicking, approved: number): Clicker {
  let phase: 'ready' | 'working' | 'stopped' | 'recalled' = 'ready';
  let now = clicking;
  let asking = '';
  let askedAt = 0;
  let noMoreUntil = 0;
  let empty: { held: number; left: number } | undefined;
  let lastPress = s.now();
  let last = '';
  let word = '';
  let look: (() => void) | undefined;
  const line = wire(s);
  const presses = sending(s, line, approved, gathered, turn);
  const numbers = lent(s, presses.release);
  const launches = calls(s, line, numbers);

  function ask() {
    if (phase !== 'working' || !line.up || now.over) return;
    const at = s.now();
    if (asking && at - askedAt < askTime) return;
    if (!asking && at < noMoreUntil) return;
    const l = numbers.top();
    if (l?.launch) {
      if (launches.pending() || numbers.ran(l) < renewTime) return;
      asking = l.key; // the same number, for longer
    } else if (!asking && (launches.pending() || !numbers.few())) return;
    asking = asking || line.key(); // asked again it gets the same numbers
    askedAt = at;
    line.say({ type: 'lease', key: asking, campaign: s.campaign, have: numbers.ids() });
  }

  function take(f: Leased) {
    if (f.key !== asking) return;
    asking = '';
    now = { ...now, left: f.left };
    if (!f.lease || f.numbers.length === 0) {
      empty = { held: f.held, left: f.left };
      noMoreUntil = s.now() + askAgain * (0.75 + s.random() / 2);
      return;
    }
    if (phase !== 'working') return presses.release(f.lease); // stopped meanwhile
    empty = undefined;
    if (numbers.take(f)) s.after(lookTime, s.changed);
  }

  function gathered() {
    ask();
    presses.pump();
  }

  function launched(f: Launched) {
    const number = launches.launched(f);
    if (number === undefined) return;
    lastPress = s.now();
    if (f.code === 'calling') {
      presses.count();
      last = number;
    } else word = f.title;
  }

  function acked(f: Ack) {
    const of = presses.acked(f);
    if (of && f.until) numbers.prolong(of.lease, f.until);
    if (of && of.presses > 0) refused(f);
  }

  function refused(f: Ack) {
    const by = (code: string) => f.refused.filter((r) => r.code === code).length;
    const others = by('already');
    if (by('clicking_off')) word = 'Clicking was switched off: what was pressed after that does not count.';
    else if (by('opted_out')) word = 'A number asked not to be called: it does not count.';
    else if (others)
      word =
        others === 1
          ? 'Somebody else had approved 1 of your numbers: it does not count twice.'
          : `Somebody else had approved ${others} of your numbers: they do not count twice.`;
    else if (f.refused.length)
      word = 'Some presses came too late: their numbers had gone back to the others.';
  }

  function failed(f: Extract<ServerFrame, { type: 'error' }>) {
    if (f.key && f.key === asking) {
      asking = '';
      noMoreUntil = s.now() + busyWait * (1 + s.random());
      if (f.code === 'clicking_off' || f.code === 'ended') now = { ...now, over: f.title };
      return;
    }
    if (f.key && launches.failed(f.key)) return;
    const lost = presses.failed(f);
    if (lost) word = `${many(lost, 'press does', 'presses do')} not count: the server refused what was sent.`;
  }

  function turn() {
    look?.();
    const l = numbers.top();
    const at = s.now();
    if (l?.launch && launches.wait(l, now)) lastPress = at; // who cannot press is not idle
    if (phase === 'working' && line.up && l && at - lastPress >= idleTime) {
      giveAllBack();
      phase = 'recalled';
    }
    ask();
    presses.pump();
    launches.again();
    if (line.up && (presses.late() || launches.late())) s.probe();
    s.changed();
    look = s.after(phase === 'working' || presses.busy() ? 1_000 : 5_000, turn);
  }

  function giveAllBack() {
    presses.close();
    for (const id of numbers.ids()) presses.release(id);
    numbers.clear();
    empty = undefined;
  }

  /** A press that begins a call. */
  function call(l: Lease): boolean {
    if (launches.wait(l, now)) return false;
    lastPress = s.now();
    last = word = '';
    return launches.press(l, now);
  }

  turn();
  return {
    view() {
      if (phase !== 'working') return now.over ? over() : { kind: phase };
      const l = numbers.top();
      if (l)
        return {
          kind: 'number',
          number: l.numbers[l.next] ?? '',
          line: l.lines[l.next] ?? '',
          offline: !line.up,
          here: numbers.here(),
          launch: l.launch,
          wait: l.launch ? launches.wait(l, now) : '',
        };
      if (now.over) return over();
      if (!line.up) return { kind: 'out' };
      const launch = now.mode === 'launch';
      if (empty && empty.held > 0 && (!launch || !now.wait)) return { kind: 'held', held: empty.held };
      if (empty && (launch || (now.total === 0 && now.left === 0))) return { kind: 'none' };
      if (empty && empty.left === 0) return { kind: 'done' };
      if (empty) return { kind: 'skipped' };
      return { kind: 'asking' };
    },
    mine: presses.mine,
    unsent: presses.unsent,
    last: () => last,
    word: () => word,
    start() {
      phase = 'working';
      lastPress = s.now();
      noMoreUntil = 0;
      word = '';
      turn();
    },
    press() {
      const l = phase === 'working' ? numbers.top() : undefined;
      if (!l) return false;
      if (l.launch) {
        const did = call(l);
        s.changed();
        return did;
      }
      const o = l.next++;
      lastPress = s.now();
      last = l.numbers[o] ?? '';
      word = '';
      presses.press(l.id, o, Math.max(0, Math.round(s.now() - l.began)));
      return true;
    },
    skip() {
      const l = phase === 'working' ? numbers.top() : undefined;
      if (!l) return;
      const o = l.next++;
      lastPress = s.now();
      last = '';
      word = '';
      presses.release(l.id, [o], true);
      turn();
    },
    stop() {
      if (phase !== 'working') return;
      giveAllBack();
      phase = 'stopped';
      last = '';
      turn();
    },
    up(is) {
      if (is !== line.up) {
        line.another(is);
        askedAt = -askTime; // what is not answered is asked again
        presses.another();
        launches.another();
        if (is) presses.close();
      }
      turn();
    },
    frame(f) {
      if (f.type === 'leased') take(f);
      else if (f.type === 'ack') acked(f);
      else if (f.type === 'error') failed(f);
      else if (f.type === 'launched') launched(f);
      else return;
      turn();
    },
    told(c) {
      if (now.left < c.left || now.over || c.wait !== now.wait) noMoreUntil = 0; // more has come, or may be had
      const other = c.mode !== now.mode;
      now = c;
      if ((other || !c.on) && numbers.ids().length) {
        giveAllBack(); // the server takes them back, too, but not when it is on again at once
        if (!c.on) last = '';
      }
      if (c.over && numbers.ids().length) {
        presses.close();
        numbers.clear(); // nothing of them is left
        last = '';
      }
      turn();
    },
    withdrawn(lease, ordinals, why) {
      if (!numbers.withdraw(lease, ordinals)) return;
      if (why === 'opted_out') {
        last = '';
        word = 'A number that asked not to be called has left your screen.';
      }
      turn();
    },
    working: () => phase === 'working',
    holds: numbers.ids,
    adopt() {
      presses.adopt();
      turn();
    },
    giveBack(lease) {
      presses.release(lease);
      turn();
    },
    recount: presses.recount,
    heard(mine) {
      presses.heard(mine);
      s.changed();
    },
    abandon: presses.abandon,
    leave() {
      presses.close();
      presses.pump();
      s.shelf.leave();
    },
  };

  function over(): View {
    if (now.over && now.on && !now.left && now.total > 0) return { kind: 'done' };
    return { kind: 'over', why: now.over ?? '' };
  }
}
