// Long tables scroll with the page; only the rows in sight exist. The arithmetic is core/window.ts.

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Span, spanOf } from '../core/window';

const more = 8;

/** Which rows of the element at `ref` are in sight. Recomputed on scroll and resize, at most once a frame. */
export function useSpan(ref: RefObject<HTMLElement | null>, offsets: Float64Array): Span {
  const [span, setSpan] = useState<Span>(() => spanOf(offsets, 0, innerHeight, more));
  const now = useRef(offsets);
  now.current = offsets;
  const update = () => {
    const el = ref.current;
    if (!el) return;
    const next = spanOf(now.current, -el.getBoundingClientRect().top, innerHeight, more);
    setSpan((old) => (old.from === next.from && old.to === next.to ? old : next));
  };
  useLayoutEffect(update, [offsets]);
  useEffect(() => {
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        update();
      });
    };
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
      cancelAnimationFrame(frame);
    };
  }, []);
  return span;
}

/** Brings a row of the element into sight, under a margin for what sticks to the window's edges. */
export function scrollToRow(el: HTMLElement, offsets: Float64Array, index: number, margin = 96) {
  const top = el.getBoundingClientRect().top + (offsets[index] ?? 0);
  const bottom = el.getBoundingClientRect().top + (offsets[index + 1] ?? 0);
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
