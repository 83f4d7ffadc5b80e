import { useState } from 'preact/hooks';
import { ago, moment } from '../../core/times';
import type { Page, Token } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { tell } from '../../ui/toast';
import { useAddress } from '../address';
import { FormDialog, useForm } from '../form';
import { api, now } from '../here';
import { useReading } from '../reading';
import { Listed } from './listed';
import { Secret } from './secret';

/** API tokens: for programs that act as the admin who made them. */
export function Tokens() {
  const { query, open, close } = useAddress();
  const read = useReading<Page<Token>>('/tokens');
  const [revoking, setRevoking] = useState<Token>();
  const tokens = read.value?.items;
  const make = (
    <Button primary icon="plus" onPress={() => open({ new: 'yes' })}>
      New token
    </Button>
  );
  return (
    <Listed
      label="API tokens"
      read={read}
      items={tokens}
      add={make}
      about={
        <>
          A token lets a program do what its maker can do. <a href="/api/v1/docs">What the API can do</a>
        </>
      }
      none={{
        title: 'No API tokens yet',
        words: (
          <>
            A token lets a program do what you can do. <a href="/api/v1/docs">What the API can do</a>
          </>
        ),
      }}
      columns={4}
      head={
        <>
          <th scope="col">Name</th>
          <th scope="col">Acts as</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th style={{ width: '110px' }}>
            <span class="vh">Revoke</span>
          </th>
        </>
      }
      row={(t) => (
        <tr key={t.id}>
          <th scope="row">{t.name}</th>
          <td class="c-2l">{t.user.name}</td>
          <td class="muted c-no" title={ago(t.created_at, now())}>
            {moment(t.created_at, now())}
          </td>
          <td class="muted c-no" title={t.seen_at && ago(t.seen_at, now())}>
            {t.seen_at ? moment(t.seen_at, now()) : 'never'}
          </td>
          <td class="c-1r" style={{ textAlign: 'end' }}>
            <Button tiny bad onPress={() => setRevoking(t)}>
              Revoke…
            </Button>
          </td>
        </tr>
      )}
    >
      {query.new === 'yes' && <NewToken close={() => close('new')} made={read.again} />}
      {revoking && (
        <Revoke
          token={revoking}
          close={() => setRevoking(undefined)}
          done={() => {
            setRevoking(undefined);
            read.again();
          }}
        />
      )}
    </Listed>
  );
}

function NewToken({ close, made }: { close: () => void; made: () => void }) {
  const form = useForm('name');
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string>();
  const save = async () => {
    if (!form.check({ name: name.trim() ? undefined : 'Say what it is for.' })) return;
    await form.make(async (key) => {
      const t = await api.post<Token & { token: string }>('/tokens', { name: name.trim() }, { key });
      setSecret(t.token);
      made();
    });
  };
  if (secret)
    return (
      <Dialog
        title={`Token ${name.trim()}`}
        footer={
          <Button primary class="push" onPress={close}>
            I have copied it
          </Button>
        }
      >
        <div class="body fields">
          <p class="sm">
            It is shown this once. Whoever has it can do what you can do: keep it like a password.
          </p>
          <Secret text={secret} label="API token" />
        </div>
      </Dialog>
    );
  return (
    <FormDialog
      form={form}
      title="New API token"
      close={close}
      class="narrow"
      submit={() => void save()}
      words="Create"
      meanwhile="Creating…"
    >
      <Field
        label="What it is for"
        value={name}
        change={setName}
        error={form.error('name')}
        maxLength={120}
        autoFocus
      />
    </FormDialog>
  );
}

/** Cannot be taken back, so it asks. */
function Revoke({ token, close, done }: { token: Token; close: () => void; done: () => void }) {
  const form = useForm();
  const revoke = async () => {
    if (!(await form.send(() => api.del(`/tokens/${token.id}`)))) return;
    tell(`${token.name} is revoked.`, 'done');
    done();
  };
  return (
    <FormDialog
      form={form}
      title={`Revoke ${token.name}?`}
      close={close}
      class="narrow"
      submit={() => void revoke()}
      words="Revoke it"
      bad
      cancel="Keep it"
    >
      <p class="sm">Programs that use it are refused from now on. This cannot be taken back.</p>
    </FormDialog>
  );
}
