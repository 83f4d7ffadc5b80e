// One campaign on a page, live: the snapshot, what events make of it, what is typed into it, and who else is here.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Campaign, type CampaignEvent, campaignAfter, newest, type StepName } from '../../core/campaign';
import { Saving } from '../../core/campaign-saving';
import type { Here } from '../../core/events';
import { after, api, me, newKey, shelf } from '../here';
import { useReading, useTopic } from '../reading';

export interface Room {
  campaign: Campaign;
  /** Fields that save themselves: `saving.enter({ name })`. */
  saving: Saving;
  /** Who else is on this campaign's pages, and on which step. */
  people: readonly Beside[];
  /** Puts in what the reply to a press brought. */
  put: (c: Campaign) => void;
  /** Reads the campaign again. */
  again: () => void;
  /** Hears every event of campaign/{id}, for parts of a page with a state of their own. Answers how to stop. */
  listen: (f: (e: CampaignEvent) => void) => () => void;
  /** Says that something is edited here just now; `what` tells it apart from other things of the step. */
  editing: (what?: string) => void;
  /** Says that the editing is over. */
  rest: () => void;
}

export interface Beside {
  id: string;
  name: string;
  step: string;
  editing: boolean;
  /** What of the step, as `editing` was told; "" when it was not. */
  what: string;
}

/** `step` is where the viewer is: everybody else on the campaign is told. */
export function useRoom(
  id: string,
  step: StepName | undefined,
): { room: Room | undefined; fault: unknown; again: () => void } {
  const read = useReading<Campaign>(`/campaigns/${id}`);
  const [campaign, setCampaign] = useState<Campaign>();
  const [here, setHere] = useState<readonly Here[]>([]);
  const [, draw] = useState(0);
  const saving = useRef<Saving>(undefined);
  const latest = useRef<Campaign>(undefined);
  const ears = useRef(new Set<(e: CampaignEvent) => void>());
  const doing = useDoing(step);

  /** `whole`: a reply, with what events leave out. */
  const put = (c: Campaign, whole: boolean) => {
    const now = whole ? newest(latest.current, c) : c;
    latest.current = now;
    setCampaign(now);
    saving.current?.server(now, whole && c.version >= now.version);
  };
  useEffect(() => {
    const c = read.value;
    if (!c) return;
    put(c, true);
    saving.current ??= new Saving(
      me.value?.id ?? '',
      latest.current ?? c,
      { api, shelf: shelf(), after, random: Math.random, newKey },
      { changed: () => draw((n) => n + 1), whole: (w) => put(w, true) },
    );
    draw((n) => n + 1);
  }, [read.value]);
  useEffect(
    () => () => {
      void saving.current?.flush();
      saving.current?.close();
    },
    [],
  );
  useTopic(
    `campaign/${id}`,
    read.value?.seq,
    {
      event: (e) => {
        const c = latest.current;
        if (!c) return;
        const next = campaignAfter(c, e);
        put(next.campaign, false);
        if (next.read) read.again();
        for (const ear of [...ears.current]) ear(e as CampaignEvent);
      },
      reset: read.again,
      presence: { doing: doing.now, people: setHere },
    },
    read.value,
  );
  const room: Room | undefined =
    campaign && saving.current
      ? {
          campaign,
          saving: saving.current,
          people: here.filter((p) => p.id !== me.value?.id).map(beside),
          put: (c) => put(c, true),
          again: read.again,
          listen: (f) => {
            ears.current.add(f);
            return () => ears.current.delete(f);
          },
          editing: doing.editing,
          rest: doing.rest,
        }
      : undefined;
  return { room, fault: read.fault, again: read.again };
}

/** "hours", or "hours, editing" while something was typed in the last half minute. */
function useDoing(step: StepName | undefined) {
  const [typing, setTyping] = useState<{ until: number; what: string }>({ until: 0, what: '' });
  const { until, what } = typing;
  useEffect(() => {
    if (!until) return;
    const t = setTimeout(() => setTyping({ until: 0, what: '' }), until - Date.now());
    return () => clearTimeout(t);
  }, [until]);
  return {
    now: `${step ?? 'campaign'}${until ? `, editing ${what}`.trimEnd() : ''}`,
    editing: (thing = '') => {
      // Behind the event: drawing the page between a box's input and its change would take the press back.
      if (thing !== what || Date.now() + 20_000 > until)
        setTimeout(() => setTyping({ until: Date.now() + 30_000, what: thing }));
    },
    rest: () => {
      setTimeout(() => setTyping({ until: 0, what: '' }));
    },
  };
}

function beside(p: Here): Beside {
  const [step = '', doing = ''] = p.doing.split(', ');
  const [editing, ...what] = doing.split(' ');
  return { id: p.id, name: p.name, step, editing: editing === 'editing', what: what.join(' ') };
}
