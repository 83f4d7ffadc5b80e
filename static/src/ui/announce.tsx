import { signal } from '@preact/signals';

/** One polite region a page; at most one message each five seconds. */
const said = signal('');
const gap = 5_000;
let waiting: string | undefined;
let summary: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says what has just happened to people who listen; the newest wins. Never per row. */
export function announce(words: string) {
  waiting = words;
  if (!timer) next();
}

/** Says what sums up the last while, when there is nothing else to be said. */
export function summarise(words: string) {
  summary = words;
  if (!timer) next();
}

function next() {
  timer = undefined;
  const words = waiting ?? summary;
  if (words === undefined) return;
  if (waiting === undefined) summary = undefined;
  waiting = undefined;
  said.value = words;
  timer = setTimeout(next, gap);
}

export function Announcer() {
  return (
    <p class="vh" role="status" aria-live="polite">
      {said.value}
    </p>
  );
}
