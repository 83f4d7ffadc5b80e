import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon';
import type { IconName } from './icons';
import { placeBeside } from './place';

export interface Item {
  icon?: IconName;
  words: string;
  hotkey?: string;
  /** Cannot be chosen; says why. */
  off?: string;
  /** A line above it. */
  apart?: boolean;
  checked?: boolean;
  choose: () => void;
}

interface Props {
  /** The name of the menu and of its button. */
  label: string;
  /** A function is asked only when the menu opens. */
  items: Item[] | (() => Item[]);
  /** The button's class and contents; without them, three dots. */
  class?: string;
  children?: ComponentChildren;
  tabIndex?: number;
}

/** A button with a menu. The menu exists only while open; arrows, Home, End, letters and Esc work in it. */
export function Menu(p: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = (focus: boolean) => {
    setOpen(false);
    if (focus) button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={p.class ?? 'dots'}
        aria-label={p.children ? undefined : p.label}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={p.tabIndex}
        onClick={(e) => {
          e.stopPropagation();
          setOpen(!open);
        }}
      >
        {p.children ?? <Icon name="dots" />}
      </button>
      {open && button.current && (
        <Sheet
          label={p.label}
          items={typeof p.items === 'function' ? p.items() : p.items}
          anchor={button.current}
          close={close}
        />
      )}
    </>
  );
}

function Sheet({
  label,
  items,
  anchor,
  close,
}: {
  label: string;
  items: Item[];
  anchor: HTMLElement;
  close: (focus: boolean) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  // In the layout phase: a key pressed right behind the one that opened it is the menu's.
  useLayoutEffect(() => {
    const ul = list.current;
    if (!ul) return;
    ul.showPopover();
    placeBeside(ul, anchor, 'end');
    focusAt(ul, 0);
    const outside = (e: Event) => {
      if (!ul.contains(e.target as Node) && !anchor.contains(e.target as Node)) close(false);
    };
    // It stays with its button: a page that moves under it, by a notice that comes or goes, closes nothing.
    const moved = () => {
      const at = anchor.getBoundingClientRect();
      if (!anchor.isConnected || at.bottom < 0 || at.top > innerHeight) close(true);
      else placeBeside(ul, anchor, 'end');
    };
    const leave = (e: KeyboardEvent) => e.key === 'Escape' && close(true);
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('keydown', leave);
    addEventListener('resize', moved);
    addEventListener('scroll', moved, { passive: true });
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      document.removeEventListener('keydown', leave);
      removeEventListener('resize', moved);
      removeEventListener('scroll', moved);
    };
  }, []);
  // What had the focus may be offered no more, as somebody else's change comes in: the keys go on from the top.
  const had = !!list.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    const ul = list.current;
    if (had && ul && !ul.contains(document.activeElement)) focusAt(ul, 0);
  });
  const keys = (e: KeyboardEvent) => {
    const ul = list.current;
    if (!ul) return;
    e.stopPropagation();
    const buttons = [...ul.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const go = (to: number) => {
      e.preventDefault();
      focusAt(ul, (to + buttons.length) % buttons.length);
    };
    if (e.key === 'ArrowDown') go(at + 1);
    else if (e.key === 'ArrowUp') go(at - 1);
    else if (e.key === 'Home') go(0);
    else if (e.key === 'End') go(buttons.length - 1);
    else if (e.key === 'Escape' || e.key === 'Tab') {
      e.preventDefault();
      close(true);
    } else if (e.key.length === 1 && e.key !== ' ') {
      const key = e.key.toLowerCase();
      const hot = items.findIndex((i) => i.hotkey?.toLowerCase() === key);
      const named = hot >= 0 ? hot : items.findIndex((i) => i.words.toLowerCase().startsWith(key));
      if (named >= 0) go(named);
    }
  };
  return (
    <ul ref={list} class="menu" role="menu" aria-label={label} popover="manual" onKeyDown={keys}>
      {items.map((i) => (
        <li role="none" key={i.words}>
          {i.apart && <hr />}
          <button
            type="button"
            role={i.checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={i.checked}
            aria-disabled={!!i.off || undefined}
            tabIndex={-1}
            title={i.off}
            onClick={(e) => {
              e.stopPropagation();
              if (i.off) return;
              close(true);
              i.choose();
            }}
          >
            {i.icon ? <Icon name={i.icon} /> : i.checked !== undefined && <Tick on={i.checked} />}
            <span>
              {i.words}
              {i.off && <small class="muted">{i.off}</small>}
            </span>
            {i.hotkey && <kbd aria-hidden="true">{i.hotkey}</kbd>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Tick({ on }: { on: boolean }) {
  return on ? <Icon name="check" /> : <span class="i" />;
}

function focusAt(ul: HTMLElement, at: number) {
  ul.querySelectorAll('button')[at]?.focus();
}
