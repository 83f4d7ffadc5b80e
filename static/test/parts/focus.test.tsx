import './browser';
import { act, fireEvent, render, screen } from '@testing-library/preact';
import type { Ref } from 'preact';
import { useRef } from 'preact/hooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usePressed, useRowFocus } from '../../src/app/session/focus';
import type { Ordering } from '../../src/app/session/ordering';
import { Menu } from '../../src/ui/menu';

interface TableProps {
  people: readonly string[];
  ordering?: Ordering;
}

/** How to give the focus to somebody's row. */
let go: (id: string) => void;

function Table({ people, ordering }: TableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  go = useRowFocus(body);
  const press = usePressed(ordering ?? held());
  return (
    <table>
      <tbody ref={body as Ref<HTMLTableSectionElement>} onPointerDown={press}>
        {people.map((p) => (
          <tr key={p} data-id={p} tabIndex={-1}>
            <td>
              {p}
              <Menu
                label={`Menu for ${p}`}
                items={[{ words: `Skip ${p} of ${people.length}`, choose: () => {} }]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** An order that can be held. */
function held(): Ordering & { reasons: Set<string> } {
  const reasons = new Set<string>();
  const o = {
    reasons,
    hold: (why: string) => reasons.add(why),
    release: (why: string) => reasons.delete(why),
  };
  return o as unknown as Ordering & { reasons: Set<string> };
}

const row = (id: string) => document.querySelector<HTMLElement>(`tr[data-id="${id}"]`)!;

test('a menu that opens while the rows change keeps the focus: arrows are the menu’s, not the table’s', () => {
  const { rerender } = render(<Table people={['Tom', 'Ben']} />);
  act(() => go('Tom'));
  expect(document.activeElement).toBe(row('Tom'));
  act(() => {
    screen.getByRole('button', { name: 'Menu for Tom' }).click();
    rerender(<Table people={['Tom', 'Ben', 'Ada']} />);
  });
  expect(document.activeElement).toBe(screen.getByRole('menuitem'));
});

test('somebody whose row is not made yet gets the focus with it, and only once', () => {
  const { rerender } = render(<Table people={['Tom']} />);
  act(() => go('Tom'));
  act(() => go('Ben'));
  expect(document.activeElement).toBe(row('Tom'));
  rerender(<Table people={['Tom', 'Ben']} />);
  expect(document.activeElement).toBe(row('Ben'));
  act(() => row('Tom').focus());
  rerender(<Table people={['Tom', 'Ben', 'Ada']} />);
  expect(document.activeElement).toBe(row('Tom'));
});

test('a row that a browser takes the focus from as it moves gets it back', () => {
  const { rerender } = render(<Table people={['Tom', 'Ben', 'Ada']} />);
  act(() => go('Ada'));
  const ada = row('Ada');
  const move = HTMLElement.prototype.insertBefore;
  const moving = vi.spyOn(HTMLElement.prototype, 'insertBefore').mockImplementation(function (
    this: HTMLElement,
    node: Node,
    before: Node | null,
  ) {
    if (node.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
    return move.call(this, node, before) as Node;
  } as typeof move);
  rerender(<Table people={['Ada', 'Tom', 'Ben']} />);
  moving.mockRestore();
  expect([...document.querySelectorAll('tr')].indexOf(ada as HTMLTableRowElement)).toBe(0);
  expect(document.activeElement).toBe(ada);
});

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('the order is held from a press until a moment after it ends, wherever that is', () => {
  const ordering = held();
  render(<Table people={['Tom']} ordering={ordering} />);
  const on = () => ordering.reasons.has('finger');
  fireEvent.pointerDown(row('Tom'));
  vi.advanceTimersByTime(60_000);
  expect(on()).toBe(true);
  fireEvent.pointerUp(document.body); // it was dragged out of the table
  vi.advanceTimersByTime(790);
  expect(on()).toBe(true);
  vi.advanceTimersByTime(20);
  expect(on()).toBe(false);

  // The second press begins before the first is forgotten, and is not forgotten with it.
  fireEvent.pointerDown(row('Tom'));
  fireEvent.pointerUp(row('Tom'));
  vi.advanceTimersByTime(500);
  fireEvent.pointerDown(row('Tom'));
  vi.advanceTimersByTime(5_000);
  expect(on()).toBe(true);
  fireEvent.pointerCancel(row('Tom'));
  vi.advanceTimersByTime(800);
  expect(on()).toBe(false);
});
