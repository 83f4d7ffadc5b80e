import { signal } from '@preact/signals';
import { Icon } from './icon';
import type { IconName } from './icons';

export interface Toast {
  id: number;
  words: string;
  icon: IconName;
  /** Refusals stay until closed. */
  stays: boolean;
  action?: { words: string; hotkey?: string; press: () => void };
}

const undoTime = 10_000;
const most = 3;
let last = 0;
export const toasts = signal<readonly Toast[]>([]);

/** Says that something was refused, and why. Stays until closed. */
export function refuse(words: string, action?: Toast['action']): number {
  return show({ words, icon: 'alert', stays: true, action });
}

/** Says what was done. With `undo`, it can be taken back for ten seconds. */
export function tell(words: string, icon: IconName, undo?: () => void): number {
  const id = show({ words, icon, stays: false, action: undo && { words: 'Undo', hotkey: 'U', press: undo } });
  setTimeout(() => dismiss(id), undoTime);
  return id;
}

/** Takes back the newest thing that can be. Answers whether there was one. */
export function undoLast(): boolean {
  const t = [...toasts.value].reverse().find((t) => t.action?.hotkey === 'U');
  if (!t) return false;
  press(t);
  return true;
}

export function dismiss(id: number) {
  toasts.value = toasts.value.filter((t) => t.id !== id);
}

function show(t: Omit<Toast, 'id'>): number {
  const id = ++last;
  const all = [...toasts.value, { ...t, id }];
  while (all.filter((t) => !t.stays).length > most)
    all.splice(
      all.findIndex((t) => !t.stays),
      1,
    );
  toasts.value = all;
  return id;
}

function press(t: Toast) {
  dismiss(t.id);
  t.action?.press();
}

export function Toasts() {
  return (
    <section class="toasts" aria-label="Messages">
      {toasts.value.map((t) => (
        <div key={t.id} class={t.stays ? 'toast' : 'toast undo'} role={t.stays ? 'alert' : 'status'}>
          <Icon name={t.icon} />
          <span>{t.words}</span>
          {t.action && (
            <button type="button" class={t.stays ? 'link push' : 'btn tiny push'} onClick={() => press(t)}>
              {t.action.words}
              {t.action.hotkey && <kbd aria-hidden="true">{t.action.hotkey}</kbd>}
            </button>
          )}
          <button type="button" class="dots" aria-label="Close" onClick={() => dismiss(t.id)}>
            <Icon name="close" small />
          </button>
        </div>
      ))}
    </section>
  );
}
