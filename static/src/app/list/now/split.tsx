import { useState } from 'preact/hooks';
import type { LeadersNow } from '../../../core/leaders';
import { figure, people } from '../../../core/text';
import type { CallList, Leader, Page } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Check } from '../../../ui/check';
import { Dialog } from '../../../ui/dialog';
import { tell } from '../../../ui/toast';
import { FormError, useForm } from '../../form';
import { api, newKey } from '../../here';
import { useReading } from '../../reading';

/** Deals the untouched people of a list evenly; says what each leader gets and what stays as it is. */
export function SplitDialog(p: {
  list: CallList;
  now: LeadersNow;
  close: () => void;
  done: (fresh: LeadersNow) => void;
}) {
  const form = useForm('leaders');
  const leaders = useChoices(p.list, p.now);
  const [off, setOff] = useState<ReadonlySet<string>>();
  const chosen = leaders.filter((l) => (off ? !off.has(l.id) : l.at));
  const all = p.now.progress.untouched;
  const least = chosen.length ? Math.floor(all / chosen.length) : 0;
  const most = chosen.length ? Math.ceil(all / chosen.length) : 0;
  const toggle = (id: string, on: boolean) => {
    const next = new Set(off ?? leaders.filter((l) => !l.at).map((l) => l.id));
    if (on) next.delete(id);
    else next.add(id);
    setOff(next);
  };
  const send = async (ids: string[]) => {
    let fresh: LeadersNow | undefined;
    const done = await form.send(async () => {
      fresh = await api.post<LeadersNow>(`/lists/${p.list.id}/split`, { leaders: ids }, { key: newKey() });
    });
    if (!done || !fresh) return;
    tell(
      ids.length ? `${p.list.name} is split between ${ids.length} leaders.` : 'The split has ended.',
      'done',
    );
    p.done(fresh);
  };
  return (
    <Dialog
      title="Split between leaders"
      close={p.close}
      submit={() => chosen.length > 0 && void send(chosen.map((l) => l.id))}
      footer={
        <>
          {p.now.shares.length > 0 && (
            <Button quiet class="push" busy={form.busy} onPress={() => void send([])}>
              End the split
            </Button>
          )}
          <Button quiet class={p.now.shares.length ? '' : 'push'} onPress={p.close}>
            Cancel
          </Button>
          <Button primary type="submit" busy={form.busy} off={!chosen.length}>
            {form.busy ? 'Splitting…' : 'Split'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        {leaders.map((l) => (
          <Check
            key={l.id}
            label={l.name}
            on={chosen.includes(l)}
            change={(on) => toggle(l.id, on)}
            hint={l.hint}
          />
        ))}
        <p class="sm" role="status">
          {chosen.length
            ? `${people(all)} nobody has worked yet: ${least === most ? figure(most) : `${figure(least)} or ${figure(most)}`} for each, in the order of the list.`
            : 'Choose at least one leader.'}
        </p>
        <p class="sm muted">
          Each leader’s queue keeps their share only. Whoever was called or is being called stays where they
          are; whom a leader has skipped goes into that leader’s share. People added later go to the smallest
          share.
        </p>
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

interface Choice {
  id: string;
  name: string;
  /** Chosen to begin with: has a share or a session. */
  at: boolean;
  hint: string | undefined;
}

/** The group's leaders, and whoever else has a share or a session. */
export function useChoices(list: CallList, now: LeadersNow): Choice[] {
  const read = useReading<Page<Leader>>(`/groups/${list.group.id}/leaders`);
  const names = new Map<string, string>();
  for (const s of now.shares) names.set(s.leader.id, s.leader.name);
  for (const l of now.leaders) names.set(l.leader.id, l.leader.name);
  for (const l of read.value?.items ?? []) names.set(l.id, l.name);
  return [...names].map(([id, name]) => {
    const share = now.shares.find((s) => s.leader.id === id);
    const session = now.leaders.find((l) => l.leader.id === id);
    return {
      id,
      name,
      at: now.shares.length ? !!share : !!session,
      hint: share
        ? `has ${people(share.left)} left`
        : session
          ? undefined
          : 'has no open session on this list yet',
    };
  });
}
