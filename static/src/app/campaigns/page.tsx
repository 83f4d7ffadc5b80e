import '../../styles/pages.css';
import './campaigns.css';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import {
  type Campaign,
  type CampaignIndex,
  type CampaignRow,
  indexAfter,
  indexWith,
  stepHref,
} from '../../core/campaign';
import { figure, fold, matches } from '../../core/text';
import { ago, moment } from '../../core/times';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Search } from '../../ui/search';
import { refuse } from '../../ui/toast';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { FormDialog, useForm } from '../form';
import { api, me, now, Problem } from '../here';
import { useReading, useTopic } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Empty, FailedNotice } from '../states';
import { CampaignBadge } from './badge';

/** Every campaign of the organisation with its sentence, live; the newest first. */
export default function CampaignsPage() {
  const { query, replace, open, close } = useAddress();
  const read = useReading<CampaignIndex>('/campaigns');
  const rows = read.value?.items;
  useTitle('Campaigns – Partyline');
  useTopic(
    `campaigns/${me.value?.organisation.id}`,
    read.value?.seq,
    {
      event: (e) => read.put((p) => indexAfter(p, e)),
      reset: read.again,
    },
    read.value,
  );
  const [busy, setBusy] = useState(false);
  const next = read.value?.next;
  const more = async () => {
    setBusy(true);
    try {
      const page = await api.get<CampaignIndex>(`/campaigns?cursor=${encodeURIComponent(next ?? '')}`);
      read.put((p) => indexWith(p, page));
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'The server cannot be reached. Try again.');
    } finally {
      setBusy(false);
    }
  };
  const search = query.q ?? '';
  const shown = rows?.filter((r) => !search.trim() || matches(fold(r.name), search));
  const make = (primary: boolean) => (
    <Button primary={primary} icon="plus" onPress={() => open({ new: 'yes' })}>
      <span>
        New<span class="nophone"> campaign</span>
      </span>
    </Button>
  );
  return (
    <Main>
      <Head
        title="Campaigns"
        tools={
          <>
            <LivePill />
            {rows && rows.length > 0 && make(false)}
          </>
        }
      />
      <ConnectionBanner what="the list" />
      {!rows || !shown ? (
        read.fault ? (
          <FailedNotice
            fault={read.fault}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={read.again}
          />
        ) : (
          <BoneRows rows={4} columns={4} />
        )
      ) : rows.length === 0 ? (
        <Empty title="No campaigns yet" action={make(true)}>
          A campaign calls a long list of numbers, and connects whoever picks up with your callers. You build
          it in eight steps and share one link.
        </Empty>
      ) : (
        <>
          {rows.length > 7 && (
            <div class="bar">
              <Search label="Search campaigns" value={search} change={(q) => replace({ q })} />
            </div>
          )}
          {shown.length === 0 ? (
            <Empty
              title={`No campaign matches “${search.trim()}”`}
              action={<Button onPress={() => replace({ q: undefined })}>Clear</Button>}
            >
              {figure(rows.length)} campaigns are here{next ? ', and older ones below' : ''}.
            </Empty>
          ) : (
            <Table rows={shown} />
          )}
          {next && (
            <p class="row">
              <Button tiny busy={busy} onPress={() => void more()}>
                Show older campaigns
              </Button>
            </p>
          )}
        </>
      )}
      {query.new === 'yes' && rows && <NewCampaign close={() => close('new')} />}
    </Main>
  );
}

function Table({ rows }: { rows: readonly CampaignRow[] }) {
  return (
    <table class="tbl plain camps">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Status</th>
          <th scope="col" class="num">
            Contacts
          </th>
          <th scope="col" class="num">
            Finished
          </th>
          <th scope="col" class="num">
            Made
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.id} data-id={r.id}>
            <th scope="row">
              <a class="open" href={`/campaigns/${r.id}`}>
                {r.name || 'Campaign without a name'}
              </a>
            </th>
            <td class="c-2l">
              <CampaignBadge state={r.state} />
              <small class="sentence">{r.sentence}</small>
            </td>
            <td class="num c-1r">
              {r.contacts ? figure(r.contacts) : <span class="muted">none yet</span>}{' '}
              {r.contacts > 0 && <span class="phone muted">contacts</span>}
            </td>
            <td class="num c-no">{r.finished ? figure(r.finished) : ''}</td>
            <td class="num c-no muted" title={ago(r.created_at, now())}>
              {moment(r.created_at, now())}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewCampaign({ close }: { close: () => void }) {
  const { route } = useLocation();
  const form = useForm('name');
  const [name, setName] = useState('');
  const create = async () => {
    if (!form.check({ name: name.trim() ? undefined : 'Give the campaign a name.' })) return;
    await form.make(async (key) => {
      const c = await api.post<Campaign>('/campaigns', { name }, { key });
      route(stepHref(c.id, 'name', c), true);
    });
  };
  return (
    <FormDialog
      form={form}
      title="New campaign"
      close={close}
      submit={() => void create()}
      words="Create"
      meanwhile="Creating…"
    >
      <Field
        label="Name"
        value={name}
        change={setName}
        error={form.error('name')}
        maxLength={120}
        autoFocus
        hint="Callers see it: Spring GOTV. Everything else comes step by step, in any order."
      />
    </FormDialog>
  );
}
