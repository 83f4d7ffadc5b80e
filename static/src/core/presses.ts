// Presses that must not be lost: what they ask of the server, and how a page looks as if they had happened already.
// Whatever rings a phone or costs money is not among them.

import type { Method } from './api';
import type { ContactLog, Entry, Id, Named, Outcome, SkipRequest } from './types';

interface OfEntry {
  session: Id;
  entry: Id;
  /** For the sentences about it. */
  name: string;
}

export type Press =
  | ({ kind: 'skip'; skip: SkipRequest; until?: string } & OfEntry)
  | ({ kind: 'unskip' } & OfEntry)
  | ({ kind: 'prioritise' } & OfEntry)
  | ({ kind: 'call_next' } & OfEntry)
  | ({ kind: 'check' } & OfEntry)
  | ({ kind: 'log'; log: ContactLog; attempt?: Id; corrects?: Id | undefined } & OfEntry)
  | ({ kind: 'undo'; of: Undoing; pressed_at: string; before?: Before } & OfEntry);

/** An action to take back: by the server's id, or by this device's key for as long as the server has not answered. */
export type Undoing = { action: Id } | { key: string };

/** A row as it was: shown again at once. */
export type Before = Omit<Entry, 'supporter' | 'version'>;

export function beforeOf({ supporter: _, version: __, ...before }: Entry): Before {
  return before;
}

export interface Request {
  method: Method;
  path: string;
  body?: unknown;
}

export function requestFor(p: Press): Request {
  const row = `/sessions/${p.session}/entries/${p.entry}`;
  switch (p.kind) {
    case 'skip':
      return { method: 'POST', path: `${row}/skip`, body: p.skip };
    case 'unskip':
      return { method: 'DELETE', path: `${row}/skip` };
    case 'prioritise':
      return { method: 'POST', path: `${row}/prioritise`, body: {} };
    case 'call_next':
      return { method: 'POST', path: `${row}/call-next`, body: {} };
    case 'check':
      return { method: 'POST', path: `${row}/check`, body: {} };
    case 'log':
      if (p.attempt) return { method: 'PUT', path: `/attempts/${p.attempt}/log`, body: p.log };
      if (p.corrects) return { method: 'PUT', path: `/logs/${p.corrects}`, body: p.log };
      return { method: 'POST', path: `${row}/log`, body: p.log };
    case 'undo': {
      const action = 'action' in p.of ? p.of.action : '';
      return { method: 'POST', path: `/undo/${action}`, body: { pressed_at: p.pressed_at } };
    }
  }
}

/** "Couldn't skip Ada Clarke": the beginning of the sentence that tells of a refusal; "" where that says it all. */
export function couldNot(p: Press): string {
  switch (p.kind) {
    case 'skip':
      return `Couldn’t skip ${p.name}`;
    case 'unskip':
      return `Couldn’t bring ${p.name} back`;
    case 'prioritise':
      return `Couldn’t prioritise ${p.name}`;
    case 'call_next':
      return `Couldn’t put ${p.name} first`;
    case 'check':
      return `Couldn’t check ${p.name}`;
    case 'log':
      return `Couldn’t save the log of ${p.name}`;
    case 'undo':
      return '';
  }
}

export interface Around {
  me: Named;
  /** Place of the entry that is next in the queue. */
  nextPlace: number;
  nextEntry: Id | undefined;
}

/** The entry as it will be when the press has happened. The entry itself is never changed. */
export function overlay(e: Entry, p: Press, at: string, a: Around): Entry {
  switch (p.kind) {
    case 'skip': {
      const skip = { type: p.skip.type, until: p.until, reason: p.skip.reason, by: a.me, at };
      // In mid-call the skip waits until the call has ended.
      return e.status === 'calling' ? { ...e, skip } : { ...e, status: 'skipped', skip, due_now: false };
    }
    case 'unskip':
      return e.status === 'calling'
        ? { ...e, skip: undefined }
        : { ...e, status: 'available', skip: undefined, due_now: false };
    case 'prioritise':
      if (e.id === a.nextEntry) return { ...e, prioritised: true };
      return { ...e, status: 'available', skip: undefined, prioritised: true, place: a.nextPlace + 0.5 };
    case 'call_next':
      if (e.id === a.nextEntry) return { ...e, prioritised: true };
      return { ...e, status: 'available', skip: undefined, prioritised: true, place: a.nextPlace - 0.5 };
    case 'log': {
      const logged = {
        ...e,
        last_outcome: p.log.outcome,
        rsvp: p.log.rsvp ?? e.rsvp,
        not_logged: false,
        by: a.me,
      };
      if (e.status === 'calling') return logged;
      if (p.log.skip) return { ...logged, status: 'skipped' };
      return p.log.outcome ? { ...logged, status: statusAfter(p.log.outcome) } : logged;
    }
    case 'undo':
      return p.before ? { ...e, ...p.before } : e;
    case 'check':
      return e;
  }
}

/** Reached (but not by call back) and final outcomes complete a person; the rest leaves them attempted. */
export function statusAfter(outcome: Outcome): 'completed' | 'attempted' {
  switch (outcome) {
    case 'talked':
    case 'not_interested':
    case 'refused':
    case 'do_not_call':
    case 'wrong_number':
    case 'not_in_service':
    case 'deceased':
      return 'completed';
    case 'call_back':
    case 'no_answer':
    case 'busy':
    case 'voicemail':
      return 'attempted';
  }
}
