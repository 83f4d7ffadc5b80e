import { describe, expect, test } from 'vitest';
import { type Batch, Paged, type ReadPage } from '../../src/core/paged';

interface Row {
  id: string;
  n?: number;
}

/** A list of so many rows in pages of ten, and how often it was asked. */
function list(length: number) {
  const asked: (string | undefined)[] = [];
  const read: ReadPage<Row> = async (cursor) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(10, length - from) }, (_, i) => ({ id: `${from + i}` }));
    return { items, total: length, next: from + 10 < length ? String(from + 10) : undefined } as Batch<Row>;
  };
  return { asked, read };
}

const settled = () => new Promise<void>((done) => setTimeout(done));

describe('a long list', () => {
  test('is read only as far as somebody looks', async () => {
    const l = list(95);
    const p = new Paged<Row>(l.read, () => {});
    await p.again();
    expect(p.state).toMatchObject({ total: 95, items: { length: 10 } });
    p.want(25);
    await settled();
    expect(p.state.items).toHaveLength(30);
    expect(l.asked).toEqual([undefined, '10', '20']);
    p.want(12);
    await settled();
    expect(l.asked).toHaveLength(3);
  });

  test('knows when it is whole, and then counts what it has', async () => {
    const p = new Paged<Row>(list(12).read, () => {});
    await p.again();
    expect(p.whole).toBe(false);
    p.want(50);
    await settled();
    expect(p.whole).toBe(true);
    expect(p.state.total).toBe(12);
  });

  test('shows somebody once who moved between two pages', async () => {
    const pages: Batch<Row>[] = [
      { items: [{ id: 'a' }, { id: 'b' }], total: 3, next: 'x' },
      { items: [{ id: 'b' }, { id: 'c' }], total: 3 },
    ];
    const p = new Paged<Row>(
      async (cursor) => (cursor ? pages[1]! : pages[0]!),
      () => {},
    );
    await p.again();
    p.want(9);
    await settled();
    expect(p.state.items.map((i) => i.id)).toEqual(['a', 'b', 'c']);
  });

  test('begun anew, what was on its way does not come in', async () => {
    const answers: ((b: Batch<Row>) => void)[] = [];
    const p = new Paged<Row>(
      () => new Promise((done) => answers.push(done)),
      () => {},
    );
    const first = p.again();
    const second = p.again();
    answers[1]?.({ items: [{ id: 'new' }], total: 1 });
    answers[0]?.({ items: [{ id: 'old' }], total: 1 });
    await Promise.all([first, second]);
    expect(p.state.items.map((i) => i.id)).toEqual(['new']);
  });

  test('keeps what it has when a page cannot be read, and goes on later', async () => {
    const l = list(30);
    let broken = false;
    const p = new Paged<Row>(
      (c, s) => (broken ? Promise.reject(new Error('offline')) : l.read(c, s)),
      () => {},
    );
    await p.again();
    broken = true;
    p.want(15);
    await settled();
    expect(p.state).toMatchObject({ items: { length: 10 }, fault: { message: 'offline' } });
    broken = false;
    p.want(15);
    await settled();
    expect(p.state).toMatchObject({ items: { length: 20 }, fault: undefined });
  });

  test('puts in what an event brought, and takes out what was removed', async () => {
    const p = new Paged<Row>(list(5).read, () => {});
    await p.again();
    p.change('3', (r) => ({ ...r, n: 7 }));
    p.remove(['0', '1']);
    expect(p.state.items).toEqual([{ id: '2' }, { id: '3', n: 7 }, { id: '4' }]);
    expect(p.state.total).toBe(3);
  });
});
