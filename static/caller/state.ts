// What the callers' page shows, without its DOM.
import type { components } from '../src/core/api.gen';
import type { Invited, Problem } from '../volunteer/boot';

type Schemas = components['schemas'];
export type Messages = Schemas['MessagesView'];
export type Card = Schemas['EndCardView'];
export type Status = Schemas['CallersView'];

export interface Caller {
  invited?: Invited;
  /** Why there is nothing more to do here, in a sentence. */
  over?: string;
  up: boolean;
  /** Since when it has not been up, by the page's clock that never jumps; what is shown is as it was then. */
  downSince?: number;
  /** That time as people read it. */
  downAt?: string;
}

export function begin(invited: Invited | undefined, problem: Problem | undefined): Caller {
  if (!invited) return { up: false, over: problem?.title ?? 'This link leads nowhere (any more).' };
  if (invited.removed) return { up: false, invited, over: removed };
  return { up: false, invited };
}

export const removed = 'The organisers have taken you off this campaign. Ask them if that was a mistake.';

/** An event of the callers' topic: the new state of what it is about. */
export function told(c: Caller, kind: string, data: unknown): Caller {
  if (!c.invited) return c;
  if (kind === 'campaign.callers_told') return { ...c, invited: { ...c.invited, status: data as Status } };
  if (kind === 'campaign.script_changed') {
    const { script, script_version } = data as Schemas['ScriptTold'];
    return { ...c, invited: { ...c.invited, script, script_version } };
  }
  if (kind === 'campaign.messages_changed')
    return { ...c, invited: { ...c.invited, messages: data as Messages } };
  return c;
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
export function waiting(status: Status): { title: string; text: string } {
  switch (status.state) {
    case 'stalled': {
      const cause = status.sentence.replace(/^No calls just now:\s*/, '');
      return {
        title: 'No calls just now',
        text: `${cause.charAt(0).toUpperCase()}${cause.slice(1)} This changes by itself: keep the page open.`,
      };
    }
    case 'running':
      return {
        title: 'Calls are going out',
        text: 'This page cannot take calls yet. Read the script meanwhile.',
      };
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
