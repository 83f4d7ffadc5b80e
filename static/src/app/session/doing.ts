// Buttons that wait for the server: what rings a phone or costs money is never shown as done before it is.

import { signal } from '@preact/signals';
import { Problem } from '../../core/api';
import type { Session } from '../../core/types';
import { refuse } from '../../ui/toast';
import { api, newKey } from '../here';
import type { Room } from './room';

export type Deed = 'start' | 'resume' | 'pause' | 'next' | 'cycles' | 'finish-cycle' | 'archive' | 'hang-up';

const could: Record<Deed, string> = {
  start: 'start',
  resume: 'resume',
  pause: 'pause',
  next: 'call the next person',
  cycles: 'start a new cycle',
  'finish-cycle': 'finish the cycle',
  archive: 'archive the session',
  'hang-up': 'end the call',
};

/** The deed under way, and since when: after five seconds the page says what it waits for. */
export const doing = signal<{ deed: Deed; since: number } | undefined>(undefined);

/** Asks the server and waits. A refusal is a toast that stays; `special` may take some codes itself. */
export async function perform(
  room: Room,
  deed: Deed,
  options: {
    path?: string;
    body?: unknown;
    special?: (p: Problem) => boolean;
    done?: (s: Session) => void;
  } = {},
): Promise<boolean> {
  if (doing.value) return false;
  doing.value = { deed, since: Date.now() };
  try {
    const path = options.path ?? `/sessions/${room.id}/${deed}`;
    const reply = await api.post<Session | undefined>(path, options.body ?? {}, { key: newKey() });
    if (reply?.phone) {
      room.put(reply);
      options.done?.(reply);
    }
    return true;
  } catch (e) {
    if (e instanceof Problem) {
      if (!options.special?.(e)) refuse(e.title);
    } else {
      refuse(
        `Couldn’t ${could[deed]}: the server cannot be reached. Whether it happened shows here when you are back online.`,
      );
    }
    return false;
  } finally {
    doing.value = undefined;
  }
}
