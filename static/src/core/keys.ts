// Which shortcut a key press is.

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  /** Typing goes on in a text field. */
  inText: boolean;
}

/** Gathers two-key shortcuts ("g s"). Give it single keys; it answers with the shortcut's keys when one is complete. */
export class Keys {
  #first: { key: string; at: number } | undefined;

  press(k: KeyPress, now: number): string | undefined {
    if (k.inText || k.ctrlKey || k.metaKey || k.altKey) {
      this.#first = undefined;
      return undefined;
    }
    const first = this.#first;
    this.#first = undefined;
    if (first && now - first.at < 1500) return `${first.key} ${k.key}`;
    if (k.key === 'g' && !k.repeat) {
      this.#first = { key: 'g', at: now };
      return undefined;
    }
    return k.key;
  }
}
