import '../../styles/pages.css';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { newer } from '../../core/edit';
import type { AnyEvent, Here } from '../../core/events';
import { type ListAfter, listAfter } from '../../core/list';
import { figure, listed } from '../../core/text';
import { clock, moment } from '../../core/times';
import type { CallList } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { BoneRows } from '../../ui/bones';
import { Menu } from '../../ui/menu';
import { Tabs } from '../../ui/tabs';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { SessionsOf } from '../group/sessions';
import { me, now } from '../here';
import { ListImport } from '../import/progress';
import { MobileDialog } from '../profile/mobile';
import { useReading, useSessionsOf, useTopic } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Failed, NotFound, Notice } from '../states';
import { DeleteList } from './delete';
import { useLeaders } from './leaders';
import { People } from './people';
import { ListSettings } from './settings';
import { StartDialog } from './start';
import { StartButton, useMySession, WhyNot, whyNot } from './start-button';

/** A call list: who stands on it, its sessions, its settings, and the button that starts a calling session. */
export default function ListPage({ id, tab }: { id?: string; tab?: string }) {
  return id ? <OneList key={id} id={id} tab={tab ?? ''} /> : null;
}

function OneList({ id, tab }: { id: string; tab: string }) {
  const { query, open, close, replace } = useAddress();
  const { route } = useLocation();
  const read = useReading<CallList>(`/lists/${id}`);
  const l = read.value;
  const [turn, setTurn] = useState(0);
  const [deleted, setDeleted] = useState(false);
  const [here, setHere] = useState<readonly Here[]>([]);
  const [touched, setTouched] = useState<string>();
  const [contact, setContact] = useState<ListAfter['logged']>();
  const [heard, setHeard] = useState<readonly AnyEvent[]>([]);
  const CallingNow = useCallingNow(tab === 'now');
  useTopic(
    l && `list/${id}`,
    l?.seq,
    {
      event: (e) => {
        setHeard((old) => [...old.slice(-499), e]);
        const after = listAfter(e);
        const next = after.list;
        // Events carry neither the caller ID nor a seq to follow: those stay.
        if (next) read.put((now) => newer(now, { ...next, seq: now.seq, caller_id: now.caller_id }));
        if (after.people) setTurn((n) => n + 1);
        if (after.deleted) setDeleted(true);
        if (after.logged) setContact(after.logged);
        if (after.supporter) setTouched(`${after.supporter} ${e.seq}`);
      },
      reset: () => {
        read.again();
        setHeard([]);
        setTurn((n) => n + 1);
      },
      presence: { doing: 'looking', people: setHere },
    },
    l,
  );
  useSessionsOf(l ? [l.group.id] : [], () => {}, read.again);
  const leaders = useLeaders(l?.id, heard, turn);
  const onPhone = leaders.now?.leaders.filter((x) => x.status === 'in_progress').length;
  useTitle(l && `${tab === 'now' && onPhone ? `● ${figure(onPhone)} calling, ` : ''}${l.name} – Partyline`);
  const open_ = useMySession(l);
  if (deleted)
    return (
      <Main>
        <Head title={l?.name ?? 'Call list'} />
        <Notice
          title="This call list was deleted"
          action={
            <a class="btn" href="/lists">
              All call lists
            </a>
          }
        >
          Its sessions and contact logs are kept.
        </Notice>
      </Main>
    );
  if (!l)
    return (
      <Main>
        {read.fault ? (
          <Failed
            fault={read.fault}
            title="Call list"
            thing="call list"
            all={{ href: '/lists', words: 'All call lists' }}
            again={read.again}
          />
        ) : (
          <>
            <Head crumb={{ href: '/lists', words: 'Call lists' }} title="Call list" />
            <BoneRows rows={8} columns={4} />
          </>
        )}
      </Main>
    );
  const calling = leaders.now?.leaders.length;
  const to = (part: string) => `/lists/${id}${part && `/${part}`}`;
  const start = {
    list: l,
    mine: open_,
    press: () => open({ start: 'yes' }),
    addMobile: () => open({ mobile: 'yes' }),
    addPeople: () => open({ add: 'yes' }),
  };
  return (
    <Main>
      <Head
        crumb={{ href: '/lists', words: `${l.group.name} · Call lists` }}
        title={l.name}
        tools={
          <>
            <HereNow people={here} />
            <LivePill />
            <StartButton {...start} class="wide" />
            <Menu
              label="Menu of this list"
              items={[
                { icon: 'settings', words: 'Settings', choose: () => route(to('settings')) },
                {
                  icon: 'users',
                  words: l.group.name,
                  choose: () => route(`/groups/${l.group.id}/lists`),
                },
                {
                  icon: 'close',
                  apart: true,
                  words: 'Delete this list…',
                  choose: () => open({ delete: 'yes' }),
                },
              ]}
            />
          </>
        }
      />
      <ConnectionBanner what="the list" />
      <WhyNot {...start} />
      {l.import && <ListImport id={l.import} />}
      <Tabs
        label={l.name}
        tabs={[
          {
            href: to(''),
            words: <Counted words="People" n={l.people} />,
            here: tab === '',
          },
          { href: to('now'), words: <Counted words="Calling now" n={calling} />, here: tab === 'now' },
          {
            href: to('sessions'),
            words: <Counted words="Sessions" n={calling} />,
            here: tab === 'sessions',
          },
          { href: to('settings'), words: 'Settings', here: tab === 'settings' },
        ]}
      />
      {tab === '' ? (
        <>
          <Figures of={l} />
          <People list={l} calls={leaders.now} turn={turn} touched={touched} contact={contact} />
        </>
      ) : tab === 'now' ? (
        CallingNow ? (
          <CallingNow
            list={l}
            leaders={leaders}
            heard={heard}
            here={here}
            turn={turn}
            touched={touched}
            contact={contact}
          />
        ) : (
          <BoneRows rows={3} columns={3} />
        )
      ) : tab === 'sessions' ? (
        <SessionsOf query={{ list: id }} groups={[l.group.id]} />
      ) : tab === 'settings' ? (
        <ListSettings list={l} put={(v) => read.put((now) => newer(now, { ...v, seq: now.seq }))} />
      ) : (
        <NotFound />
      )}
      {tab !== 'settings' && (
        <div class="fixed">
          <StartButton {...start} class="block" />
        </div>
      )}
      {query.start === 'yes' && !whyNot(start) && <StartDialog list={l} close={() => close('start')} />}
      {query.mobile === 'yes' && (
        <MobileDialog
          close={() => close('mobile')}
          saved={() => replace({ mobile: undefined, start: l.people ? 'yes' : undefined })}
        />
      )}
      {query.delete === 'yes' && <DeleteList list={l} close={() => close('delete')} />}
    </Main>
  );
}

