// The last plain sentence about a leader's phone, as the card says it: to the leader, or about them to the others.
// The server's own sentence is for whoever has no page; what a button beside it says is left out here.

import { moment } from './times';
import type { Instant, Session } from './types';

export interface Seen {
  mine: boolean;
  /** The leader's own number, shown only to them. */
  mobile: string | undefined;
  now: number;
}

type Noticed = Pick<Session, 'leader' | 'phone'>;

/** Why nobody was reached on the leader's own phone: the title of the card, and what happened. */
export function unreachedWords(s: Noticed, seen: Seen): [title: string, words: string] {
  const { code = '', title = '' } = s.phone.notice ?? {};
  const nobody = 'Nobody on the list was called.';
  if (!seen.mine) return [`We couldn’t reach ${s.leader.name}’s phone`, nobody];
  const phone = seen.mobile ?? 'Your phone';
  switch (code) {
    case 'no_answer':
      return ['We couldn’t reach your phone', `${phone} rang for 30 s. ${nobody}`];
    case 'busy':
      return ['We couldn’t reach your phone', `${phone} was busy. ${nobody}`];
    case 'failed':
      return [
        'We couldn’t reach your phone',
        `The call to ${phone} failed. Check the number, then try again. ${nobody}`,
      ];
    case 'bad_number':
      return ['We couldn’t reach your phone', `The carrier refuses ${phone}. Change the number. ${nobody}`];
    case 'lost':
      return ['We couldn’t reach your phone', `The call was never placed. ${nobody}`];
    case 'no_key':
      return ['Nobody pressed a key on your phone', `So we hung up. ${nobody}`];
    case 'phone_config':
      return ['The carrier refused the call', `An admin must check the phone settings. ${nobody}`];
    default:
      return ['We couldn’t reach your phone', `${title} ${nobody}`];
  }
}

/** Why the session rests: "Paused: you hung up at 14:09". */
export function pausedWords(s: Noticed, seen: Seen): string {
  const { code = '', title = '', at } = s.phone.notice ?? {};
  switch (code) {
    case 'hung_up':
      return `Paused: ${seen.mine ? 'you' : s.leader.name} hung up${time(at, seen.now)}`;
    case 'moved':
      return seen.mine
        ? 'You moved your phone call to another session'
        : `${s.leader.name} is calling in another session`;
    case '':
      return 'Paused';
    default:
      return (title.split('. ')[0] ?? title).replace(/\.$/, '');
  }
}

function time(at: Instant | undefined, now: number): string {
  return at ? ` at ${moment(at, now)}` : '';
}
