import { useState } from 'preact/hooks';
import { numbers } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { OptedOut, OptOut, OptOutPage } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/text';
import { tell } from '../../ui/toast';
import { useAddress } from '../address';
import { FormDialog, useForm } from '../form';
import { api, now } from '../here';
import { usePaged } from '../reading';
import { Empty, FailedNotice } from '../states';
import { OptOutFile } from './optout-file';

const step = 100;
type Line = OptOut & { id: string };

/** The organisation's Do Not Call list: numbers that no session rings. */
export function OptOuts() {
  const { query, open, close } = useAddress();
  const [total, setTotal] = useState(0);
  const { list, state } = usePaged<Line>('opt-outs', async (cursor, signal) => {
    const page = await api.get<OptOutPage>('/do-not-call', { query: { cursor, limit: step }, signal });
    setTotal(page.total);
    // Where numbers are hidden two of them may look the same: their place is what tells them apart.
    return { ...page, items: page.items.map((o, i) => ({ ...o, id: `${cursor ?? ''} ${i}` })) };
  });
  const add = (
    <>
      <Button quiet onPress={() => open({ change: 'file' })}>
        From a file…
      </Button>
      <Button primary icon="plus" onPress={() => open({ change: 'on' })}>
        Add numbers
      </Button>
    </>
  );
  return (
    <section aria-label="Do Not Call">
      {state.total === undefined ? (
        state.fault ? (
          <FailedNotice
            fault={state.fault}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={() => void list.again()}
          />
        ) : (
          <BoneRows rows={6} columns={4} />
        )
      ) : total === 0 ? (
        <Empty title="Nobody yet" action={add}>
          Numbers on this list are never rung, whichever call list they stand on. Leaders put people here with
          “Do not call again”.
        </Empty>
      ) : (
        <>
          <div class="bar">
            <p class="sub">{numbers(total)} that no session rings.</p>
            <span class="push">
              <Button quiet onPress={() => open({ change: 'off' })}>
                Take off…
              </Button>
              {add}
            </span>
          </div>
          <table class="tbl plain">
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">Supporter</th>
                <th scope="col">Since</th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {state.items.map((o) => (
                <tr key={o.id}>
                  <th scope="row" class="nw">
                    {o.phone}
                  </th>
                  <td class="c-2l">
                    {o.supporters.join(', ') || <span class="muted">Not a supporter</span>}
                  </td>
                  <td class="muted c-1r" title={ago(o.at, now())}>
                    {moment(o.at, now())}
                  </td>
                  <td class="muted c-no">{o.by.name || 'Partyline'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {!list.whole && (
            <p class="qfoot">
              <Button onPress={() => list.want(state.items.length + step)}>Show more</Button>
            </p>
          )}
        </>
      )}
      {query.change === 'file' && <OptOutFile close={() => close('change')} done={() => void list.again()} />}
      {(query.change === 'on' || query.change === 'off') && (
        <Numbers on={query.change === 'on'} close={() => close('change')} done={() => void list.again()} />
      )}
    </section>
  );
}

/** Puts numbers on the list, or takes them off it. */
function Numbers({ on, close, done }: { on: boolean; close: () => void; done: () => void }) {
  const form = useForm('phones');
  const [text, setText] = useState('');
  const phones = text.split(/[\n,;]+/).flatMap((line) => line.trim() || []);
  const save = async () => {
    if (!form.check({ phones: phones.length ? undefined : 'Give at least one number.' })) return;
    const sent = await form.make(async (key) => {
      const got = await api.ask<OptedOut>(on ? 'POST' : 'DELETE', '/do-not-call', {
        body: { phones },
        key,
      });
      tell(said(on, got), 'done');
      done();
      close();
    });
    return sent;
  };
  return (
    <FormDialog
      form={form}
      title={on ? 'Add to Do Not Call' : 'Take off Do Not Call'}
      close={close}
      class="narrow"
      submit={() => void save()}
      words={on ? 'Add' : 'Take off'}
      bad={!on}
    >
      <p class="sm">
        {on
          ? 'From now on no session and no campaign rings these numbers. A call that is going on ends by itself.'
          : 'They can be rung again, unless their supporter’s own record says otherwise.'}
      </p>
      <TextArea
        label="Numbers"
        value={text}
        change={setText}
        rows={5}
        error={form.error('phones')}
        hint="One a line, as people write them."
      />
    </FormDialog>
  );
}

function said(on: boolean, got: OptedOut): string {
  const changed = `${numbers(got.changed)} ${on ? 'added' : 'taken off'}`;
  if (!got.already) return `${changed}.`;
  return `${changed}; ${got.already} ${on ? 'stood there already' : 'did not stand there'}.`;
}
