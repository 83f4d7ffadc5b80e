import '../../styles/pages.css';
import { isAdmin } from '../../core/rights';
import { figure, listed } from '../../core/text';
import type { Group, Leader } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Tabs } from '../../ui/tabs';
import { ConnectionBanner, LivePill } from '../connection';
import { me } from '../here';
import { useReading, useSessionsOf } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Failed, NotFound } from '../states';
import { ListsOf } from './lists';
import { SessionsOf } from './sessions';
import { Settings } from './settings';
import { Supporters } from './supporters';

/** A group: its supporters, call lists, sessions and settings, each with an address of its own. */
export default function GroupPage({ id, tab }: { id?: string; tab?: string }) {
  return id ? <OneGroup key={id} id={id} tab={tab ?? ''} /> : null;
}

function OneGroup({ id, tab }: { id: string; tab: string }) {
  const read = useReading<Group>(`/groups/${id}`);
  const g = read.value;
  useTitle(g && `${g.name} – Partyline`);
  useSessionsOf([id], () => {}, read.again);
  const crumb = { href: '/groups', words: 'Groups' };
  if (!g)
    return (
      <Main>
        {read.fault ? (
          <Failed
            fault={read.fault}
            title="Group"
            thing="group"
            all={{ href: '/groups', words: 'All groups' }}
            again={read.again}
          />
        ) : (
          <>
            <Head crumb={crumb} title="Group" />
            <BoneRows rows={6} columns={4} />
          </>
        )}
      </Main>
    );
  const to = (part: string) => `/groups/${id}${part && `/${part}`}`;
  const count = (n: number) => <small>{figure(n)}</small>;
  return (
    <Main>
      <Head crumb={crumb} title={g.name} tools={<LivePill />} />
      <ConnectionBanner what="the group" />
      <p class="sub" style={{ marginBottom: '12px' }}>
        {leadersWords(g.leaders)}
        {g.description && ` · ${g.description}`}
      </p>
      <Tabs
        label={g.name}
        tabs={[
          { href: to(''), words: <>Supporters {count(g.supporters)}</>, here: tab === '' },
          { href: to('lists'), words: <>Call lists {count(g.lists)}</>, here: tab === 'lists' },
          { href: to('sessions'), words: <>Sessions {count(g.sessions)}</>, here: tab === 'sessions' },
          { href: to('settings'), words: 'Settings', here: tab === 'settings' },
        ]}
      />
      <Part group={g} tab={tab} changed={read.again} put={read.put} />
    </Main>
  );
}

function Part({
  group,
  tab,
  changed,
  put,
}: {
  group: Group;
  tab: string;
  changed: () => void;
  put: (g: Group) => void;
}) {
  switch (tab) {
    case '':
      return <Supporters group={group} changed={changed} />;
    case 'lists':
      return <ListsOf group={group} changed={changed} />;
    case 'sessions':
      return <SessionsOf query={{ group: group.id }} groups={[group.id]} showList />;
    case 'settings':
      return <Settings group={group} admin={isAdmin(me.value)} put={put} />;
    default:
      return <NotFound />;
  }
}

function leadersWords(leaders: readonly Leader[]): string {
  const named = (role: Leader['role']) => leaders.filter((l) => l.role === role).map((l) => l.name);
  const captains = named('captain');
  const vice = named('vice_captain');
  const parts = [
    captains.length
      ? `${captains.length > 1 ? 'Captains' : 'Captain'} ${listed(captains)}`
      : 'No captain yet',
    vice.length ? `${vice.length > 1 ? 'Vice-captains' : 'Vice-captain'} ${listed(vice)}` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}
