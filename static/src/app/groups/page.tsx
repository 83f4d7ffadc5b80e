import '../../styles/pages.css';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { isAdmin } from '../../core/rights';
import { figure, fold, listed, matches } from '../../core/text';
import type { Group, Page } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Search } from '../../ui/search';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { FormDialog, useForm } from '../form';
import { api, me } from '../here';
import { useReading, useSessionsOf } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Empty, FailedNotice } from '../states';
import { zoneChoices } from '../zones';

/** The groups the viewer leads; for admins all of the organisation. */
export default function GroupsPage() {
  const { query, replace, open, close } = useAddress();
  const read = useReading<Page<Group>>('/groups');
  const groups = read.value?.items;
  const admin = isAdmin(me.value);
  useTitle('Groups – Partyline');
  useSessionsOf(groups?.map((g) => g.id) ?? [], () => {}, read.again);
  const search = query.q ?? '';
  const shown = groups?.filter((g) => !search.trim() || matches(fold(g.name), search));
  const make = (
    <Button primary icon="plus" onPress={() => open({ new: 'yes' })}>
      New group
    </Button>
  );
  return (
    <Main>
      <Head
        title="Groups"
        tools={
          <>
            <LivePill />
            {admin && make}
          </>
        }
      />
      <ConnectionBanner what="the list" />
      {!groups || !shown ? (
        read.fault ? (
          <FailedNotice
            fault={read.fault}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={read.again}
          />
        ) : (
          <BoneRows rows={3} columns={4} />
        )
      ) : groups.length === 0 ? (
        admin ? (
          <Empty title="No groups yet" action={make}>
            A group is the people its captains may call. Make one, then say who leads it.
          </Empty>
        ) : (
          <Empty title="You are not in a group yet">
            Ask your organiser for an invitation. The groups that you lead show here.
          </Empty>
        )
      ) : (
        <>
          {groups.length > 7 && (
            <div class="bar">
              <Search label="Search groups" value={search} change={(q) => replace({ q })} />
            </div>
          )}
          {shown.length === 0 ? (
            <Empty
              title={`No group matches “${search.trim()}”`}
              action={<Button onPress={() => replace({ q: undefined })}>Clear</Button>}
            >
              {figure(groups.length)} {groups.length === 1 ? 'group is' : 'groups are'} here.
            </Empty>
          ) : (
            <Table groups={shown} />
          )}
        </>
      )}
      {query.new === 'yes' && admin && <NewGroup close={() => close('new')} />}
    </Main>
  );
}

function Table({ groups }: { groups: readonly Group[] }) {
  return (
    <table class="tbl plain">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Captain</th>
          <th scope="col" class="num">
            People
          </th>
          <th scope="col" class="num">
            Call lists
          </th>
          <th scope="col" style={{ width: '140px', paddingInlineStart: '32px' }}>
            Sessions
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map((g) => {
          const captains = g.leaders.filter((l) => l.role === 'captain').map((l) => l.name);
          return (
            <tr key={g.id}>
              <th scope="row">
                <a class="open" href={`/groups/${g.id}`}>
                  {g.name}
                </a>
              </th>
              <td class="c-no muted">{listed(captains) || 'none yet'}</td>
              <td class="num c-1r">
                {figure(g.supporters)}{' '}
                <span class="phone muted">{g.supporters === 1 ? 'person' : 'people'}</span>
              </td>
              <td class="num c-no">{figure(g.lists)}</td>
              <td class="c-2l" style={{ paddingInlineStart: '32px' }}>
                {g.live > 0 ? (
                  <span class="live-ink livedot" title="With a leader on the phone now">
                    {figure(g.live)} live
                  </span>
                ) : (
                  <span class="muted">{g.sessions ? `${figure(g.sessions)} open` : 'none open'}</span>
                )}
                <span class="phone muted">
                  {' '}
                  · {figure(g.lists)} {g.lists === 1 ? 'list' : 'lists'}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function NewGroup({ close }: { close: () => void }) {
  const { route } = useLocation();
  const form = useForm('name', 'description', 'zone');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [zone, setZone] = useState(me.value?.organisation.zone ?? '');
  const save = async () => {
    if (!form.check({ name: name.trim() ? undefined : 'Give the group a name.' })) return;
    await form.make(async (key) => {
      const made = await api.post<Group>('/groups', { name, description, zone }, { key });
      route(`/groups/${made.id}/settings`, true);
    });
  };
  return (
    <FormDialog
      form={form}
      title="New group"
      close={close}
      submit={() => void save()}
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
      />
      <TextArea
        label="Description (optional)"
        value={description}
        change={setDescription}
        error={form.error('description')}
        maxLength={2000}
        rows={2}
      />
      <Select
        label="Time zone"
        value={zone}
        choices={zoneChoices(zone)}
        change={setZone}
        error={form.error('zone')}
        hint="“Today” in a skip ends by this clock."
      />
    </FormDialog>
  );
}
