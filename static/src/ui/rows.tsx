// A long table of equal rows: only those in sight exist, arrows walk through them, one of them is the tab stop.

import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Heights, segments } from '../core/window';
import { scrollToRow, usePhone, useSpan } from './virtual';

interface Props<T> {
  label: string;
  class: string;
  head: ComponentChildren;
  columns: number;
  /** All rows there are, read or not. */
  count: number;
  items: readonly T[];
  id: (item: T) => string;
  /** The cells of one row. */
  cells: (item: T, index: number) => ComponentChildren;
  /** Classes of a row. */
  mark?: (item: T) => string | undefined;
  /** Rows up to this one are looked at. */
  want?: (to: number) => void;
  open?: (item: T) => void;
  /** Further keys on the row with the focus. */
  keys?: (item: T, e: KeyboardEvent) => boolean;
  /** The pointer or the focus is inside, so nothing should move. */
  held?: (held: boolean) => void;
  height?: number;
  phoneHeight?: number;
}

export function Rows<T>(p: Props<T>) {
  const phone = usePhone();
  const height = phone ? (p.phoneHeight ?? 72) : (p.height ?? 44);
  const heights = useMemo(() => new Heights(p.count, height), [p.count, height]);
  const body = useRef<HTMLTableSectionElement>(null);
  const span = useSpan(body, heights);
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(false);
  const at = Math.min(active, Math.max(0, p.count - 1));

  useEffect(() => p.want?.(span.to), [span.to, p.count]);

  const go = (to: number) => {
    const next = Math.max(0, Math.min(p.items.length - 1, to));
    if (!body.current || next < 0) return;
    setActive(next);
    scrollToRow(body.current, heights, next);
    // The row may have to be made first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        body.current?.querySelector<HTMLElement>(`tr[data-at="${next}"]`)?.focus({ preventScroll: true }),
      ),
    );
  };
  const page = Math.max(1, Math.floor(innerHeight / height) - 3);
  const steps: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + page),
    PageUp: () => go(at - page),
    Home: () => go(0),
    End: () => go(p.items.length - 1),
  };
  const press = (e: KeyboardEvent) => {
    const row = e.target as HTMLElement;
    if (row.tagName !== 'TR' || e.ctrlKey || e.metaKey || e.altKey) return;
    const item = p.items[at];
    const step =
      steps[e.key] ?? (e.key === 'j' ? steps.ArrowDown : e.key === 'k' ? steps.ArrowUp : undefined);
    if (step) step();
    else if (item && e.key === 'Enter' && p.open) p.open(item);
    else if (e.key === 'm' || (e.key === 'F10' && e.shiftKey))
      row.querySelector<HTMLElement>('.dots')?.click();
    else if (!item || !p.keys?.(item, e)) return;
    e.preventDefault();
    e.stopPropagation();
  };
  /** What the finger meant to press stays a moment longer. */
  const lift = (e: PointerEvent) => {
    if (e.pointerType !== 'mouse')
      setTimeout(() => !body.current?.contains(document.activeElement) && p.held?.(false), 800);
  };
  return (
    <table class={`tbl rows ${p.class}`} aria-label={p.label} aria-rowcount={p.count + 1}>
      <thead>{p.head}</thead>
      <tbody
        ref={body}
        onKeyDown={press}
        onPointerEnter={(e) => e.pointerType === 'mouse' && p.held?.(true)}
        onPointerLeave={(e) => e.pointerType === 'mouse' && !focused && p.held?.(false)}
        onPointerDown={(e) => e.pointerType !== 'mouse' && p.held?.(true)}
        onPointerUp={lift}
        onPointerCancel={lift}
        onFocusIn={(e) => {
          setFocused(true);
          p.held?.(true);
          const row = (e.target as Element).closest<HTMLElement>('tr[data-at]');
          if (row) setActive(Number(row.dataset.at));
        }}
        onFocusOut={(e) => {
          if (body.current?.contains(e.relatedTarget as Node)) return;
          setFocused(false);
          if (!body.current?.matches(':hover')) p.held?.(false);
        }}
      >
        {segments(heights, span, focused ? at : undefined).map((s, i) => {
          if (s.kind === 'gap')
            return (
              <tr
                class="gap"
                key={`gap${i > 0 ? i : ''}`}
                aria-hidden="true"
                style={{ height: `${s.height}px` }}
              >
                <td colSpan={p.columns} />
              </tr>
            );
          const item = p.items[s.index];
          if (item === undefined)
            return (
              <tr key={`bone${s.index}`} class="boned" aria-busy="true">
                <td colSpan={p.columns}>
                  <span class="bone" />
                </td>
              </tr>
            );
          return (
            <tr
              key={p.id(item)}
              data-at={s.index}
              aria-rowindex={s.index + 2}
              tabIndex={s.index === at ? 0 : -1}
              class={p.mark?.(item)}
              onClick={(e) => {
                if (p.open && !(e.target as Element).closest('a, button, input, label')) p.open(item);
              }}
            >
              {p.cells(item, s.index)}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
