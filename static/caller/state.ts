// What the callers' page shows, without its DOM.
import type { components } from '../src/core/api.gen';
import type { Invited, Problem } from '../volunteer/boot';
import type { Press } from './outbox';
import { type Given, type Path, walk } from './walk';

type Schemas = components['schemas'];
export type Messages = Schemas['MessagesView'];
export type Card = Schemas['EndCardView'];
export type Status = Schemas['CallersView'];
export type Mine = Schemas['Mine'];
export type View = Schemas['CallerView'];
export type Talk = Schemas['Talk'];
export type LastTalk = Schemas['LastTalk'];

export interface Caller {
  invited?: Invited;
  /** This page; of several that are open the last one is used. */
  tab: string;
  /** How things are with the caller, once they have come in. */
  mine?: Mine;
  /** A talk that is over and is being corrected. */
  opened?: Talk;
  /** Why there is nothing more to do here, in a sentence. */
  over?: string;
  up: boolean;
  /** Since when it has not been up, by the page's clock that never jumps; what is shown is as it was then. */
  downSince?: number;
  /** That time as people read it. */
  downAt?: string;
  /** They are coming in: their form stays, with what is in it. */
  coming?: boolean;
  /** Why something did not go as it was pressed, in a sentence; until the next thing happens. */
  word?: string;
}

export function begin(invited: Invited | undefined, problem: Problem | undefined, tab = ''): Caller {
  if (!invited) return { up: false, tab, over: problem?.title ?? 'This link leads nowhere (any more).' };
  if (invited.removed) return { up: false, tab, invited, over: removed };
  return { up: false, tab, invited };
}

export const removed = 'The organisers have taken you off this campaign. Ask them if that was a mistake.';

/** An event of one of the page's topics: the new state of what it is about. */
export function told(c: Caller, kind: string, data: unknown): Caller {
  if (!c.invited) return c;
  switch (kind) {
    case 'campaign.callers_told':
      return { ...c, invited: { ...c.invited, status: data as Status } };
    case 'campaign.script_changed': {
      const { script, script_version } = data as Schemas['ScriptTold'];
      return { ...c, invited: { ...c.invited, script, script_version } };
    }
    case 'campaign.messages_changed':
      return { ...c, invited: { ...c.invited, messages: data as Messages } };
    case 'dialer.caller_changed':
      return heard(c, data as View);
    default:
      return c;
  }
}

/** The caller as the event says; the talk stays while it is the same, and is made up from what is known while it is fetched. */
function heard(c: Caller, v: View): Caller {
  const was = c.mine;
  if (!was || v.id !== was.id || v.version <= was.version) return c;
  const busy = v.state === 'talking' || v.state === 'wrap_up';
  let talk = busy ? (was.talk?.turn === v.turn ? was.talk : atFirst(c.invited, v)) : undefined;
  if (talk && v.state === 'wrap_up') talk = { ...talk, over: true };
  const mine: Mine = {
    ...was,
    ...v,
    wish: v.wish,
    notice: v.notice,
    tab: v.tab,
    name: v.name,
    due_at: v.due_at,
    talk,
    own: { ...was.own, calls: v.talks },
  };
  return { ...c, mine, opened: talk ? undefined : c.opened, word: v.turn === was.turn ? c.word : undefined };
}

/** A talk as it begins: its first question is there with the beep, before everything about the contact is. */
function atFirst(i: Invited | undefined, v: View): Talk | undefined {
  if (!i?.script) return undefined;
  const name = v.name ?? '';
  const [first = '', ...rest] = name.split(' ');
  const open = i.script.questions[0]?.id;
  return {
    turn: v.turn,
    name,
    fields: { first_name: first, last_name: rest.join(' '), name },
    household: [],
    script: i.script,
    answers: [],
    path: open ? [open] : [],
    open,
    over: v.state === 'wrap_up',
    since: v.since,
  };
}

/** Whether an event leaves something to ask for: who is there now, how long the wait is, own figures. */
export function wants(before: Caller, after: Caller): boolean {
  const [a, b] = [before.mine, after.mine];
  return (
    !!b &&
    (a?.state !== b.state ||
      a.turn !== b.turn ||
      a.notice !== b.notice ||
      a.phone_connected !== b.phone_connected)
  );
}