function Counted({ words, n }: { words: string; n: number | undefined }) {
  return (
    <>
      {words} {n !== undefined && <small>{figure(n)}</small>}
    </>
  );
}

/** Who else looks at this list now. */
function HereNow({ people }: { people: readonly Here[] }) {
  const others = people.filter((p) => p.id !== me.value?.id && p.doing === 'looking').slice(0, 5);
  if (!others.length) return null;
  const say = (p: Here) => `${p.name}, looking at this list, last seen ${clock(p.seen)}`;
  return (
    <span class="avs wide" role="group" aria-label={`Here now: ${listed(others.map((p) => p.name))}`}>
      {others.map((p) => (
        <Avatar key={p.id} name={p.name} say={say(p)} />
      ))}
    </span>
  );
}

/** The part that shows who calls: fetched when it is first looked at. */
function useCallingNow(wanted: boolean): typeof import('./now/now').default | undefined {
  const [part, setPart] = useState<typeof import('./now/now').default>();
  useEffect(() => {
    if (wanted && !part) void import('./now/now').then((m) => setPart(() => m.default));
  }, [wanted]);
  return part;
}

function Figures({ of: l }: { of: CallList }) {
  if (!l.people) return null;
  const last = l.last_session;
  return (
    <dl class="strip">
      <div>
        <dt>People</dt>
        <dd>{figure(l.people)}</dd>
      </div>
      <div>
        <dt>Left to call</dt>
        <dd>{figure(l.left)}</dd>
      </div>
      {last?.started && (
        <div>
          <dt>{last.on_phone ? 'On the phone now' : 'Called last'}</dt>
          <dd class="small">
            <a href={`/sessions/${last.id}`}>{last.leader.name}</a>
            {!last.on_phone && <small> {moment(last.active_at, now())}</small>}
          </dd>
        </div>
      )}
    </dl>
  );
}
