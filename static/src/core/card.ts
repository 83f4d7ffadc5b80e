// What the card of the current cycle shows. A pure function of the session, the viewer's number and the time.

import { clock } from './times';
import type { Instant, Next, OnPhone, Outcome, OwedLog, Session } from './types';
import { outcomeWords } from './words';

export type StepState = 'done' | 'now' | 'ahead';

/** One line of "starting, in words". */
export interface Step {
  state: StepState;
  words: string;
  at?: Instant;
}

export type Card =
  | { kind: 'archived' }
  | { kind: 'ready'; next: Next | undefined; resume: boolean }
  | { kind: 'mobile_missing' }
  /** Start cannot be pressed; `title` says why. */
  | { kind: 'refused'; code: string; title: string; resume: boolean }
  | { kind: 'starting'; steps: Step[]; person: OnPhone | undefined }
  | { kind: 'carrier_away' }
  | { kind: 'unreachable' }
  | { kind: 'talking'; person: OnPhone; since: Instant | undefined; after: Next | undefined; ending: boolean }
  /** The call is over, the line of the leader is up, a log is owed. */
  | { kind: 'wrap_up'; person: OnPhone; seconds: number; after: Next | undefined }
  /** Logged; a key or the button calls the next. */
  | { kind: 'between'; after: Next | undefined }
  | { kind: 'paused'; next: Next | undefined; owed: OwedLog | undefined }
  | { kind: 'complete' }
  | { kind: 'nobody_until'; at: Instant; count: number };

/** Codes of a notice that say that the leader's own phone was not reached. */
const unreached = new Set(['no_answer', 'busy', 'failed', 'bad_number', 'no_key', 'lost', 'phone_config']);

export function cardOf(s: Session, viewer: { mine: boolean; mobile: string | undefined }): Card {
  if (s.status === 'archived') return { kind: 'archived' };
  const p = s.phone;
  const after = afterOf(s);
  switch (p.state) {
    case 'unknown':
      return { kind: 'carrier_away' };
    case 'placing':
    case 'ringing':
    case 'greeting':
    case 'dialling':
      return {
        kind: 'starting',
        steps: stepsOf(s, viewer.mine ? viewer.mobile : undefined),
        person: p.person,
      };
    case 'talking':
      if (p.person) {
        const since = p.person.answered_at ?? p.since;
        return { kind: 'talking', person: p.person, since, after, ending: p.ending };
      }
      break;
    case 'wrap_up':
      if (p.person && !p.person.logged)
        return { kind: 'wrap_up', person: p.person, seconds: talked(p.person), after };
      if (!s.cycle.complete) return { kind: 'between', after: s.cycle.next };
      break;
    case 'idle':
    case 'finished':
      break;
  }
  return resting(s, viewer);
}

/** The phone is down. */
function resting(s: Session, viewer: { mine: boolean; mobile: string | undefined }): Card {
  const owed = s.owed.find((o) => !o.closed) ?? s.owed[0];
  const { code = '', title = '' } = s.phone.notice ?? {};
  if (s.cycle.complete) {
    const back = s.cycle.earliest_return;
    if (back && s.cycle.new_cycle_has === 0) return { kind: 'nobody_until', at: back.at, count: back.count };
    return { kind: 'complete' };
  }
  if (viewer.mine && !viewer.mobile) return { kind: 'mobile_missing' };
  if (unreached.has(code)) return { kind: 'unreachable' };
  const resume = s.status !== 'not_started';
  if (!s.start.ok && s.start.code !== 'log_missing')
    return { kind: 'refused', code: s.start.code ?? '', title: s.start.title ?? '', resume };
  if (title || owed) return { kind: 'paused', next: s.cycle.next, owed };
  return { kind: 'ready', next: s.cycle.next, resume };
}

function afterOf(s: Session): Next | undefined {
  const { next, then: second } = s.cycle;
  return next?.entry === s.phone.person?.entry ? second : next;
}

/** Seconds of talk of a call that is over. */
export function talked(p: { answered_at?: Instant; ended_at?: Instant }): number {
  if (!p.answered_at || !p.ended_at) return 0;
  return Math.max(0, Math.round((Date.parse(p.ended_at) - Date.parse(p.answered_at)) / 1000));
}

/** How long a call waits for its log before the page reminds of it, and before the server closes it; milliseconds. */
const remindAfter = 2 * 60_000;
const closedAfter = 10 * 60_000;

/** From two minutes after a call on: that its log is still missing, and what happens without it. */
export function reminder(p: Pick<OnPhone, 'ended_at' | 'prefill'>, now: number): string | undefined {
  const ended = p.ended_at ? Date.parse(p.ended_at) : now;
  if (now < ended + remindAfter || now >= ended + closedAfter) return undefined;
  const minutes = Math.floor((now - ended) / 60_000);
  const how = p.prefill
    ? `it is saved as ${outcomeWords[p.prefill as Outcome].toLowerCase()}`
    : 'it is closed as not logged';
  return `This log has waited for ${minutes} min. At ${clock(ended + closedAfter)} ${how}.`;
}

function stepsOf(s: Session, mobile: string | undefined): Step[] {
  const p = s.phone;
  const whose = mobile ? `your phone ${mobile}` : 'the phone';
  const name = p.person?.name ?? s.cycle.next?.name ?? 'the first person';
  const ringing: Step = {
    state: 'done',
    words: mobile ? 'Rang your phone, you answered' : 'The phone was answered',
  };
  const greeting: Step = { state: 'ahead', words: 'Listen to the short message, then press any key' };
  const dialling: Step = { state: 'ahead', words: `Ringing ${name}` };
  const talking: Step = { state: 'ahead', words: 'Talking' };
  switch (p.state) {
    case 'placing':
    case 'ringing':
      Object.assign(ringing, { state: 'now', words: `Ringing ${whose}`, at: p.since });
      return [ringing, greeting, dialling, talking];
    case 'greeting':
      Object.assign(greeting, {
        state: 'now',
        words: 'Connected. Listen to the short message, then press any key',
        at: p.since,
      });
      return [ringing, greeting, dialling, talking];
    default:
      Object.assign(dialling, { state: 'now', at: p.person?.dialled_at ?? p.since });
      return [ringing, dialling, talking];
  }
}

/** Is a call going on or a line up? Then the page never reloads by itself. */
export function onPhone(s: Session): boolean {
  return s.phone.state !== 'idle' && s.phone.state !== 'finished';
}

/** The page's title: the state of the phone first, so that a tab can be read from afar. */
export function pageTitle(s: Session): string {
  const name = s.phone.person?.name;
  switch (s.phone.state) {
    case 'talking':
      return `● Talking to ${name} – Partyline`;
    case 'dialling':
      return `● Ringing ${name} – Partyline`;
    case 'placing':
    case 'ringing':
    case 'greeting':
      return `● Starting – ${s.name} – Partyline`;
    case 'wrap_up':
      return `● ${name && !s.phone.person?.logged ? `Log ${name}` : 'On the phone'} – Partyline`;
    case 'unknown':
    case 'idle':
    case 'finished':
      return `${s.name} – Partyline`;
  }
}
