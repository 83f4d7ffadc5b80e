import { clockSeconds, weekday } from '../../core/times';
import type { Delivery, Page, Webhook } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { tell } from '../../ui/toast';
import { FormError, useForm } from '../form';
import { api, newKey } from '../here';
import { useReading } from '../reading';

/** What a webhook was sent lately, and what is to be sent again. */
export function DeliveriesDialog(p: { hook: Webhook; close: () => void; changed: () => void }) {
  const read = useReading<Page<Delivery>>(`/webhooks/${p.hook.id}/deliveries?limit=100`);
  const form = useForm();
  const replay = async (d: Delivery) => {
    const path = `/webhooks/${p.hook.id}/deliveries/${d.id}/replay`;
    if (!(await form.send(() => api.post(path, {}, { key: newKey() })))) return;
    tell('It is sent once more.', 'done');
    read.again();
    p.changed();
  };
  const all = read.value?.items;
  return (
    <Dialog
      title="Deliveries"
      close={p.close}
      footer={
        <>
          <Button quiet onPress={read.again}>
            Look again
          </Button>
          <Button class="push" onPress={p.close}>
            Done
          </Button>
        </>
      }
    >
      <div class="body" ref={form.root}>
        <p class="sm muted" style={{ overflowWrap: 'anywhere' }}>
          {p.hook.url}
        </p>
        {!all ? (
          <BoneRows rows={5} columns={3} />
        ) : all.length === 0 ? (
          <p class="sm">Nothing was sent yet.</p>
        ) : (
          <table class="tbl plain">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">How it went</th>
                <th>
                  <span class="vh">Replay</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((d) => (
                <tr key={d.id}>
                  <th scope="row">
                    {d.kind}
                    <br />
                    <span class="sm muted nw">
                      {weekday(d.created_at)}, {clockSeconds(d.created_at)}
                    </span>
                  </th>
                  <td class="c-2l">{wentWords(d)}</td>
                  <td class="c-1r" style={{ textAlign: 'end' }}>
                    {d.state !== 'waiting' && p.hook.state !== 'off' && (
                      <Button tiny onPress={() => void replay(d)}>
                        Replay
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

function wentWords(d: Delivery): string {
  if (d.state === 'delivered') return `Delivered in ${d.took_ms} ms`;
  if (d.state === 'dead') return `Given up. ${d.problem ?? ''}`;
  return d.problem ? `${d.problem} Next try ${d.next_at ? clockSeconds(d.next_at) : 'soon'}.` : 'Waiting';
}
