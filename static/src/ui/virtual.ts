// Long tables scroll with the page; only the rows in sight exist. The arithmetic is core/window.ts.

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Heights, type Span, spanOf } from '../core/window';

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

/** So many rows are made in one frame at most: on a slow device more of them would take longer than a frame may. */
const atOnce = { scrolled: 8, changed: 2 };

/**
 * Which of the rows to draw now: all that are there already, and some of the new ones in the order given. The others
 * come in the next frames: soon when another part of the list came into sight, a few at a time when only its rows changed.
 */
export function useGradually(ids: readonly string[], span: Span): ReadonlySet<string> {
  const made = useRef<ReadonlySet<string>>(new Set());
  const [, draw] = useState(0);
  const whole = useRef<Span | undefined>(undefined);
  const was = whole.current;
  const drawn = new Set<string>();
  let left = was?.from === span.from && was.to === span.to ? atOnce.changed : atOnce.scrolled;
  for (const id of ids) if (made.current.has(id) || left-- > 0) drawn.add(id);
  made.current = drawn;
  const missing = left < 0;
  if (!missing) whole.current = span;
  useLayoutEffect(() => {
    if (!missing) return;
    const frame = requestAnimationFrame(() => draw((n) => n + 1));
    return () => cancelAnimationFrame(frame);
  });
  return drawn;
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
