// A page that moves between the two halves of a press loses it: what was under the finger is somewhere else when it is lifted.

import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';

const pressing = signal(false);

/** A finger that stays is no press; one that was lifted is not told of as a click at once, on a touch screen. In milliseconds. */
const longest = 1000;
const lifted = 300;

let over = 0;
const end = (after: number) => {
  clearTimeout(over);
  over = window.setTimeout(() => {
    pressing.value = false;
  }, after);
};
const listen = (how: string, heard: () => void) =>
  addEventListener(how, heard, { capture: true, passive: true });
listen('pointerdown', () => {
  pressing.value = true;
  end(longest);
});
listen('pointerup', () => end(lifted));
listen('pointercancel', () => end(0));
listen('click', () => end(0)); // behind whatever it does

/** What is shown, as it was for as long as something is being pressed: for parts of a page that push others when they change. */
export function useUnpressed<T>(shown: T): T {
  const kept = useRef(shown);
  if (!pressing.value) kept.current = shown;
  return kept.current;
}
