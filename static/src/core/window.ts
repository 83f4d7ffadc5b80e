// Which rows of a long list exist on the page. Heights differ (group headings), so it works on offsets.

/** offsets[i] is the top of row i; the last element is the height of everything. */
export function offsetsOf(count: number, height: (i: number) => number): Float64Array {
  const offsets = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i]! + height(i);
  return offsets;
}

/** The row at this height: the last whose top is at or above it. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

export interface Span {
  from: number;
  /** One past the last. */
  to: number;
}

/** The rows that touch [top, top+height), and some more on both sides. */
export function spanOf(offsets: Float64Array, top: number, height: number, more: number): Span {
  const count = offsets.length - 1;
  if (count === 0) return { from: 0, to: 0 };
  const from = Math.max(0, rowAt(offsets, top) - more);
  const to = Math.min(count, rowAt(offsets, Math.max(top, 0) + height) + 1 + more);
  return { from: Math.min(from, to), to };
}

export type Segment = { kind: 'gap'; height: number } | { kind: 'row'; index: number };

/** Rows and the gaps between them, top to bottom. `keep` is a row that stays wherever it is: it has the focus. */
export function segments(offsets: Float64Array, span: Span, keep: number | undefined): Segment[] {
  const out: Segment[] = [];
  const count = offsets.length - 1;
  const gap = (from: number, to: number) => {
    if (to > from) out.push({ kind: 'gap', height: offsets[to]! - offsets[from]! });
  };
  const kept = keep !== undefined && keep >= 0 && keep < count ? keep : undefined;
  if (kept !== undefined && kept < span.from) {
    gap(0, kept);
    out.push({ kind: 'row', index: kept });
    gap(kept + 1, span.from);
  } else {
    gap(0, span.from);
  }
  for (let i = span.from; i < span.to; i++) out.push({ kind: 'row', index: i });
  if (kept !== undefined && kept >= span.to) {
    gap(span.to, kept);
    out.push({ kind: 'row', index: kept });
    gap(kept + 1, count);
  } else {
    gap(span.to, count);
  }
  return out;
}
