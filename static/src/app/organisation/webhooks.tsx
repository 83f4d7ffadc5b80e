import { useState } from 'preact/hooks';
import { ago, moment } from '../../core/times';
import type { MadeWebhook, Webhooks as Overview, Webhook } from '../../core/types';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { tell } from '../../ui/toast';
import { useAddress } from '../address';
import { FormDialog, useForm } from '../form';
import { api, newKey, now } from '../here';
import { useReading } from '../reading';
import { DeliveriesDialog } from './deliveries';
import { Listed } from './listed';
import { Secret } from './secret';

/** Outgoing webhooks: programs that hear of what happens. */
export function Webhooks() {
  const { query, open, close } = useAddress();
  const read = useReading<Overview>('/webhooks');
  const [removing, setRemoving] = useState<Webhook>();
  const hooks = read.value?.items;
  const shown = hooks?.find((h) => h.id === query.deliveries);
  const add = (
    <Button primary icon="plus" onPress={() => open({ new: 'yes' })}>
      New webhook
    </Button>
  );
  return (
    <Listed
      label="Webhooks"
      read={read}
      items={hooks}
      add={add}
      about="A webhook tells another program what happens here. Phone numbers are never in it."
      none={{
        title: 'No webhooks yet',
        words:
          'A webhook tells another program what happens here, as it happens. Phone numbers are never in it.',
      }}
      columns={4}
      head={
        <>
          <th scope="col">Address</th>
          <th scope="col">State</th>
          <th scope="col">Last delivered</th>
          <th style={{ width: '240px' }}>
            <span class="vh">What can be done</span>
          </th>
        </>
      }
      row={(h) => (
        <tr key={h.id}>
          <th scope="row" style={{ overflowWrap: 'anywhere' }}>
            {h.url}
          </th>
          <td class="c-2l">{stateWords(h)}</td>
          <td class="muted c-no" title={h.delivered_at && ago(h.delivered_at, now())}>
            {h.delivered_at ? moment(h.delivered_at, now()) : 'never'}
          </td>
          <td class="c-1r" style={{ textAlign: 'end' }}>
            {h.state === 'off' && <Resume hook={h} done={read.again} />}
            <Button tiny onPress={() => open({ deliveries: h.id })}>
              Deliveries
            </Button>{' '}
            <Button tiny bad onPress={() => setRemoving(h)}>
              Remove…
            </Button>
          </td>
        </tr>
      )}
    >
      {query.new === 'yes' && read.value && (
        <NewWebhook kinds={read.value.kinds} close={() => close('new')} made={read.again} />
      )}
      {shown && <DeliveriesDialog hook={shown} close={() => close('deliveries')} changed={read.again} />}
      {removing && (
        <Remove
          hook={removing}
          close={() => setRemoving(undefined)}
          done={() => {
            setRemoving(undefined);
            read.again();
          }}
        />
      )}
    </Listed>
  );
}

function stateWords(h: Webhook): string {
  if (h.state === 'off') return `Switched off ${h.off_at ? moment(h.off_at, now()) : ''}: it failed for days`;
  const waiting = h.waiting ? `, ${h.waiting} waiting` : '';
  if (h.state === 'failing')
    return `Failing since ${h.failing_since ? moment(h.failing_since, now()) : 'now'}${waiting}`;
  return `On${waiting}`;
}

function Resume({ hook, done }: { hook: Webhook; done: () => void }) {
  const form = useForm();
  return (
    <Button
      tiny
      busy={form.busy}
      onPress={() =>
        void form
          .send(() => api.post(`/webhooks/${hook.id}/resume`, {}, { key: newKey() }))
          .then((ok) => ok && done())
      }
    >
      Switch on
    </Button>
  );
}

function NewWebhook({ kinds, close, made }: { kinds: string[]; close: () => void; made: () => void }) {
  const form = useForm('url');
  const [url, setUrl] = useState('');
  const [all, setAll] = useState(true);
  const [chosen, choose] = useState<string[]>([]);
  const [secret, setSecret] = useState<string>();
  const save = async () => {
    if (!form.check({ url: url.trim() ? undefined : 'Write the address that is to be told.' })) return;
    await form.make(async (key) => {
      const body = { url: url.trim(), kinds: all ? [] : chosen };
      setSecret((await api.post<MadeWebhook>('/webhooks', body, { key })).secret);
      made();
    });
  };
  if (secret)
    return (
      <Dialog
        title="The webhook is on"
        footer={
          <Button primary class="push" onPress={close}>
            I have copied it
          </Button>
        }
      >
        <div class="body fields">
          <p class="sm">
            This secret is shown this once. The other program checks with it that what it gets comes from
            here.
          </p>
          <Secret text={secret} label="Secret of the webhook" />
        </div>
      </Dialog>
    );
  return (
    <FormDialog
      form={form}
      title="New webhook"
      close={close}
      submit={() => void save()}
      words="Add"
      meanwhile="Adding…"
      off={!all && !chosen.length}
    >
      <Field
        label="Address"
        value={url}
        change={setUrl}
        error={form.error('url')}
        placeholder="https://"
        maxLength={500}
        autoFocus
      />
      <Check label="Everything that happens" on={all} change={setAll} />
      {!all && (
        <fieldset>
          <legend class="l">Only these</legend>
          {kinds.map((k) => (
            <Check
              key={k}
              label={k}
              on={chosen.includes(k)}
              change={(on) => choose(on ? [...chosen, k] : chosen.filter((c) => c !== k))}
            />
          ))}
        </fieldset>
      )}
    </FormDialog>
  );
}

/** Cannot be taken back, so it asks. */
function Remove({ hook, close, done }: { hook: Webhook; close: () => void; done: () => void }) {
  const form = useForm();
  const remove = async () => {
    if (!(await form.send(() => api.del(`/webhooks/${hook.id}`)))) return;
    tell('The webhook is removed.', 'done');
    done();
  };
  return (
    <FormDialog
      form={form}
      title="Remove this webhook?"
      close={close}
      class="narrow"
      submit={() => void remove()}
      words="Remove it"
      bad
      cancel="Keep it"
    >
      <p class="sm">
        {hook.url} hears nothing from now on, and its deliveries are gone. This cannot be taken back.
      </p>
    </FormDialog>
  );
}
