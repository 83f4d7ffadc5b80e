// What statuses, outcomes and phone states are called on the pages. One table each, exhaustive by type.

import type { EntryStatus, Outcome, SessionStatus, SkipType } from './types';

export const outcomeWords: Record<Outcome, string> = {
  talked: 'Spoke',
  not_interested: 'Not interested',
  refused: 'Refused',
  call_back: 'Call back',
  do_not_call: 'Do not call',
  no_answer: 'No answer',
  busy: 'Busy',
  voicemail: 'Left message',
  wrong_number: 'Wrong number',
  not_in_service: 'Not in service',
  deceased: 'Deceased',
};

/** "Spoke · RSVP yes": what came of a contact, and what they said to the event of the list that is shown; not to that of another. */
export function cameOf(c: { outcome: string; rsvp?: string; list?: string }, shown?: string): string {
  const outcome = outcomeWords[c.outcome as Outcome] ?? c.outcome;
  return c.rsvp && c.list === shown ? `${outcome} · RSVP ${c.rsvp}` : outcome;
}

export const reachedOutcomes: readonly Outcome[] = [
  'talked',
  'call_back',
  'not_interested',
  'refused',
  'do_not_call',
];

export const missedOutcomes: readonly Outcome[] = [
  'no_answer',
  'voicemail',
  'busy',
  'wrong_number',
  'not_in_service',
  'deceased',
];

export const sessionWords: Record<SessionStatus, string> = {
  not_started: 'Not started',
  in_progress: 'In progress',
  started: 'Started',
  completed: 'Completed',
  archived: 'Archived',
};

export const entryWords: Record<EntryStatus, string> = {
  available: 'Available',
  calling: 'Calling',
  skipped: 'Skipped',
  unavailable: 'Unavailable',
  system_skipped: 'System-skipped',
  attempted: 'Attempted',
  completed: 'Completed',
  not_callable: 'Not callable',
};

export const skipWords: Record<SkipType, string> = {
  quick: 'For a while',
  today: 'Today',
  date: 'Until a date',
  cycle: 'This cycle',
  remove: 'Remove from this session',
};

export const notCallableWords: Record<string, string> = {
  no_phone: 'No usable phone',
  do_not_call: 'Do not call',
  do_not_contact: 'Do not contact',
};
