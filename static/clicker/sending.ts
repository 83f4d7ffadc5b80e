// Presses on their way: gathered, kept on the device until they are acknowledged, and counted.
import type { ServerFrame } from '../src/core/events';
import type { Action } from './kept';
import { ackTime, busyWait, type Surroundings, type Wire } from './wire';

export type Ack = Extract<ServerFrame, { type: 'ack' }>;
type Approve = Extract<Action, { type: 'approve' }>;

/** How presses are gathered. Milliseconds. */
const gather = 250;
const gatherMost = 100; // presses in a frame
const inFlight = 16; // frames without an answer: the server takes 100 messages a second
const recountAgain = 200;

/** What never gets better by being sent again. */
const hopeless = ['invalid_frame', 'too_many_presses', 'not_leased', 'not_found', 'forbidden', 'removed'];

interface Waiting {
  action: Action;
  sent: number; // when, 0: not yet
  open: boolean; // it still grows
  old: boolean; // of a dead tab
  again: boolean; // it was sent before, and may have been counted
}

export interface Sending {
  /** Approved by this person, presses on their way included. */
  mine(): number;
  /** Presses that the server has not acknowledged. */
  unsent(): number;
  /** Something is on its way. */
  busy(): boolean;
  /** One more is this person's. */
  count(): void;
  press(lease: string, ordinal: number, ms: number): void;
  release(lease: string, ordinals?: number[], skip?: boolean): void;
  /** Nothing that was pressed so far grows any more. */
  close(): void;
  pump(): void;
  /** The lease that was pressed on and how many presses it took; undefined: no frame of ours, or none of presses. */
  acked(f: Ack): { lease: string; presses: number } | undefined;
  /** How many presses are given up because the server takes them never. */
  failed(f: Extract<ServerFrame, { type: 'error' }>): number;
  /** So many are this person's, all their tabs counted in: said by the server, to this tab or another one. */
  heard(mine: number): void;
  /** Whoever pressed was taken off, and so many of their presses count: nothing of this campaign goes up any more. How many presses of those
   *  that were kept here are lost. */
  abandon(counted: number): number;
  /** The connection is another one: what is not acknowledged is said again, and a repeat gets the first answer. */
  another(): void;
  late(): boolean;
  /** Takes over what dead tabs left behind. */
  adopt(): void;
  /** What a dead tab left may have been counted before it died: the server knows. Nothing flies meanwhile. */
  recount(): void;
}

/** `gathered`: what was pressed can go. `turn`: it is time to look at everything. */
export function sending(
  s: Surroundings,
  w: Wire,
  approved: number,
  gathered: () => void,
  turn: () => void,
): Sending {
  const queue: Waiting[] = [];
  let base = approved;
  let recounting = false;
  let seal: (() => void) | undefined;

  const pressesOf = (a: Action): number =>
    a.type === 'approve' && a.campaign === s.campaign ? a.presses.length : 0;
  const unsent = () => queue.reduce((sum, x) => sum + pressesOf(x.action), 0);

  function put(action: Action, open: boolean) {
    s.shelf.put(action);
    queue.push({ action, sent: 0, open, old: false, again: false });
  }

  /** The server's figure has none of what is kept here, or nobody can tell. */
  const clear = () => !queue.some((x) => x.sent || x.again);

  function close() {
    seal?.();
    seal = undefined;
    for (const x of queue) x.open = false;
  }

  function settle(i: number) {
    const [x] = queue.splice(i, 1);
    if (!x) return;
    s.shelf.drop(x.action.key);
    if (x.old && !queue.some((y) => y.old)) recount();
  }

  function recount() {
    recounting = true;
    const again = () => {
      if (queue.some((x) => x.sent)) {
        s.after(recountAgain, again);
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

  return {
    mine: () => base + unsent(),
    unsent,
    busy: () => queue.length > 0,
    count: () => {
      base++;
      s.tell(base);
    },
    press(lease, ordinal, ms) {
      const x = queue[queue.length - 1];
      const a = x?.action as Approve | undefined;
      if (!x?.open || !a || a.lease !== lease || a.presses.length >= gatherMost) {
        close();
        put({ type: 'approve', key: w.key(), campaign: s.campaign, lease, presses: [[ordinal, ms]] }, true);
      } else {
        a.presses.push([ordinal, ms]);
        s.shelf.put(a);
      }
      if (!seal)
        seal = s.after(gather, () => {
          seal = undefined;
          if (w.up) close(); // without a connection the group goes on growing
          gathered();
        });
    },
    release(lease, ordinals, skip) {
      close();
      put({ type: 'release', key: w.key(), campaign: s.campaign, lease, ordinals, skip }, false);
    },
    close,
    pump() {
      if (recounting || !w.open()) return;
      let flying = queue.reduce((sum, x) => sum + (x.sent ? 1 : 0), 0);
      for (let i = 0; i < queue.length && flying < inFlight; i++) {
        const x = queue[i];
        if (!x || x.open) break;
        if (x.sent) continue;
        // what was pressed before is in before the rest goes back
        if (x.action.type === 'release' && i > 0) break;
        if (!w.say(x.action)) break;
        x.sent = s.now();
        flying++;
        if (x.action.type === 'release') break;
      }
    },
    acked(f) {
      const i = queue.findIndex((x) => x.action.key === f.key);
      const a = queue[i]?.action;
      if (!a) return undefined;
      const presses = pressesOf(a);
      settle(i);
      if (presses > 0) {
        base += f.approved;
        // it was counted up to this frame: what was sent behind it is not in it, what was sent before it on another connection may be
        if (f.mine && !queue.some((y) => y.again)) base = f.mine;
        s.tell(base);
      }
      return a.type === 'approve' ? { lease: a.lease, presses } : undefined;
    },
    failed(f) {
      const i = queue.findIndex((x) => x.action.key === f.key);
      const x = queue[i];
      if (!x) return 0;
      const off = f.code === 'removed' && x.action.campaign === s.campaign; // the page ends in a moment, and says what is lost
      if (!off && hopeless.indexOf(f.code) >= 0) {
        settle(i);
        return x.action.type === 'approve' ? x.action.presses.length : 0;
      }
      x.sent = 0; // busy, or broken over there: later
      x.again = true;
      w.holdUntil = s.now() + busyWait;
      return 0;
    },
    heard(mine) {
      if (clear() && !recounting) base = Math.max(base, mine);
    },
    abandon(counted) {
      const here = unsent();
      const lost = Math.max(0, Math.min(here, base + here - counted));
      close();
      for (let i = queue.length - 1; i >= 0; i--)
        if (queue[i]?.action.campaign === s.campaign) s.shelf.drop(queue.splice(i, 1)[0]?.action.key ?? '');
      return lost;
    },
    another() {
      for (const x of queue) {
        x.again = x.again || x.sent > 0;
        x.sent = 0;
      }
    },
    late: () => queue.some((x) => x.sent && s.now() - x.sent > ackTime),
    adopt() {
      for (const action of s.shelf.adopt()) {
        if (queue.some((x) => x.action.key === action.key)) continue;
        queue.unshift({ action, sent: 0, open: false, old: true, again: true });
      }
      queue.sort((a, b) => Number(b.old) - Number(a.old) || (a.action.key < b.action.key ? -1 : 1));
    },
    recount,
  };
}
