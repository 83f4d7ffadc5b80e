import type { ComponentChildren } from 'preact';
import { spokenTimer, timer } from '../../../core/times';
import { me, now, tick } from '../../here';

/** The plain shape of the card: a sentence, what to know, what to press. */
export function Said(p: { title: string; children?: ComponentChildren; actions?: ComponentChildren }) {
  return (
    <div class="said">
      <p class="t">{p.title}</p>
      <p>{p.children}</p>
      {p.actions && <div class="a">{p.actions}</div>}
    </div>
  );
}

export function WillRing() {
  return (
    <>
      We will ring {me.value?.mobile_international ?? me.value?.mobile}.{' '}
      <a href="/profile?edit=mobile">Change</a>
    </>
  );
}

/**
 * What the moment asks for: in the card, and on a phone in a bar at the bottom that does not scroll away. There the
 * first, the important one, is at the right. One button either way.
 */
export function UnderThumb({ children }: { children: ComponentChildren }) {
  return <div class="thumb">{children}</div>;
}

/** How long since then, each second. */
export function Running({ since, class: extra }: { since: string | undefined; class?: string }) {
  tick.value;
  const seconds = since ? Math.max(0, Math.floor((now() - Date.parse(since)) / 1000)) : 0;
  return (
    <time class={extra} dateTime={`PT${seconds}S`} aria-label={spokenTimer(seconds)}>
      {timer(seconds)}
    </time>
  );
}
