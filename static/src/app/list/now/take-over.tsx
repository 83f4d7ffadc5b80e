import { useState } from 'preact/hooks';
import type { LeadersNow } from '../../../core/leaders';
import { people } from '../../../core/text';
import type { CallList } from '../../../core/types';
import { Select } from '../../../ui/select';
import { tell } from '../../../ui/toast';
import { FormDialog, useForm } from '../../form';
import { api, me, newKey } from '../../here';
import { useChoices } from './split';

/** Gives an absent leader's untouched people to another; says how many, and what stays with them. */
export function TakeOverDialog(p: {
  list: CallList;
  now: LeadersNow;
  close: () => void;
  done: (fresh: LeadersNow) => void;
}) {
  const form = useForm('from', 'to');
  const mine = me.value?.id ?? '';
  const choices = useChoices(p.list, p.now);
  const others = p.now.shares.filter((s) => s.left > 0);
  const [from, setFrom] = useState(
    others.find((s) => s.leader.id !== mine)?.leader.id ?? others[0]?.leader.id ?? '',
  );
  const [to, setTo] = useState(from === mine ? '' : mine);
  const share = p.now.shares.find((s) => s.leader.id === from);
  const targets = choices.filter((c) => c.id !== from);
  const taker = targets.find((c) => c.id === to) ?? targets[0];
  const busy = p.now.leaders.find((l) => l.leader.id === from && l.phone.state !== 'idle');
  const send = async () => {
    let fresh: LeadersNow | undefined;
    const done = await form.send(async () => {
      fresh = await api.post<LeadersNow>(
        `/lists/${p.list.id}/take-over`,
        { from, to: taker?.id },
        { key: newKey() },
      );
    });
    if (!done || !fresh) return;
    tell(`${taker?.name} has ${share?.leader.name}’s people now.`, 'done');
    p.done(fresh);
  };
  const words = (name: string, id: string) => (id === mine ? `${name} (you)` : name);
  return (
    <FormDialog
      form={form}
      title="Take over an absent leader’s people"
      close={p.close}
      submit={() => void send()}
      words="Take over"
      meanwhile="Taking over…"
      off={!share || !taker || !!busy}
    >
      {others.length === 0 ? (
        <p class="sm">Everybody in every share was worked: there is nobody to take over.</p>
      ) : (
        <>
          <Select
            label="From"
            value={from}
            change={setFrom}
            error={form.error('from')}
            choices={others.map((s) => ({
              value: s.leader.id,
              words: `${words(s.leader.name, s.leader.id)}: ${people(s.left)} left`,
            }))}
          />
          <Select
            label="To"
            value={taker?.id ?? ''}
            change={setTo}
            error={form.error('to')}
            choices={targets.map((c) => ({ value: c.id, words: words(c.name, c.id) }))}
          />
          <p class="sm" role="status">
            {busy
              ? `${share?.leader.name} is on the phone for this list now. Their people can be taken over when they have hung up.`
              : `${share ? people(share.left) : 'People'} nobody has worked leave ${share?.leader.name}’s queue and come to the end of ${taker?.name}’s. Whom ${share?.leader.name} has called or skipped stays with them. The audit log keeps it.`}
          </p>
        </>
      )}
    </FormDialog>
  );
}
