import './dialog.css';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon';

interface Props {
  title: ComponentChildren;
  children: ComponentChildren;
  footer?: ComponentChildren;
  /** Esc, the cross, a press outside. Without it the dialog stays until its own buttons end it. */
  close?: () => void;
  closeLabel?: string;
  submit?: () => void;
  class?: string;
  onKeyDown?: (e: KeyboardEvent) => void;
}

/** The button that was pressed last: not every browser gives it the focus. */
let pressed: HTMLElement | null = null;
globalThis.addEventListener?.(
  'click',
  (e) => {
    pressed = (e.target as Element | null)?.closest?.('button') ?? null;
  },
  true,
);

/** What stands where an element stood, when the page was drawn anew meanwhile. */
function standIn(e: HTMLElement): HTMLElement | undefined {
  const name = (of: Element) => `${of.getAttribute('aria-label')} ${of.textContent}`;
  return [...document.querySelectorAll<HTMLElement>(e.tagName)].find((o) => name(o) === name(e));
}

/** A native modal dialog; a bottom sheet on a phone. Focus goes in, stays in, and returns to where it was. */
export function Dialog(p: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // In the layout phase: a key pressed right behind the one that closed it goes to the page already.
  useLayoutEffect(() => {
    const focused = document.activeElement as HTMLElement | null;
    const before = focused === document.body ? pressed : focused;
    const d = dialog.current;
    d?.showModal();
    return () => {
      d?.close();
      if (before) (before.isConnected ? before : standIn(before))?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dlg ${p.class ?? ''}`}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault();
        p.close?.();
      }}
      onClose={() => {
        // Browsers close a dialog without asking when Esc is pressed twice with nothing between.
        const d = dialog.current;
        if (!d || d.open) return;
        if (p.close) p.close();
        else d.showModal();
      }}
      onPointerDown={(e) => {
        const d = dialog.current;
        if (d && e.target === d && outside(d, e)) p.close?.();
      }}
      onKeyDown={p.onKeyDown}
    >
      <form
        method="dialog"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          p.submit?.();
        }}
      >
        <header>
          <h2 id={id}>{p.title}</h2>
          {p.close && (
            <button
              type="button"
              class="btn quiet icon push"
              aria-label={p.closeLabel ?? 'Close'}
              onClick={p.close}
            >
              <Icon name="close" />
            </button>
          )}
        </header>
        {p.children}
        {p.footer && <footer>{p.footer}</footer>}
      </form>
    </dialog>
  );
}

function outside(d: HTMLElement, e: PointerEvent): boolean {
  const r = d.getBoundingClientRect();
  return e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom;
}
