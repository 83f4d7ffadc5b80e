// What is pressed on this page and decided by the server: none of it shows before it is done.

import { useState } from 'preact/hooks';
import { Unreachable } from '../../../core/api';
import type { Campaign } from '../../../core/campaign';
import { refuse } from '../../../ui/toast';
import { api, newKey, Problem } from '../../here';
import type { Room } from '../room';

export type Deed = 'pause' | 'resume' | 'start' | 'end' | 'duplicate';

export interface Deeds {
  /** Under way. */
  busy: Deed | undefined;
  /** Does it. Answers the campaign that came back; undefined: refused, and said. */
  press: (deed: Deed, body?: unknown) => Promise<Campaign | undefined>;
}

export function useDeeds(room: Room): Deeds {
  const [busy, setBusy] = useState<Deed>();
  return {
    busy,
    press: async (deed, body) => {
      if (busy) return undefined;
      setBusy(deed);
      try {
        const path = `/campaigns/${room.campaign.id}/${deed}`;
        const c = await api.post<Campaign>(path, body ?? {}, { key: newKey() });
        if (deed !== 'duplicate') room.put(c);
        return c;
      } catch (e) {
        sayRefusal(e);
        return undefined;
      } finally {
        setBusy(undefined);
      }
    },
  };
}

/** Says why something was not done. What is no refusal at all goes on up. */
export function sayRefusal(e: unknown) {
  if (e instanceof Problem) refuse(e.title);
  else if (e instanceof Unreachable) refuse('The server cannot be reached. Nothing was changed. Try again.');
  else throw e;
}
