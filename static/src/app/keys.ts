// One keyboard listener for all pages. A page registers what its keys do; the newest registration goes first.

import { useEffect, useRef } from 'preact/hooks';
import { Keys } from '../core/keys';
import { me } from './here';

type Handler = (e: KeyboardEvent) => void;
export type KeyMap = Record<string, Handler>;

const maps: { current: KeyMap }[] = [];
const keys = new Keys();

/** Binds keys while the component is there. A key is one character, a name ("Enter"), or two with a space ("g s"). */
export function useKeys(map: KeyMap) {
  const ref = useRef(map);
  ref.current = map;
  useEffect(() => {
    maps.push(ref);
    return () => {
      maps.splice(maps.indexOf(ref), 1);
    };
  }, []);
}

export function listenToKeys() {
  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || me.value?.shortcuts === false || document.querySelector('dialog[open]')) return;
    const pressed = keys.press(
      {
        key: e.key,
        ctrlKey: e.ctrlKey,
        metaKey: e.metaKey,
        altKey: e.altKey,
        shiftKey: e.shiftKey,
        repeat: e.repeat,
        inText: inText(e.target),
      },
      Date.now(),
    );
    if (!pressed) return;
    if (pressed === 'Enter' && (e.target as Element).closest('a, button, summary, select')) return;
    const name = pressed === 'F10' && e.shiftKey ? 'Shift F10' : pressed;
    for (let i = maps.length - 1; i >= 0; i--) {
      const handler = maps[i]?.current[name];
      if (!handler) continue;
      e.preventDefault();
      handler(e);
      return;
    }
  });
}

export function inText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  );
}
