// One clicker's work without a page: numbers on loan, presses on their way, what to say about it. docs/protocol.md has the frames.
import type { BrowserFrame, ServerFrame } from '../src/core/events';
import type { Clicking } from '../volunteer/boot';
import type { Action, Shelf } from './kept';

type Leased = Extract<ServerFrame, { type: 'leased' }>;
type Ack = Extract<ServerFrame, { type: 'ack' }>;
type Approve = Extract<Action, { type: 'approve' }>;
type Launch = Extract<BrowserFrame, { type: 'launch' }>;
type Launched = Extract<ServerFrame, { type: 'launched' }>;

/** How presses are gathered and asked for. Milliseconds. */
const gather = 250;
const gatherMost = 100; // presses in a frame
const inFlight = 16; // frames without an answer: the server takes 100 messages a second
const ackTime = 3_000;
const askTime = 15_000;
const askAgain = 8_000;
const busyWait = 2_000;
/** Launch mode: a number is asked for again before its lease runs out, and looked at for so long before a press on it counts. */
const renewTime = 45_000;
export const lookTime = 400;
/** Nothing pressed for so long: the numbers go back to the others. */
export const idleTime = 60_000;

export interface Surroundings {
  campaign: string;
  tab: string;
  shelf: Shelf;
  /** Monotonic milliseconds. */
  now(): number;
  /** The device's clock, which goes on while it sleeps. */
  wall(): number;
  random(): number;
  after(ms: number, f: () => void): () => void;
  say(f: BrowserFrame): boolean;
  /** Is the connection really up? */
  probe(): void;
  /** What was left behind by a dead tab is in: how many are this person's now? */
  recount(): Promise<number>;
  changed(): void;
}

interface Lease {
  id: string;
  numbers: string[];
  lines: string[];
  began: number;
  beganWall: number;
  until: number;
  next: number;
  gone: Record<number, true>;
  /** A press on its one number begins a call; with the key that it was asked by, and since when it is on the screen. */
  launch: boolean;
  key: string;
  since: number;
}

/** A press that is to begin a call, until it is answered. It is never kept on the device. */
interface Press {
  frame: Launch;
  number: string;
  sent: number;
}

interface Waiting {
  action: Action;
  sent: number; // when, 0: not yet
  open: boolean; // it still grows
  old: boolean; // of a dead tab
}

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
  /** The page goes: what was pressed is sealed and sent as far as it goes. */
  leave(): void;
}

