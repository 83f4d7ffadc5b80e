import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { placeBeside } from './place';

/** Text with a dotted line under it; hover, focus or tap shows what it means. */
export function Tip({ text, children }: { text: string; children: ComponentChildren }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const show = () => {
    if (!tip.current || !button.current || tip.current.matches(':popover-open')) return;
    tip.current.showPopover();
    placeBeside(tip.current, button.current, 'start');
  };
  const hide = () => tip.current?.hidePopover();
  return (
    <>
      <button
        ref={button}
        type="button"
        class="tip"
        tabIndex={-1}
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={(e) => {
          e.stopPropagation();
          show();
        }}
        onKeyDown={(e) => e.key === 'Escape' && hide()}
      >
        {children}
      </button>
      <span ref={tip} id={id} class="tooltip" role="tooltip" popover="manual">
        {text}
      </span>
    </>
  );
}