/** Something newer was heard while this answer to a request was on its way: events do not say all of it, so it is asked for again. */
export function late(c: Caller, m: Mine): boolean {
  return c.mine?.id === m.id && m.version < c.mine.version;
}

/** An answer to a request: the whole of it, unless it is late. */
export function taken(c: Caller, m: Mine): Caller {
  if (late(c, m)) return c;
  return { ...c, mine: m, opened: m.talk ? undefined : c.opened };
}

/** Whether they hear a beep: as pressed, where something was; whatever else is known of the caller stays. */
export function beeping(c: Caller, on: boolean | undefined): Caller {
  return !c.mine || on === undefined || c.mine.beep === on ? c : { ...c, mine: { ...c.mine, beep: on } };
}

/** An answer that the server has: the talk that it is of has it too, whatever else of that talk is heard before the server's reply. */
export function answered(c: Caller, p: Press): Caller {
  if (p.kind !== 'answer') return c;
  const has = (talk: Talk | undefined) => {
    if (talk?.turn !== p.turn) return talk;
    const now = { question: p.question, value: p.value, version: 0, at: talk.since };
    return { ...talk, answers: [...talk.answers.filter((a) => a.question !== p.question), now] };
  };
  const [talk, opened] = [has(c.mine?.talk), has(c.opened)];
  if (talk === c.mine?.talk && opened === c.opened) return c;
  return { ...c, opened, mine: c.mine && { ...c.mine, talk } };
}

/** What was not kept, and why, in a sentence: the answers by their questions, where those are known. */
export function unkept(c: Caller, lost: readonly Press[], why: Problem): string {
  const titles: string[] = [];
  let n = 0;
  for (const p of lost) {
    if (p.kind !== 'answer') continue;
    n++;
    const talk = [c.mine?.talk, c.opened].filter((t) => t?.turn === p.turn)[0];
    const title = talk?.script.questions.filter((q) => q.id === p.question)[0]?.title;
    if (title && titles.indexOf(`“${title}”`) < 0) titles.push(`“${title}”`);
  }
  const several = titles.length ? titles.length > 1 : n > 1;
  const what = titles.length
    ? `Your answer${several ? 's' : ''} to ${titles.join(' and ')}`
    : several
      ? `${n} answers`
      : 'An answer';
  const not = `${what} ${several ? 'were' : 'was'} not kept`;
  if (why.code !== 'talk_gone') return n ? `${not}: ${why.title}` : why.title;
  return `That talk had been closed ${n ? `more than five minutes before. ${not}.` : 'before.'}`;
}

/** The last talks that can still be corrected, by the server's clock. */
export function lastOf(m: Mine | undefined, now: number): LastTalk[] {
  return m?.talk ? [] : (m?.last ?? []).filter((t) => Date.parse(t.editable_until) > now);
}

export type Screen =
  | 'over'
  | 'elsewhere'
  | 'join'
  | 'opening'
  | 'card'
  | 'closed' // not open yet
  | 'joining'
  | 'waiting'
  | 'talk'
  | 'saving'
  | 'break'
  | 'not_ready'
  | 'finished';

/** What the page shows. A card, like everything that is not the talk, comes after the talk is finished and saved. */
export function screenOf(c: Caller, pending: readonly Press[]): Screen {
  const i = c.invited;
  if (c.over !== undefined || !i) return 'over';
  if (!i.me || c.coming) return 'join';
  const m = c.mine;
  if (m?.tab && m.tab !== c.tab) return 'elsewhere';
  const talk = talkOf(c);
  if (talk) return pending.some((p) => p.kind === 'save' && p.turn === talk.turn) ? 'saving' : 'talk';
  if (cardOf(i)) return 'card';
  if (!m) return 'opening';
  switch (m.state) {
    case 'joining':
      return 'joining';
    case 'waiting':
      return 'waiting';
    case 'on_break':
      return 'break';
    case 'not_ready':
      return 'not_ready';
    case 'finished':
      return 'finished';
    default:
      return isOpen(i.status.state) ? 'join' : 'closed';
  }
}

/** The talk that goes on, or whose answers are not saved. */
export function talkOf(c: Caller): Talk | undefined {
  const m = c.mine;
  return m && (m.state === 'talking' || m.state === 'wrap_up') ? m.talk : undefined;
}

