// Answers on their way to the server, in the order in which they were given. Each is kept on the device until the server has it:
// through a lost connection, a reload, a dead tab. Sent again it has the same key, and is kept once.
import type { Problem } from '../volunteer/boot';

export type Press = { key: string; turn: number } & (
  | { kind: 'answer'; question: string; value: unknown; callBack?: string }
  | { kind: 'save' }
);

/** What a Storage is to us. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export interface Surroundings<M> {
  store: Store | undefined;
  /** Of the items of one caller. */
  prefix: string;
  send(p: Press): Promise<M>;
  /** The server has it: this is how things are now. */
  done(m: M, p: Press): void;
  /** It will not have the first of these, and so the others are not sent: the talk is to stay open for it, or nobody takes any of it. */
  refused(lost: readonly Press[], why: Problem): void;
  changed(): void;
  after(ms: number, f: () => void): () => void;
  random(): number;
  /** The device's clock, for an order that outlives the page. */
  wall(): number;
}

export interface Outbox {
  /** What the server does not have yet, oldest first. */
  pending(): readonly Press[];
  /** Nothing outlives this page: a private window, or a full device. */
  lasting(): boolean;
  answer(turn: number, question: string, value: unknown, callBack?: string): void;
  save(turn: number): void;
  /** Tries at once, also what waits for an answer: the connection is back, and that one may have gone up on a dead line. */
  flush(): void;
}

const longest = 10_000;

export function outbox<M>(s: Surroundings<M>): Outbox {
  let lasts = tryOut(s.store, s.prefix);
  let queue = lasts ? left(s.store, s.prefix) : [];
  let sending = false;
  let last = 0; // of those that were sent; what becomes of an earlier one is no news, but that the server has it
  let tries = 0;
  let wait: (() => void) | undefined;
  let n = 0;

  function put(p: Press) {
    queue.push(p);
    try {
      if (lasts) s.store?.setItem(s.prefix + p.key, JSON.stringify(p));
    } catch {
      lasts = false; // it is full
    }
    s.changed();
    pump();
  }

  function drop(gone: (p: Press) => boolean) {
    for (const p of queue.filter(gone)) {
      try {
        s.store?.removeItem(s.prefix + p.key);
      } catch {
        // nothing is kept here
      }
    }
    queue = queue.filter((p) => !gone(p));
  }

  /** Another page of this caller has sent it since: what was answered there is newer. A device that forgot everything sent nothing. */
  function elsewhere(p: Press): boolean {
    try {
      return lasts && !!s.store?.length && s.store.getItem(s.prefix + p.key) === null;
    } catch {
      return false;
    }
  }

  function pump() {
    if (sending || wait) return;
    if (queue.some(elsewhere)) {
      drop(elsewhere);
      s.changed();
    }
    const p = queue[0];
    if (!p) return;
    sending = true;
    const mine = ++last;
    s.send(p).then(
      (m) => {
        if (queue[0] !== p) return;
        last++;
        wait?.();
        wait = undefined;
        sending = false;
        tries = 0;
        drop((x) => x === p);
        s.done(m, p);
        s.changed();
        pump();
      },
      (why: Problem) => {
        if (mine !== last) return;
        sending = false;
        if (passes(why)) {
          tries++;
          wait = s.after(Math.min(longest, 500 * 2 ** Math.min(tries, 5)) * (0.5 + s.random() / 2), () => {
            wait = undefined;
            pump();
          });
        } else {
          tries = 0;
          const lost = queue.filter(
            (x) => x === p || (x.turn === p.turn && (x.kind === 'save' || ofAll(why))),
          );
          drop((x) => lost.indexOf(x) >= 0);
          s.refused(lost, why);
        }
        s.changed();
        pump();
      },
    );
  }

  const key = () =>
    `${String(s.wall()).padStart(15, '0')}-${String(n++).padStart(4, '0')}-${s.random().toString(36).slice(2)}`;
  pump();
  return {
    pending: () => queue,
    lasting: () => lasts,
    answer: (turn, question, value, callBack) =>
      put({ key: key(), turn, kind: 'answer', question, value, callBack }),
    save: (turn) => {
      if (!queue.some((p) => p.kind === 'save' && p.turn === turn)) put({ key: key(), turn, kind: 'save' });
    },
    flush() {
      wait?.();
      wait = undefined;
      tries = 0;
      sending = false;
      pump();
    },
  };
}

/** Passes by itself: no connection, a server that is busy, restarting or broken. */
export function passes(why: Problem): boolean {
  return !why.status || why.status >= 500 || why.status === 408 || why.status === 429;
}

/** Nothing of that talk is taken: it was closed, or whoever sends it is not in any more. What is wrong with one answer is nothing of the others'. */
function ofAll(why: Problem): boolean {
  return (
    why.code === 'talk_gone' ||
    ([401, 403, 404, 410].indexOf(why.status) >= 0 && why.code !== 'unknown_question')
  );
}

function tryOut(store: Store | undefined, prefix: string): boolean {
  try {
    store?.setItem(`${prefix}try`, '1');
    store?.removeItem(`${prefix}try`);
    return !!store;
  } catch {
    return false;
  }
}

/** What an earlier page of this caller left. */
function left(store: Store | undefined, prefix: string): Press[] {
  const found: Press[] = [];
  for (let i = 0; store && i < store.length; i++) {
    const at = store.key(i);
    if (!at || at.slice(0, prefix.length) !== prefix) continue;
    const p = read(store.getItem(at));
    if (p) found.push(p);
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function read(text: string | null): Press | undefined {
  try {
    const p = JSON.parse(text ?? '') as Press;
    return p.key && p.turn > 0 && (p.kind === 'save' || (p.kind === 'answer' && p.question)) ? p : undefined;
  } catch {
    return undefined;
  }
}
