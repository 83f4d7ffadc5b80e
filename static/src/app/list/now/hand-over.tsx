import { useState } from 'preact/hooks';
import type { LeaderNow, LeadersNow } from '../../../core/leaders';
import type { CallList, Session } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Select } from '../../../ui/select';
import { tell } from '../../../ui/toast';
import { FormError, useForm } from '../../form';
import { api, newKey } from '../../here';
import { useChoices } from './split';

/** Gives a session to another leader. While a phone is connected to it, it offers to pause first, and follows. */
export function HandOverDialog(p: { list: CallList; of: LeaderNow; now: LeadersNow; close: () => void }) {
  const l = p.of;
  const form = useForm('to');
  const taken = new Set(p.now.leaders.map((x) => x.leader.id));
  const free = useChoices(p.list, p.now).filter((c) => !taken.has(c.id));
  const [chosen, setChosen] = useState('');
  const to = free.find((c) => c.id === chosen) ?? free[0];
  const connected = l.phone.state !== 'idle';
  const send = async () => {
    const done = await form.send(async () => {
      await api.post<Session>(`/sessions/${l.session}/hand-over`, { to: to?.id }, { key: newKey() });
    });
    if (!done) return;
    tell(`${l.name} is ${to?.name}’s session now.`, 'done');
    p.close();
  };
  const pause = () =>
    form.send(async () => void (await api.post(`/sessions/${l.session}/pause`, {}, { key: newKey() })));
  return (
    <Dialog
      title="Hand the session over"
      close={p.close}
      submit={() => !connected && to && void send()}
      footer={
        <>
          <Button quiet class="push" onPress={p.close}>
            Cancel
          </Button>
          {connected && (
            <Button busy={form.busy} off={l.phone.ending} onPress={() => void pause()}>
              {l.phone.ending ? 'Pausing after this talk…' : 'Pause it'}
            </Button>
          )}
          <Button primary type="submit" busy={form.busy} off={connected || !to}>
            {form.busy ? 'Handing over…' : 'Hand over'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        {free.length ? (
          <Select
            label={`${l.name} goes to`}
            value={to?.id ?? ''}
            change={setChosen}
            error={form.error('to')}
            choices={free.map((c) => ({ value: c.id, words: c.name }))}
          />
        ) : (
          <p class="sm">Everybody who leads {p.list.group.name} has an open session on this list already.</p>
        )}
        {connected && (
          <p class="warnl" role="status">
            {l.leader.name} is on the phone in this session. Pause it: it can be handed over when the call has
            ended.
          </p>
        )}
        <p class="sm muted">
          {to?.name ?? 'The new leader'} gets the whole queue with its skips, call-backs and figures, and{' '}
          {l.leader.name}’s share where the list is split. {l.leader.name} can watch it, and call no one from
          it any more. A mobile number is needed only to start.
        </p>
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
