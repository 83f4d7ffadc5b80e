// What is typed into a log is kept on this device while typing, until it is saved.

import type { Shelf } from './actions';
import type { SkipForm } from './skips';
import type { Outcome, Rsvp } from './types';

export interface LogDraft {
  reached: boolean | undefined;
  outcome: Outcome | undefined;
  rsvp: Rsvp | undefined;
  method: string;
  notes: string;
  tagsAdded: string[];
  tagsRemoved: string[];
  doNotCall: boolean;
  skip: SkipForm | undefined;
  /** Milliseconds since 1970; 0: never saved. */
  savedAt: number;
}

export const emptyLog: LogDraft = {
  reached: undefined,
  outcome: undefined,
  rsvp: undefined,
  method: 'phone_call',
  notes: '',
  tagsAdded: [],
  tagsRemoved: [],
  doNotCall: false,
  skip: undefined,
  savedAt: 0,
};

export class Drafts {
  #shelf: Shelf | undefined;
  #prefix: string;

  constructor(user: string, shelf: Shelf | undefined) {
    this.#shelf = shelf;
    this.#prefix = `partyline:draft:${user}:`;
  }

  read(of: string): LogDraft | undefined {
    try {
      const text = this.#shelf?.getItem(this.#prefix + of);
      return text ? { ...emptyLog, ...(JSON.parse(text) as LogDraft) } : undefined;
    } catch {
      return undefined;
    }
  }

  /** False when this browser keeps nothing. */
  keep(of: string, draft: LogDraft): boolean {
    try {
      if (!this.#shelf) return false;
      this.#shelf.setItem(this.#prefix + of, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  drop(of: string) {
    try {
      this.#shelf?.removeItem(this.#prefix + of);
    } catch {
      // nothing was kept
    }
  }
}
