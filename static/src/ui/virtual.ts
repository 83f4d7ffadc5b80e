// Long tables scroll with the page; only the rows in sight exist. The arithmetic is core/window.ts.

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Pool, Sequence } from '../core/pool';
import { type Heights, type Span, spanOf } from '../core/window';
import { inTurn } from './turns';

/** Rows above and below those in sight. */
export const more = 8;

/**
 * Which rows of the element at `ref` are in sight. Where the element is on the page is read at the beginning of a frame,
 * when that is known, and never after something was written, when all would have to be laid out for it.
 */
export function useSpan(ref: RefObject<HTMLElement | null>, heights: Heights): Span {
  const seen = useRef({ top: 0, height: innerHeight });
  const now = useRef(heights);
  now.current = heights;
  const soon = useRef(() => {});
  const [, draw] = useState(0);
  const span = spanOf(heights, seen.current.top, seen.current.height, more);
  const drawn = useRef(span);
  drawn.current = span;
  const read = () => {
    const el = ref.current;
    if (!el) return;
    seen.current = { top: -el.getBoundingClientRect().top, height: innerHeight };
    const next = spanOf(now.current, seen.current.top, seen.current.height, more);
    if (next.from !== drawn.current.from || next.to !== drawn.current.to) draw((n) => n + 1);
  };
  useLayoutEffect(read, []);
  useEffect(() => {
    let frame = 0;
    soon.current = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        read();
      });
    };
    const listen = () => soon.current();
    addEventListener('scroll', listen, { passive: true });
    addEventListener('resize', listen);
    return () => {
      removeEventListener('scroll', listen);
      removeEventListener('resize', listen);
      cancelAnimationFrame(frame);
    };
  }, []);
  return span;
}

/** So many people come into rows in one frame at most: on a slow device more of them would take longer than a frame may. */
const atOnce = { scrolled: 8, filtered: 4, changed: 1 };

/**
 * Which row shows whom. Whoever is there stays in their row; the others come in the order given: soon when another part of the list
 * came into sight, one in a frame when only its order changed, and none in the frame in which rows move. `focused` is whoever has
 * the focus: their row is nobody else's.
 */
export function usePool(ids: readonly string[], span: Span, focused: string | undefined): Pool {
  const pool = useMemo(() => new Pool(), []);
  const [, draw] = useState(0);
  const whole = useRef<Span | undefined>(undefined);
  const was = whole.current;
  const scrolled = was?.from !== span.from || was.to !== span.to;
  const missing = pool.fill(
    ids,
    (left, fresh) => {
      if (scrolled) return atOnce.scrolled;
      if (fresh > atOnce.scrolled) return atOnce.filtered;
      return left ? 0 : atOnce.changed;
    },
    focused,
  );
  if (!missing) whole.current = span;
  useLayoutEffect(() => {
    if (missing) return inTurn(() => draw((n) => n + 1));
  });
  return pool;
}

/** After so many milliseconds without a change the document is put in order. */
const calmAfter = 1000;

/**
 * The order of a table's rows in the document. It is that of the page, but while the page keeps changing (`of` is another object with
 * each change): then it follows when that stops and rows `may` be moved, or at once where somebody goes by keys (`eager`).
 */
export function useSequence(
  keys: readonly string[],
  of: unknown,
  may: () => boolean,
  eager: boolean,
): readonly string[] {
  const sequence = useMemo(() => new Sequence(), []);
  const [, draw] = useState(0);
  const state = useRef({ of: undefined as unknown, at: -calmAfter, calm: true }).current;
  if (state.of !== of) {
    const now = performance.now();
    Object.assign(state, { of, at: now, calm: now - state.at >= calmAfter });
  }
  const out = sequence.put(keys, (state.calm || eager) && may());
  const untidy = out.some((k, i) => k !== keys[i]);
  useEffect(() => {
    if (!untidy) return;
    const t = setInterval(() => {
      if (!may()) return;
      state.calm = true;
      draw((n) => n + 1);
    }, calmAfter);
    return () => clearInterval(t);
  }, [untidy, of]);
  return out;
}

/** The same heights as before while nothing about them differs. */
export function useHeights(heights: Heights): Heights {
  const kept = useRef(heights);
  if (!kept.current.equals(heights)) kept.current = heights;
  return kept.current;
}

/** Brings a row of the element into sight, under a margin for what sticks to the window's edges. */
export function scrollToRow(el: HTMLElement, heights: Heights, index: number, margin = 96) {
  const start = el.getBoundingClientRect().top;
  const top = start + heights.top(index);
  const bottom = start + heights.top(index + 1);
  if (top < margin) scrollBy(0, top - margin);
  else if (bottom > innerHeight - margin) scrollBy(0, bottom - innerHeight + margin);
}

/** Is the window as narrow as a phone? Follows changes. */
export function usePhone(): boolean {
  const query = '(max-width: 639px)';
  const [phone, setPhone] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const m = matchMedia(query);
    const changed = () => setPhone(m.matches);
    m.addEventListener('change', changed);
    return () => m.removeEventListener('change', changed);
  }, []);
  return phone;
}
