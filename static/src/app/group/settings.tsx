import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { changed, changes } from '../../core/edit';
import { roleWords } from '../../core/rights';
import { figure, people } from '../../core/text';
import type { Group, Id, Leader, Page, User } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Menu } from '../../ui/menu';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text';
import { refuse, tell } from '../../ui/toast';
import { useAddress } from '../address';
import { FormDialog, FormError, useForm } from '../form';
import { api, me, Problem } from '../here';
import { FoundAgain, useRecord } from '../kept';
import { useReading } from '../reading';
import { zoneChoices } from '../zones';

/** Who leads the group, and what it is called. Only admins change anything. */
export function Settings({ group, admin, put }: { group: Group; admin: boolean; put: (g: Group) => void }) {
  return (
    <>
      {!admin && (
        <p class="sub" style={{ marginBottom: '20px' }}>
          Only admins can change these.
        </p>
      )}
      <Leaders group={group} admin={admin} put={put} />
      <Details group={group} admin={admin} put={put} />
      {admin && <Delete group={group} />}
    </>
  );
}

function Leaders({ group, admin, put }: { group: Group; admin: boolean; put: (g: Group) => void }) {
  const [adding, setAdding] = useState(false);
  const set = async (user: Id, role: Leader['role'] | undefined, words: string, undo?: () => void) => {
    try {
      const path = `/groups/${group.id}/leaders/${user}`;
      const now = role ? await api.put<Page<Leader>>(path, { role }) : await api.del<Page<Leader>>(path);
      put({ ...group, leaders: now.items });
      tell(words, 'done', undo);
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'The server cannot be reached. Nothing was changed.');
    }
  };
  return (
    <section class="form">
      <h2>Who leads this group</h2>
      {group.leaders.length === 0 ? (
        <p class="sub">
          Nobody yet.{' '}
          {admin ? 'Add a captain: they see the group’s people, make call lists and call.' : 'Ask an admin.'}
        </p>
      ) : (
        <table class="tbl">
          <tbody>
            {group.leaders.map((l) => (
              <tr key={l.id}>
                <th scope="row">
                  <span class="row">
                    <Avatar name={l.name} me={l.id === me.value?.id} />
                    {l.name}
                  </span>
                </th>
                <td class="muted">{roleWords[l.role]}</td>
                <td class="c-menu">
                  {admin && (
                    <Menu
                      label={`Menu for ${l.name}`}
                      items={[
                        l.role === 'captain'
                          ? {
                              icon: 'down',
                              words: 'Make vice-captain',
                              choose: () =>
                                void set(
                                  l.id,
                                  'vice_captain',
                                  `${l.name} is a vice-captain now.`,
                                  () => void set(l.id, 'captain', `${l.name} is a captain again.`),
                                ),
                            }
                          : {
                              icon: 'up',
                              words: 'Make captain',
                              choose: () =>
                                void set(
                                  l.id,
                                  'captain',
                                  `${l.name} is a captain now.`,
                                  () => void set(l.id, 'vice_captain', `${l.name} is a vice-captain again.`),
                                ),
                            },
                        {
                          icon: 'close',
                          apart: true,
                          words: 'Take their lead away',
                          choose: () =>
                            void set(
                              l.id,
                              undefined,
                              `${l.name} no longer leads ${group.name}.`,
                              () => void set(l.id, l.role, `${l.name} leads ${group.name} again.`),
                            ),
                        },
                      ]}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {admin && (
        <Button icon="plus" onPress={() => setAdding(true)}>
          Add a leader
        </Button>
      )}
      {adding && (
        <AddLeader
          group={group}
          close={() => setAdding(false)}
          add={async (user, role) => {
            const now = await api.put<Page<Leader>>(`/groups/${group.id}/leaders/${user.id}`, { role });
            put({ ...group, leaders: now.items });
            tell(`${user.name} is a ${role === 'captain' ? 'captain' : 'vice-captain'} now.`, 'done');
          }}
        />
      )}
    </section>
  );
}

function AddLeader({
  group,
  close,
  add,
}: {
  group: Group;
  close: () => void;
  add: (user: User, role: Leader['role']) => Promise<void>;
}) {
  const users = useReading<Page<User>>('/users');
  const form = useForm('user', 'role');
  const [user, setUser] = useState('');
  const [role, setRole] = useState<Leader['role']>(
    group.leaders.some((l) => l.role === 'captain') ? 'vice_captain' : 'captain',
  );
  const leading = new Set(group.leaders.map((l) => l.id));
  const free = users.value?.items.filter((u) => !u.disabled && !leading.has(u.id)) ?? [];
  const save = async () => {
    const chosen = free.find((u) => u.id === user);
    if (!form.check({ user: chosen ? undefined : 'Choose somebody.' }) || !chosen) return;
    if (await form.send(() => add(chosen, role))) close();
  };
  return (
    <FormDialog form={form} title="Add a leader" close={close} submit={() => void save()} words="Add">
      <Select
        label="Who"
        value={user}
        choices={[
          { value: '', words: users.value ? 'Choose…' : 'Reading…' },
          ...free.map((u) => ({ value: u.id, words: `${u.name}, ${u.email}` })),
        ]}
        change={setUser}
        error={form.error('user')}
        hint={
          <>
            Not among them? <a href="/organisation/users">Invite them first.</a>
          </>
        }
      />
      <Select
        label="As"
        value={role}
        choices={[
          { value: 'captain', words: 'Captain' },
          { value: 'vice_captain', words: 'Vice-captain: all but importing and minding others’ sessions' },
        ]}
        change={setRole}
      />
    </FormDialog>
  );
}

const detailsOf = (g: Group) => ({ name: g.name, description: g.description, zone: g.zone });

function Details({ group, admin, put }: { group: Group; admin: boolean; put: (g: Group) => void }) {
  const { kept, e, version, set, clash, saved, overtaken } = useRecord(`group:${group.id}`, group, detailsOf);
  const form = useForm('name', 'description', 'zone');
  if (!admin)
    return (
      <section class="form">
        <h2>Details</h2>
        <p class="sub">
          Time zone {group.zone.replace(/_/g, ' ')}. {group.description}
        </p>
      </section>
    );
  const save = () =>
    form.send(
      async () => {
        const g = await api.patch<Group>(`/groups/${group.id}`, { version, ...changes(e) });
        saved(g);
        put(g);
        tell('The group is saved.', 'done');
      },
      (p) => {
        const theirs = overtaken(p);
        if (theirs) put(theirs);
        return theirs !== undefined;
      },
    );
  return (
    <form
      class="form"
      noValidate
      onSubmit={(ev) => {
        ev.preventDefault();
        void save();
      }}
    >
      <h2>Details</h2>
      <div class="fields" ref={form.root}>
        <div>
          <Field
            label="Name"
            value={e.now.name}
            change={set('name')}
            error={form.error('name')}
            maxLength={120}
          />
          {clash('name')}
        </div>
        <div>
          <TextArea
            label="Description"
            value={e.now.description}
            change={set('description')}
            error={form.error('description')}
            rows={2}
          />
          {clash('description')}
        </div>
        <div>
          <Select
            label="Time zone"
            value={e.now.zone}
            choices={zoneChoices(e.now.zone)}
            change={set('zone')}
            error={form.error('zone')}
          />
          {clash('zone')}
        </div>
      </div>
      <FoundAgain of={kept} />
      <FormError form={form} />
      <Button type="submit" primary busy={form.busy} off={!changed(e)}>
        {form.busy ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}

/** Takes the group and all in it out of sight: destructive, so it asks. */
function Delete({ group }: { group: Group }) {
  const { query, open, close } = useAddress();
  const { route } = useLocation();
  const form = useForm('name');
  const [typed, setTyped] = useState('');
  const remove = async () => {
    if (!form.check({ name: typed.trim() === group.name ? undefined : `Type ${group.name} to delete it.` }))
      return;
    if (await form.send(() => api.del(`/groups/${group.id}`))) {
      tell(`${group.name} is deleted.`, 'done');
      route('/groups', true);
    }
  };
  return (
    <section class="form">
      <Button bad onPress={() => open({ delete: 'yes' })}>
        Delete this group…
      </Button>
      {query.delete === 'yes' && (
        <FormDialog
          form={form}
          title={`Delete ${group.name}?`}
          close={() => close('delete')}
          submit={() => void remove()}
          words="Delete the group"
          bad
        >
          <p class="sm">
            {people(group.supporters)}, {figure(group.lists)} call lists and {figure(group.sessions)} open
            sessions go out of sight. Contact logs are kept, but nobody can bring the group back from here.
          </p>
          <Field label="Type its name" value={typed} change={setTyped} error={form.error('name')} autoFocus />
        </FormDialog>
      )}
    </section>
  );
}
