// What a page draws by itself takes turns: one piece of work in each frame, so that no frame has to hold several of them.

import { useEffect, useState } from 'preact/hooks';

/** A page that is not seen gets no frames: what waits for one is done after so many milliseconds all the same. */
export const hiddenPace = 250;

/** Calls f in the next frame, or soon where there are none. Answers how not to. */
export function nextFrame(f: () => void): () => void {
  const stop = () => {
    cancelAnimationFrame(frame);
    clearTimeout(late);
  };
  const once = () => {
    stop();
    f();
  };
  const frame = requestAnimationFrame(once);
  const late = setTimeout(once, hiddenPace);
  return stop;
}

const waiting = new Set<() => void>();
/** A frame is awaited. */
let awaited = false;

function turn() {
  awaited = false;
  const [first] = waiting;
  if (!first) return;
  waiting.delete(first);
  if (waiting.size) later();
  first();
}

function later() {
  if (awaited) return;
  awaited = true;
  nextFrame(turn);
}

/** Calls f in a frame in which nothing else has its turn, after those that wait already. Answers how not to. */
export function inTurn(f: () => void): () => void {
  const mine = () => f();
  waiting.add(mine);
  later();
  return () => waiting.delete(mine);
}

/** The value as of this part's last turn: it follows soon, in a frame of its own. */
export function useTurn<T>(value: T): T {
  const [shown, show] = useState(() => value);
  useEffect(() => (value === shown ? undefined : inTurn(() => show(() => value))), [value, shown]);
  return shown;
}
