// Where the rows of the queue's table stand, and what is told of it to people who listen.

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { OrderRow } from '../../core/order';
import type { Heights } from '../../core/window';

/** What a row of the table shows, and which row it is. */
export interface Part {
  at: number;
  r: OrderRow;
}

/** What only screen readers are told of a row's place is told this often, in milliseconds, while rows keep moving. */
const toldPace = 1000;

/** Where rows are that show nobody: above all that can be scrolled to. */
const nowhere = -99_999;

/**
 * Puts the rows at their heights. When one goes, all below it move up: that is not drawing them anew, and nothing is laid
 * out or painted for it. What only screen readers are told of a row's place follows in a frame of its own.
 */
export function usePlaces(body: RefObject<HTMLElement | null>, parts: readonly Part[], tops: Heights) {
  const placed = useRef(new WeakMap<Element, number>());
  const told = useRef(new WeakMap<Element, Part>());
  const rows = useRef<[HTMLElement, Part][]>([]);
  const due = useRef<number | undefined>(undefined);
  const toldAt = useRef(-toldPace);
  useEffect(() => () => clearTimeout(due.current), []);
  useLayoutEffect(() => {
    const by = new Map(parts.map((p) => [p.r.kind === 'entry' ? p.r.id : p.r.group, p]));
    rows.current = [];
    for (const el of body.current?.children ?? []) {
      if (!(el instanceof HTMLElement) || el.className === 'nums') continue;
      const p = by.get(el.dataset.id ?? el.dataset.group ?? '');
      if (p) rows.current.push([el, p]);
      const top = p ? tops.top(p.at) : nowhere;
      if (placed.current.get(el) === top) continue;
      placed.current.set(el, top);
      el.style.transform = `translateY(${top}px)`;
    }
    // Where the focus is in the table somebody may listen: at once.
    const listening = body.current?.contains(document.activeElement);
    if (listening) {
      clearTimeout(due.current);
      due.current = undefined;
    }
    const wait = listening ? 0 : Math.max(50, toldAt.current + toldPace - performance.now());
    due.current ??= window.setTimeout(tell, wait);
  });
  const tell = () => {
    due.current = undefined;
    toldAt.current = performance.now();
    for (const [el, p] of rows.current) {
      const was = told.current.get(el);
      if (was?.at === p.at && placeOf(was.r) === placeOf(p.r)) continue;
      told.current.set(el, p);
      el.setAttribute('aria-rowindex', String(p.at + 2));
      el.querySelector('.c-n')?.setAttribute('aria-label', String(placeOf(p.r) ?? ''));
    }
  };
}

function placeOf(r: OrderRow): number | undefined {
  return r.kind === 'entry' ? r.place : undefined;
}

/** The numbers of the queue's places, which stand still while the rows beside them move. */
export function Numbers({ parts, tops }: { parts: readonly Part[]; tops: Heights }) {
  const placed = parts.filter((p) => placeOf(p.r));
  const start = placed[0] ? tops.top(placed[0].at) : 0;
  return (
    <tr class="nums" aria-hidden="true" style={{ transform: `translateY(${start}px)` }}>
      <td colSpan={7}>{placed.map((p) => placeOf(p.r)).join('\n')}</td>
    </tr>
  );
}
