// One deliberate press is one press: by finger, mouse, key, or whatever stands for them. A held key or a second finger is none.

export interface Hands {
  /** The big button. */
  press(): void;
  skip(): void;
  stop(): void;
}

const afterwards = 500; // within which a click belongs to the press before it

/** The big button answers when it is touched, not when it is let go; but where a phone rings by it, `calls`, a finger may slide off it. */
export function presses(button: HTMLElement, press: () => void, calls: () => boolean) {
  let down = false;
  let upAt = -afterwards;
  const begin = (first: boolean) => {
    down = true;
    if (first && !calls()) press();
  };
  const end = () => {
    if (down) upAt = performance.now();
    down = false;
  };
  if (typeof PointerEvent === 'function') {
    button.addEventListener('pointerdown', (e) => begin(e.isPrimary && e.button === 0));
    for (const what of ['pointerup', 'pointercancel']) window.addEventListener(what, end);
  } else {
    button.addEventListener('touchstart', (e) => begin((e as TouchEvent).touches.length === 1), {
      passive: true,
    });
    for (const what of ['touchend', 'touchcancel']) window.addEventListener(what, end);
  }
  // a click with no touch before it comes from a screen reader, a switch, a voice, or a mouse on an old phone's page
  button.addEventListener('click', () => {
    if (calls() || (!down && performance.now() - upAt > afterwards)) press();
  });
  button.addEventListener('contextmenu', (e) => e.preventDefault());
}

/** Behind the mouse the keys are the big button's again: Space after a skip approves, and does not skip once more. */
export function skips(button: HTMLElement, skip: () => void) {
  button.addEventListener('click', (e) => {
    if (e.detail) button.blur(); // 0: by a key
    skip();
  });
}

/** Behind a link in an alert bar they are the big button's, too: Enter approves, and does not open it once more. */
export function links() {
  document.addEventListener('click', (e) => {
    const at = (e.target as HTMLElement | null)?.closest?.('a');
    if (at) at.blur();
  });
}

/** Space and Enter press from anywhere but a field or another button; Space rings nobody. Esc stops. */
export function keys(hands: Hands, button: HTMLElement, on: () => boolean, calls: () => boolean) {
  const held: Record<string, boolean> = {};
  const ours = (e: KeyboardEvent) => {
    const at = e.target as HTMLElement | null;
    const elsewhere = at !== button && !!at?.closest?.('button, a, input, select, textarea, form');
    return on() && !elsewhere && !e.ctrlKey && !e.metaKey && !e.altKey;
  };
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && on()) hands.stop();
    if (e.key === 'Enter' && e.repeat && on()) e.preventDefault(); // on Skip it would skip as long as it is held
    if ((e.key !== ' ' && e.key !== 'Enter') || !ours(e)) return;
    e.preventDefault(); // else it scrolls, or comes again as a click
    if (e.repeat || held[e.key]) return;
    held[e.key] = true;
    if (e.key === 'Enter' || !calls()) hands.press();
  });
  document.addEventListener('keyup', (e) => {
    held[e.key] = false;
    if (e.key === ' ' && ours(e)) e.preventDefault();
  });
  window.addEventListener('blur', () => {
    for (const key of Object.keys(held)) held[key] = false;
  });
}
