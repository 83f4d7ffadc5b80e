import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { cannotImport } from '../../core/rights';
import { figure } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { CallList, Group, Id, Page } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text';
import { useAddress } from '../address';
import { FormDialog, useForm } from '../form';
import { api, now } from '../here';
import { useReading, useSessionsOf } from '../reading';
import { Empty, FailedNotice } from '../states';

/** The call lists of one group, with what is left to call. */
export function ListsOf({ group, changed }: { group: Group; changed: () => void }) {
  const { query, open, close } = useAddress();
  const read = useReading<Page<CallList>>(`/groups/${group.id}/lists`);
  const lists = read.value?.items;
  useSessionsOf([group.id], () => {}, read.again);
  const make = (primary: boolean) => (
    <Button primary={primary} icon="plus" onPress={() => open({ new: 'yes' })}>
      New list
    </Button>
  );
  return (
    <section aria-label="Call lists">
      {!lists ? (
        read.fault ? (
          <FailedNotice
            fault={read.fault}
            thing="group"
            all={{ href: '/groups', words: 'All groups' }}
            again={read.again}
          />
        ) : (
          <BoneRows rows={4} columns={4} />
        )
      ) : lists.length === 0 ? (
        <NoLists group={group} make={make(true)} />
      ) : (
        <>
          <div class="bar">
            <span class="push" />
            {make(false)}
          </div>
          <ListsTable lists={lists} />
        </>
      )}
      {query.new === 'yes' && <NewList groups={[group]} close={() => close('new')} made={changed} />}
    </section>
  );
}

export function NoLists({ group, make }: { group?: Group; make: ComponentChildren }) {
  return (
    <Empty
      title="No lists yet"
      action={
        <div class="row wrap">
          {make}
          {group && !cannotImport(group.role) && (
            <a class="btn" href={`/groups/${group.id}/import`}>
              Import a CSV
            </a>
          )}
        </div>
      }
    >
      A list is the people you want to call.
    </Empty>
  );
}

export function ListsTable({ lists, groups }: { lists: readonly CallList[]; groups?: boolean }) {
  return (
    <table class="tbl plain">
      <thead>
        <tr>
          <th scope="col">Name</th>
          {groups && <th scope="col">Group</th>}
          <th scope="col" class="num">
            People
          </th>
          <th scope="col" class="num">
            Left to call
          </th>
          <th scope="col" style={{ paddingInlineStart: '32px' }}>
            Last session
          </th>
        </tr>
      </thead>
      <tbody>
        {lists.map((l) => (
          <tr key={l.id}>
            <th scope="row">
              <a class="open" href={`/lists/${l.id}`}>
                {l.name}
              </a>
            </th>
            {groups && <td class="muted c-no">{l.group.name}</td>}
            <td class="num c-1r">
              {figure(l.people)} <span class="phone muted">{l.people === 1 ? 'person' : 'people'}</span>
            </td>
            <td class="num c-2r">
              {figure(l.left)} <span class="phone muted">left</span>
            </td>
            <td class="c-2l" style={{ paddingInlineStart: '32px' }}>
              <LastSession of={l} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastSession({ of: l }: { of: CallList }) {
  const last = l.last_session;
  if (l.import) return <span class="muted">people are being imported</span>;
  if (!last?.started && !last?.on_phone) return <span class="muted">not started</span>;
  if (last.on_phone) return <span class="live-ink livedot">{last.leader.name}, now</span>;
  return (
    <span class="muted" title={ago(last.active_at, now())}>
      {last.leader.name}, {moment(last.active_at, now())}
    </span>
  );
}

/** A new list is a name and, if wanted, what it is for. */
export function NewList({
  groups,
  close,
  made,
}: {
  groups: readonly Pick<Group, 'id' | 'name'>[];
  close: () => void;
  made?: () => void;
}) {
  const { route } = useLocation();
  const form = useForm('name', 'description', 'event');
  const [group, setGroup] = useState<Id>(groups[0]?.id ?? '');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [event, setEvent] = useState('');
  const save = async () => {
    if (!form.check({ name: name.trim() ? undefined : 'Give the list a name.' })) return;
    await form.make(async (key) => {
      const l = await api.post<CallList>(`/groups/${group}/lists`, { name, description, event }, { key });
      made?.();
      route(`/lists/${l.id}`, true);
    });
  };
  return (
    <FormDialog
      form={form}
      title="New call list"
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
        hint="What you call about: Event RSVPs"
      />
      {groups.length > 1 && (
        <Select
          label="Group"
          value={group}
          choices={groups.map((g) => ({ value: g.id, words: g.name }))}
          change={setGroup}
        />
      )}
      <Field
        label="Event (optional)"
        value={event}
        change={setEvent}
        error={form.error('event')}
        hint="With an event, each contact log asks for an RSVP."
      />
      <TextArea
        label="Description (optional)"
        value={description}
        change={setDescription}
        error={form.error('description')}
        rows={2}
      />
    </FormDialog>
  );
}