/** The answers of a talk: those that the server has, and over them those on their way. */
export function given(talk: Talk, pending: readonly Press[]): Given[] {
  const out: Given[] = talk.answers.map((a) => ({ question: a.question, value: a.value }));
  for (const p of pending) {
    if (p.kind !== 'answer' || p.turn !== talk.turn) continue;
    const g = { question: p.question, value: p.value };
    const at = out.findIndex((x) => x.question === p.question);
    if (at < 0) out.push(g);
    else out[at] = g;
  }
  return out;
}

export function pathOf(talk: Talk, pending: readonly Press[]): Path {
  return walk(talk.script, given(talk, pending));
}

/** Whether phones are rung in such a state, or could be at any moment. */
export function isOpen(state: Status['state']): boolean {
  return state === 'running' || state === 'stalled';
}

/** Whether the phone is on the line, whatever is shown. */
export function onLine(m: Mine | undefined): boolean {
  return !!m?.phone_connected;
}

/** The card that takes the place of everything else, while there is one for the campaign's state. */
export function cardOf(invited: Invited): Card | undefined {
  const cards = invited.messages?.end_cards;
  switch (invited.status.state) {
    case 'paused':
      return cards?.paused;
    case 'complete':
      return cards?.complete;
    case 'outside_hours':
      return cards?.outside_hours;
    default:
      return undefined;
  }
}

/** The status in one or two words, for the page's head and title. */
export function word(state: Status['state']): string {
  switch (state) {
    case 'paused':
      return 'Paused';
    case 'complete':
      return 'Complete';
    case 'outside_hours':
      return 'Outside hours';
    case 'stalled':
      return 'No calls just now';
    case 'running':
      return 'Running';
    case 'draft':
    case 'loading':
    case 'load_failed':
      return 'Not open yet';
    default:
      state satisfies never; // a newer server may say more than this page knows
      return '';
  }
}

/** The loud line of the waiting screen, and what stands below it: the cause, and what comes next. */
export function waiting(status: Status, mine?: Mine): { title: string; text: string } {
  switch (status.state) {
    case 'stalled': {
      const cause = status.sentence.replace(/^No calls just now:\s*/, '');
      return {
        title: 'No calls just now',
        text: `${cause.charAt(0).toUpperCase()}${cause.slice(1)} This changes by itself: keep the page open.`,
      };
    }
    case 'running':
      return { title: 'Waiting for someone to pick up', text: patience(mine) };
    case 'draft':
    case 'loading':
    case 'load_failed':
      return {
        title: 'Not open yet',
        text: 'The organisers are still preparing. This changes by itself: keep the page open.',
      };
    default:
      return { title: status.sentence, text: '' };
  }
}

/** How long it usually takes just now, where there is something to go by. */
function patience(m: Mine | undefined): string {
  const stay =
    m?.beep === false
      ? 'Stay on the line: this page turns green.'
      : 'Stay on the line, you will hear a beep.';
  if (m?.estimate_seconds === undefined) return stay;
  return `Usually ${about(m.estimate_seconds)} just now. ${stay}`;
}

/** A time as an estimate is said. */
export function about(seconds: number): string {
  if (seconds <= 5) return 'a few seconds';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min` : 'more than an hour';
}

/** What to say of the phone, or of the last talk; '' for nothing. */
export function noticed(m: Mine): string {
  switch (m.notice) {
    case 'machine':
      return 'That was an answering machine. You are back in the queue.';
    case 'not_reached':
      return 'Nobody picked up your phone. Is it near you, and is this its number?';
    case 'busy':
      return 'Your phone was busy, or turned the call away.';
    case 'no_key':
      return 'Your phone was picked up, and no key was pressed: a mailbox, perhaps. Press any key when you hear us.';
    case 'bad_number':
      return 'This number cannot be rung. Is it the right one?';
    case 'phone_config':
      return 'We cannot ring phones just now. Tell the organisers, or ring in yourself.';
    case 'other_number':
      return '';
    case 'incomplete':
      return 'Your last talk was closed: for a minute neither your phone nor this page was there. The answers you had given are kept.';
    case 'time_up':
      return 'The time for your answers was over. Those you had given are kept.';
    case 'asked_to_finish':
      return 'The organisers have asked everybody to finish. Thank you for calling!';
    default:
      return '';
  }
}
