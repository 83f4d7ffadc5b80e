// Where the focus is among the rows of the queue's table, and what is pressed there.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Ordering } from './ordering';

/** The row that shows the person, if there is one now. */
export function rowOf(body: RefObject<HTMLElement | null>, id: string): HTMLElement | null | undefined {
  return body.current?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"]`);
}

/**
 * Gives the focus to somebody's row: at once, or as soon as the row is made. A row that is moved in the document loses the focus in
 * some browsers: it gets it back, unless something else has it, such as a menu that was just opened.
 */
export function useRowFocus(body: RefObject<HTMLElement | null>): (id: string) => void {
  const going = useRef<string | undefined>(undefined);
  const held = document.activeElement;
  const inside = held instanceof HTMLElement && body.current?.contains(held);
  const go = (id: string) => {
    const row = rowOf(body, id);
    going.current = row ? undefined : id;
    row?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    if (going.current) go(going.current);
    else if (inside && document.activeElement === document.body) held.focus({ preventScroll: true });
  });
  return go;
}

/** The finger that was lifted may still be about to press: the order stands for so long, in milliseconds. */
const lifted = 800;

/** Holds the order from a press on the rows until a moment after it ends, wherever it does. */
export function usePressed(ordering: Ordering): () => void {
  const late = useRef(0);
  return () => {
    clearTimeout(late.current);
    ordering.hold('finger');
    const ended = new AbortController();
    const end = () => {
      ended.abort();
      late.current = window.setTimeout(() => ordering.release('finger'), lifted);
    };
    for (const how of ['pointerup', 'pointercancel'])
      addEventListener(how, end, { capture: true, signal: ended.signal });
  };
}
