import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { Icon } from './icon';
import type { IconName } from './icons';

interface Props {
  children?: ComponentChildren;
  icon?: IconName;
  /** The one filled button of a view. */
  primary?: boolean;
  quiet?: boolean;
  bad?: boolean;
  tiny?: boolean;
  /** For a button that is only an icon: its name. */
  label?: string;
  /** Disabled, but focusable, so that its reason can be read. Give the reason beside it. */
  off?: boolean;
  /** Busy: says so and ignores presses. */
  busy?: boolean;
  class?: string;
  type?: 'button' | 'submit';
  onPress?: (e: TargetedMouseEvent<HTMLButtonElement>) => void;
  describedBy?: string;
  hotkey?: string;
  autoFocus?: boolean;
}

export function Button(p: Props) {
  const classes = ['btn'];
  if (p.primary) classes.push('primary');
  if (p.quiet) classes.push('quiet');
  if (p.bad) classes.push('bad');
  if (p.tiny) classes.push('tiny');
  if (p.label && !p.children) classes.push('icon');
  if (p.class) classes.push(p.class);
  const off = p.off || p.busy;
  return (
    <button
      type={p.type ?? 'button'}
      class={classes.join(' ')}
      aria-label={p.label}
      title={p.label}
      aria-disabled={off || undefined}
      aria-busy={p.busy || undefined}
      aria-describedby={p.describedBy}
      autofocus={p.autoFocus}
      onClick={(e) => {
        if (off) e.preventDefault();
        else p.onPress?.(e);
      }}
    >
      {p.icon && <Icon name={p.icon} small={!!p.children} />}
      {p.children}
      {p.hotkey && <kbd aria-hidden="true">{p.hotkey}</kbd>}
    </button>
  );
}
