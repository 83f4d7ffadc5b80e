import { useState } from 'preact/hooks';
import { newer } from '../../core/edit';
import { roleWords } from '../../core/rights';
import { figure, fold, matches } from '../../core/text';
import { moment } from '../../core/times';
import type { InvitationLink, Page, User } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { Search } from '../../ui/search';
import { refuse, tell } from '../../ui/toast';
import { useAddress } from '../address';
import { conflict } from '../form';
import { api, me, newKey, now, Problem } from '../here';
import { useReading } from '../reading';
import { Empty, FailedNotice } from '../states';
import { Secret } from './secret';
import { UserDialog } from './user';

/** People who can sign in. Invitations are one-time links to copy: no mail is sent. */
export function Users() {
  const { query, replace, open, close } = useAddress();
  const read = useReading<Page<User>>('/users');
  const [link, setLink] = useState<{ user: User; link: InvitationLink }>();
  const users = read.value?.items;
  const search = query.q ?? '';
  const shown = users?.filter((u) => !search.trim() || matches(fold(`${u.name} ${u.email}`), search));
  const put = (u: User) =>
    read.put((now) => ({ ...now, items: now.items.map((o) => (o.id === u.id ? newer(o, u) : o)) }));
  /** One press is one change, whatever else of the user was changed meanwhile. */
  const change = async (u: User, edit: { disabled: boolean }, words: string, undo?: typeof edit) => {
    const ask = (version: number) => api.patch<User>(`/users/${u.id}`, { version, ...edit });
    try {
      const saved = await ask(u.version).catch((e: unknown) => {
        const theirs = e instanceof Problem ? conflict<User>(e) : undefined;
        if (!theirs) throw e;
        return ask(theirs.version);
      });
      put(saved);
      tell(words, 'done', undo && (() => void change(saved, undo, `${u.name} is as before.`)));
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'The server cannot be reached. Nothing was changed.');
    }
  };
  const invite = async (u: User) => {
    try {
      setLink({
        user: u,
        link: await api.post<InvitationLink>(`/users/${u.id}/invite`, {}, { key: newKey() }),
      });
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'The server cannot be reached. No link was made.');
    }
  };
  const menuOf = (u: User): Item[] => {
    const owner = me.value?.organisation.role === 'owner';
    const off = u.role === 'owner' && !owner ? 'Only owners can do this to an owner' : undefined;
    return [
      { icon: 'pencil', words: 'Edit', off, choose: () => open({ user: u.id }) },
      {
        icon: 'mail',
        words: u.invited ? 'New invitation link' : 'Link to a new password',
        off: u.disabled ? 'Enable them first' : off,
        choose: () => void invite(u),
      },
      u.disabled
        ? {
            icon: 'done',
            apart: true,
            words: 'Enable',
            off,
            choose: () => void change(u, { disabled: false }, `${u.name} can sign in again.`),
          }
        : {
            icon: 'never',
            apart: true,
            words: 'Disable',
            off: u.id === me.value?.id ? 'You cannot disable yourself' : off,
            choose: () =>
              void change(u, { disabled: true }, `${u.name} is signed out and cannot sign in.`, {
                disabled: false,
              }),
          },
    ];
  };
  return (
    <section aria-label="Users">
      <div class="bar">
        <Search label="Search users" value={search} change={(q) => replace({ q })} />
        <Button class="push" primary icon="plus" onPress={() => open({ user: 'new' })}>
          Invite a user
        </Button>
      </div>
      {!users || !shown ? (
        read.fault ? (
          <FailedNotice
            fault={read.fault}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={read.again}
          />
        ) : (
          <BoneRows rows={5} columns={4} />
        )
      ) : shown.length === 0 ? (
        <Empty
          title={`No one matches “${search.trim()}”`}
          action={<Button onPress={() => replace({ q: undefined })}>Clear</Button>}
        >
          {figure(users.length)} {users.length === 1 ? 'user is' : 'users are'} here.
        </Empty>
      ) : (
        <table class="tbl plain">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Leads</th>
              <th scope="col">State</th>
              <th class="c-menu" scope="col">
                <span class="vh">Menu</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((u) => (
              <tr key={u.id}>
                <th scope="row">
                  <span class="row">
                    <Avatar name={u.name} me={u.id === me.value?.id} />
                    <span>
                      {u.name}
                      <small>{u.email}</small>
                    </span>
                  </span>
                </th>
                <td class="c-1r">{u.role ? roleWords[u.role] : <span class="muted wide">Leader</span>}</td>
                <td class="muted c-no">
                  {u.groups.map((g) => `${g.name} (${roleWords[g.role].toLowerCase()})`).join(', ') ||
                    (u.role ? '' : 'no group yet')}
                </td>
                <td class="c-2l">
                  <State of={u} />
                </td>
                <td class="c-menu">
                  <Menu label={`Menu for ${u.name}`} items={menuOf(u)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {query.user && users && (
        <UserDialog
          user={users.find((u) => u.id === query.user)}
          close={() => close('user')}
          saved={(u) => {
            put(u);
            close('user');
          }}
          invited={(made) => {
            read.put((now) => ({ ...now, items: [...now.items, made.user] }));
            replace({ user: undefined });
            setLink({ user: made.user, link: made.invitation });
          }}
        />
      )}
      {link && (
        <Dialog
          title={`Link for ${link.user.name}`}
          footer={
            <Button primary class="push" onPress={() => setLink(undefined)}>
              Done
            </Button>
          }
        >
          <div class="body fields">
            <p class="sm">
              Send this to {link.user.name} yourself: no mail is sent. It works once, until{' '}
              {moment(link.link.expires_at, now())}, and is not shown again.
            </p>
            <Secret text={link.link.link} label={`One-time link for ${link.user.name}`} />
          </div>
        </Dialog>
      )}
    </section>
  );
}

function State({ of: u }: { of: User }) {
  if (u.disabled)
    return (
      <span class="st never">
        <Icon name="never" small />
        Disabled
      </span>
    );
  if (u.invited)
    return (
      <span class="st wait">
        <Icon name="mail" small />
        Invited
      </span>
    );
  if (!u.mobile)
    return (
      <span class="st wait">
        <Icon name="open" small />
        No mobile number
      </span>
    );
  return (
    <span class={u.mobile_verified ? 'st done' : 'st'}>
      <Icon name={u.mobile_verified ? 'done' : 'open'} small />
      {u.mobile_verified ? 'Phone verified' : 'Phone not verified'}
    </span>
  );
}
