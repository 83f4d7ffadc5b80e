// Which rows of a long list exist on the page. Rows are of one height, but for a few headings.

/** The heights of a list's rows, without a figure for each. */
export class Heights {
  readonly count: number;
  readonly row: number;
  /** Rows of another height, in their order. */
  readonly others: readonly { at: number; height: number }[];

  constructor(count: number, row: number, others: readonly { at: number; height: number }[] = []) {
    this.count = count;
    this.row = row;
    this.others = others;
  }

  /** The top of row i; of i = count, the height of everything. */
  top(i: number): number {
    let y = i * this.row;
    for (const o of this.others) if (o.at < i) y += o.height - this.row;
    return y;
  }

  /** The row at this height: the last whose top is at or above it. */
  at(y: number): number {
    let from = 0;
    let top = 0;
    for (const o of this.others) {
      const its = top + (o.at - from) * this.row;
      if (y < its) break;
      if (y < its + o.height) return o.at;
      from = o.at + 1;
      top = its + o.height;
    }
    return Math.max(0, Math.min(this.count - 1, from + Math.floor((y - top) / this.row)));
  }

  equals(h: Heights): boolean {
    return (
      this.count === h.count &&
      this.row === h.row &&
      this.others.length === h.others.length &&
      this.others.every((o, i) => o.at === h.others[i]!.at && o.height === h.others[i]!.height)
    );
  }
}

export interface Span {
  from: number;
  /** One past the last. */
  to: number;
}

/** The rows that touch [top, top+height), and some more on both sides. */
export function spanOf(heights: Heights, top: number, height: number, more: number): Span {
  const { count } = heights;
  if (count === 0) return { from: 0, to: 0 };
  const from = Math.max(0, heights.at(top) - more);
  const to = Math.min(count, heights.at(Math.max(top, 0) + height) + 1 + more);
  return { from: Math.min(from, to), to };
}

/** Heights are rounded up to this many pixels as long as their end is farther away than that. */
const far = 4096;

/**
 * How high the element of a list is: as high as its rows once their end is near. Before, a little more: a page that changes its height with
 * each row that comes or goes is laid out and put together anew each time.
 */
export function roomFor(heights: Heights, span: Span): number {
  const whole = heights.top(heights.count);
  return whole - heights.top(span.to) < far ? whole : Math.ceil(whole / far) * far;
}

export type Segment = { kind: 'gap'; height: number } | { kind: 'row'; index: number };

/** Rows and the gaps between them, top to bottom. `keep` is a row that stays wherever it is: it has the focus. */
export function segments(heights: Heights, span: Span, keep: number | undefined): Segment[] {
  const out: Segment[] = [];
  const { count } = heights;
  const gap = (from: number, to: number) => {
    if (to > from) out.push({ kind: 'gap', height: heights.top(to) - heights.top(from) });
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