export function clicker(s: Surroundings, clicking: Clicking, approved: number): Clicker {
  let phase: 'ready' | 'working' | 'stopped' | 'recalled' = 'ready';
  let leases: Lease[] = [];
  const queue: Waiting[] = [];
  let now = clicking;
  let base = approved;
  let isUp = false;
  let n = 0;
  let size = 0; // of the last lease
  let asking = '';
  let askedAt = 0;
  let noMoreUntil = 0;
  let empty: { held: number; left: number } | undefined;
  let lastPress = s.now();
  let last = '';
  let word = '';
  let recounting = false;
  let seal: (() => void) | undefined;
  let look: (() => void) | undefined;
  let holdUntil = 0;
  let named = false; // the campaign, on this connection
  let calling: Press | undefined;

  /** The campaign goes into the first frame of a connection: at five presses a second it is a quarter of all that is sent. */
  function say(f: BrowserFrame & { campaign?: string }): boolean {
    const { campaign: _, ...rest } = f;
    if (!s.say(named && f.campaign === s.campaign ? (rest as BrowserFrame) : f)) return false;
    named = f.campaign === s.campaign;
    return true;
  }

  const key = () => `${s.tab}-${String(++n).padStart(6, '0')}`;
  const pressesOf = (a: Action): number =>
    a.type === 'approve' && a.campaign === s.campaign ? a.presses.length : 0;
  const unsent = () => queue.reduce((sum, w) => sum + pressesOf(w.action), 0);

  // Numbers

  /** How long a lease has run: the longer of both clocks, for one stands still in a sleeping phone. */
  const ran = (l: Lease) => Math.max(s.now() - l.began, s.wall() - l.beganWall);
  const isOver = (l: Lease) => ran(l) > l.until;

  function trim() {
    const over: Lease[] = [];
    leases = leases.filter((l) => {
      while (l.next < l.numbers.length && l.gone[l.next]) l.next++;
      if (l.next >= l.numbers.length) return false;
      if (isOver(l)) over.push(l);
      return !isOver(l);
    });
    // over by one clock only: the device slept, or its clock was put forward. Others have the numbers at once then.
    for (const l of over) if (s.now() - l.began <= l.until) release(l.id);
  }

  function here(): number {
    let count = 0;
    for (const l of leases) for (let i = l.next; i < l.numbers.length; i++) if (!l.gone[i]) count++;
    return count;
  }

  function ask() {
    if (phase !== 'working' || !isUp || now.over) return;
    const at = s.now();
    if (asking && at - askedAt < askTime) return;
    if (!asking && at < noMoreUntil) return;
    const l = leases[0];
    if (l?.launch) {
      if (calling || ran(l) < renewTime) return;
      asking = l.key; // the same number, for longer
    } else if (!asking && (calling || here() > Math.max(3, size * 0.35))) return;
    asking = asking || key(); // asked again it gets the same numbers
    askedAt = at;
    say({ type: 'lease', key: asking, campaign: s.campaign, have: leases.map((l) => l.id) });
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
    if (phase !== 'working') return release(f.lease); // stopped meanwhile
    empty = undefined;
    const before = leases.find((l) => l.id === f.lease);
    if (f.launch) leases = [];
    else size = f.numbers.length;
    if (f.launch && !before) s.after(lookTime, s.changed);
    leases.push({
      id: f.lease,
      numbers: f.numbers,
      lines: f.lines,
      began: s.now(),
      beganWall: s.wall(),
      until: f.until,
      next: 0,
      gone: {},
      launch: !!f.launch,
      key: f.key ?? '',
      since: before?.since ?? s.now(),
    });
  }

  // Calls

  /** Why the number cannot be called just now. */
  function wait(l: Lease): string {
    if (!isUp) return 'You are offline: nobody is called until you are back.';
    if (calling) return 'Starting the call…';
    if (!now.free) return now.wait || 'No caller is free just now.';
    return s.now() - l.since < lookTime ? 'Next number…' : '';
  }

  function call(l: Lease): boolean {
    if (wait(l)) return false;
    const frame: Launch = {
      type: 'launch',
      key: key(),
      campaign: s.campaign,
      lease: l.id,
      ms: Math.max(0, Math.round(s.now() - l.began)),
    };
    lastPress = s.now();
    last = word = '';
    if (!s.say(frame)) return false;
    calling = { frame, number: l.numbers[0] ?? '', sent: s.now() };
    return true;
  }

  /** Said again it gets the first answer; where it had never come it is too late by then, or rings at once. */
  function callAgain() {
    if (!calling || !isUp || calling.sent || s.now() < holdUntil) return;
    if (s.say(calling.frame)) calling.sent = s.now();
  }

  function launched(f: Launched) {
    if (f.key !== calling?.frame.key) return;
    if (!f.stays) leases = leases.filter((l) => l.id !== f.lease);
    lastPress = s.now();
    if (f.code === 'calling') {
      base++;
      last = calling.number;
    } else word = f.title;
    calling = undefined;
  }

  // Presses on their way

  function put(action: Action, open: boolean) {
    s.shelf.put(action);
    queue.push({ action, sent: 0, open, old: false });
  }

  function close() {
    seal?.();
    seal = undefined;
    for (const w of queue) w.open = false;
  }

  function release(lease: string, ordinals?: number[], skip?: boolean) {
    close();
    put({ type: 'release', key: key(), campaign: s.campaign, lease, ordinals, skip }, false);
  }

  function pump() {
    if (!isUp || recounting || s.now() < holdUntil) return;
    let flying = queue.reduce((sum, w) => sum + (w.sent ? 1 : 0), 0);
    for (let i = 0; i < queue.length && flying < inFlight; i++) {
      const w = queue[i];
      if (!w || w.open) break;
      if (w.sent) continue;
      // what was pressed before is in before the rest goes back
      if (w.action.type === 'release' && i > 0) break;
      if (!say(w.action)) break;
      w.sent = s.now();
      flying++;
      if (w.action.type === 'release') break;
    }
  }

  function acked(f: Ack) {
    const i = queue.findIndex((w) => w.action.key === f.key);
    const w = queue[i];
    if (!w) return;
    const counted = pressesOf(w.action);
    settle(i);
    if (w.action.type === 'approve') {
      const of = w.action.lease;
      const l = leases.find((x) => x.id === of);
      if (l && f.until) l.until = f.until;
    }
    if (counted > 0) {
      base += f.approved;
      refused(f);
    }
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

  function settle(i: number) {
    const [w] = queue.splice(i, 1);
    if (!w) return;
    s.shelf.drop(w.action.key);
    if (w.old && !queue.some((x) => x.old)) recount();
  }

  /** What a dead tab left may have been counted before it died: the server knows. Nothing flies meanwhile. */
  function recount() {
    recounting = true;
    const again = () => {
      if (queue.some((w) => w.sent)) {
        s.after(200, again);
        return;
      }
      s.recount().then(
        (mine) => {
          base = mine;
          recounting = false;
          turn();
        },
        () => {
          recounting = false;
          turn();
        },
      );
    };
    again();
  }

  function failed(f: Extract<ServerFrame, { type: 'error' }>) {
    if (f.key && f.key === asking) {
      asking = '';
      noMoreUntil = s.now() + busyWait * (1 + s.random());
      if (f.code === 'clicking_off' || f.code === 'ended') now = { ...now, over: f.title };
      return;
    }
    if (f.key && f.key === calling?.frame.key) {
      calling.sent = 0; // whether it rang is not known: asked again
      holdUntil = s.now() + busyWait;
      return;
    }
    const i = queue.findIndex((w) => w.action.key === f.key);
    const w = queue[i];
    if (!w) return;
    if (
      ['invalid_frame', 'too_many_presses', 'not_leased', 'not_found', 'forbidden', 'removed'].indexOf(
        f.code,
      ) >= 0
    )
      return settle(i);
    w.sent = 0; // busy, or broken over there: later
    holdUntil = s.now() + busyWait;
  }

  // Time

  function turn() {
    look?.();
    trim();
    const at = s.now();
    if (leases[0]?.launch && wait(leases[0])) lastPress = at; // who cannot press is not idle
    if (phase === 'working' && isUp && leases.length > 0 && at - lastPress >= idleTime) {
      giveAllBack();
      phase = 'recalled';
    }
    ask();
    pump();
    callAgain();
    for (const w of calling ? [...queue, calling] : queue)
      if (isUp && w.sent && at - w.sent > ackTime) s.probe();
    s.changed();
    look = s.after(phase === 'working' || queue.length ? 1_000 : 5_000, turn);
  }

  function giveAllBack() {
    close();
    for (const l of leases) release(l.id);
    leases = [];
    empty = undefined;
  }

  function top(): Lease | undefined {
    trim();
    return leases[0];
  }

  turn();
  return {
    view() {
      if (phase !== 'working') return now.over ? over() : { kind: phase };
      const l = top();
      if (l)
        return {
          kind: 'number',
          number: l.numbers[l.next] ?? '',
          line: l.lines[l.next] ?? '',
          offline: !isUp,
          here: here(),
          launch: l.launch,
          wait: l.launch ? wait(l) : '',
        };
      if (now.over) return over();
      if (!isUp) return { kind: 'out' };
      const launch = now.mode === 'launch';
      if (empty && empty.held > 0 && (!launch || !now.wait)) return { kind: 'held', held: empty.held };
      if (empty && (launch || (now.total === 0 && now.left === 0))) return { kind: 'none' };
      if (empty && empty.left === 0) return { kind: 'done' };
      if (empty) return { kind: 'skipped' };
      return { kind: 'asking' };
    },
    mine: () => base + unsent(),
    unsent,
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
      const l = phase === 'working' ? top() : undefined;
      if (!l) return false;
      if (l.launch) {
        const did = call(l);
        s.changed();
        return did;
      }
      const o = l.next++;
      const at = Math.max(0, Math.round(s.now() - l.began));
      lastPress = s.now();
      last = l.numbers[o] ?? '';
      word = '';
      let w = queue[queue.length - 1];
      if (!w?.open || w.action.lease !== l.id || (w.action as Approve).presses.length >= gatherMost) {
        close();
        put({ type: 'approve', key: key(), campaign: s.campaign, lease: l.id, presses: [[o, at]] }, true);
        w = queue[queue.length - 1];
      } else {
        (w.action as Approve).presses.push([o, at]);
        s.shelf.put(w.action);
      }
      if (!seal)
        seal = s.after(gather, () => {
          seal = undefined;
          if (isUp) close(); // without a connection the group goes on growing
          ask();
          pump();
        });
      return true;
    },
    skip() {
      const l = phase === 'working' ? top() : undefined;
      if (!l) return;
      const o = l.next++;
      lastPress = s.now();
      last = '';
      word = '';
      release(l.id, [o], true);
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
      if (is !== isUp) {
        isUp = is;
        named = false;
        askedAt = -askTime; // what is not answered is asked again
        for (const w of queue) w.sent = 0; // said again: a repeat gets the first answer
        if (calling) calling.sent = 0;
        if (is) close();
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
      if (other && leases.length) giveAllBack();
      if ((!c.on || c.over) && leases.length) {
        close();
        leases = []; // the server has taken them back, or nothing of them is left
        last = '';
      }
      turn();
    },
    withdrawn(lease, ordinals, why) {
      const l = leases.find((x) => x.id === lease);
      if (!l) return;
      for (const o of ordinals) l.gone[o] = true;
      if (why === 'opted_out') {
        last = '';
        word = 'A number that asked not to be called has left your screen.';
      }
      turn();
    },
    working: () => phase === 'working',
    holds: () => leases.map((l) => l.id),
    adopt() {
      for (const action of s.shelf.adopt()) {
        if (queue.some((w) => w.action.key === action.key)) continue;
        queue.unshift({ action, sent: 0, open: false, old: true });
      }
      queue.sort((a, b) => Number(b.old) - Number(a.old) || (a.action.key < b.action.key ? -1 : 1));
      turn();
    },
    giveBack: (lease) => {
      release(lease);
      turn();
    },
    recount,
    leave() {
      close();
      pump();
      s.shelf.leave();
    },
  };

  function over(): View {
    if (now.over && now.on && !now.left && now.total > 0) return { kind: 'done' };
    return { kind: 'over', why: now.over ?? '' };
  }
}
