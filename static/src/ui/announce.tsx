import { signal } from '@preact/signals';

/** One polite region a page; at most one message each five seconds, the newest wins. */
const said = signal('');
const gap = 5_000;
let waiting: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a summary to people who listen. Never per row. */
export function announce(words: string) {
  if (timer) {
    waiting = words;
    return;
  }
  said.value = words;
  timer = setTimeout(() => {
    timer = undefined;
    if (waiting !== undefined) {
      const next = waiting;
      waiting = undefined;
      announce(next);
    }
  }, gap);
}

export function Announcer() {
  return (
    <p class="vh" role="status" aria-live="polite">
      {said.value}
    </p>
  );
}
