import './sessions.css';
import type { ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Problem } from '../../core/api';
import { canArchive, canRename } from '../../core/rights';
import { figure, fold, matches } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { Id, Session, SessionRow, SessionStatus } from '../../core/types';
import { sessionWords } from '../../core/words';
import { Avatar } from '../../ui/avatar';
import { SessionBadge } from '../../ui/badge';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Choices, Search } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { refuse, tell } from '../../ui/toast';
import { type Address, useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { api, me, newKey, now } from '../here';
import { Head, Main, useTitle } from '../shell';
import { Empty, FailedNotice } from '../states';
import { reopening } from '../undo';
import { Index } from './rows';

const title = 'Calling sessions';

/** Every calling session of the viewer's groups, moving by itself. */
export function SessionsPage() {
  const address = useAddress();
  const archived = address.query.archived === 'yes';
  const index = useMemo(() => new Index(), []);
  useEffect(() => void index.open(archived), [archived]);
  useEffect(() => () => index.close(), []);
  useTitle(`${title} – Partyline`);
  const rows = index.rows.value;
  return (
    <Main>
      <Head
        title={title}
        tools={
          <>
            <LivePill />
            <a class="btn wide" href="/lists">
              Go to call lists
            </a>
          </>
        }
      />
      <ConnectionBanner what="the list" />
      {index.fault.value && !rows ? (
        <FailedNotice
          fault={index.fault.value}
          thing="page"
          all={{ href: '/sessions', words: 'All sessions' }}
          again={() => void index.open(archived)}
        />
      ) : !rows ? (
        <BoneRows rows={6} columns={5} />
      ) : rows.size === 0 ? (
        <Empty
          title="No sessions yet"
          action={
            <a class="btn primary" href="/lists">
              Go to call lists
            </a>
          }
        >
          Open a call list and press Start a calling session. It will show here, live.
        </Empty>
      ) : (
        <Table rows={rows} index={index} archived={archived} />
      )}
    </Main>
  );
}

function Table({
  rows,
  index,
  archived,
}: {
  rows: ReadonlyMap<Id, SessionRow>;
  index: Index;
  archived: boolean;
}) {
  const address = useAddress();
  const { query, replace } = address;
  const mineOnly = query.mine === 'yes';
  const search = query.q ?? '';
  const all = [...rows.values()];
  const lists = [...new Map(all.map((r) => [r.list.id, r.list])).values()].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  const passing = all.filter(
    (r) =>
      (archived || r.status !== 'archived') &&
      (!mineOnly || r.leader.id === me.value?.id) &&
      (!query.list || r.list.id === query.list) &&
      (!query.status || r.status === query.status) &&
      (!search.trim() || matches(fold(`${r.name} ${r.list.name} ${r.leader.name}`), search)),
  );
  const { order, hold, release, waiting, show } = useHeldOrder(
    passing,
    `${mineOnly}${search}${query.list}${query.status}${archived}`,
  );
  const list = lists.find((l) => l.id === query.list);
  const statuses: SessionStatus[] = ['in_progress', 'started', 'not_started', 'completed'];
  if (archived) statuses.push('archived');
  return (
    <>
      <div class="bar2">
        <Choices
          name="whose"
          label="Whose"
          choices={[
            { value: 'all', words: 'All' },
            { value: 'mine', words: 'Mine' },
          ]}
          value={mineOnly ? 'mine' : 'all'}
          change={(v) => replace({ mine: v === 'mine' ? 'yes' : undefined })}
        />
        <Menu
          label="List"
          class={list ? 'btn set' : 'btn'}
          items={[{ id: '', name: 'Every list' }, ...lists].map((l) => ({
            words: l.name,
            checked: (query.list ?? '') === l.id,
            choose: () => replace({ list: l.id }),
          }))}
        >
          {list?.name ?? 'List'} <Icon name="down" small />
        </Menu>
        <Menu
          label="Status"
          class={query.status ? 'btn set' : 'btn'}
          items={['', ...statuses].map((s) => ({
            words: s ? sessionWords[s as SessionStatus] : 'Every status',
            checked: (query.status ?? '') === s,
            choose: () => replace({ status: s }),
          }))}
        >
          {sessionWords[query.status as SessionStatus] ?? 'Status'} <Icon name="down" small />
        </Menu>
        <Search class="push" label="Search sessions" value={search} change={(q) => replace({ q })} />
      </div>
      {order.length === 0 ? (
        <Empty
          title={search.trim() ? `No session matches “${search.trim()}”` : 'No session like that'}
          action={
            <Button
              onPress={() => replace({ q: undefined, mine: undefined, list: undefined, status: undefined })}
            >
              Clear
            </Button>
          }
        >
          {figure(all.length)} {all.length === 1 ? 'session is' : 'sessions are'} here.
        </Empty>
      ) : (
        <table
          class="tbl ss"
          onPointerEnter={() => hold('pointer')}
          onPointerLeave={() => release('pointer')}
          onFocusIn={() => hold('focus')}
          onFocusOut={() => release('focus')}
        >
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="c-list">
                List
              </th>
              <th scope="col">Status</th>
              <th scope="col">Progress</th>
              <th scope="col">Leader</th>
              <th scope="col" aria-sort="descending">
                Last activity
              </th>
              <th class="c-go">
                <span class="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {order.map((r) => (
              <Row key={r.id} row={r} index={index} address={address} />
            ))}
          </tbody>
        </table>
      )}
      <p class="qfoot">
        <span>
          {figure(passing.length)} {passing.length === 1 ? 'session' : 'sessions'}.{' '}
          <button
            type="button"
            class="link"
            onClick={() => replace({ archived: archived ? undefined : 'yes' })}
          >
            {archived ? 'Hide archived' : 'Show archived'}
          </button>
        </span>
        {waiting && (
          <span>
            Order held while you point{' '}
            <button type="button" class="link" onClick={show}>
              Show
            </button>
          </span>
        )}
      </p>
      {query.rename && (
        <Renaming row={rows.get(query.rename)} index={index} close={() => address.close('rename')} />
      )}
    </>
  );
}

/** Newest activity first; the order stands still under the pointer and the focus while rows go on changing. */
function useHeldOrder(rows: SessionRow[], filters: string) {
  const held = useRef(new Set<string>());
  const shown = useRef<{ filters: string; ids: Id[] }>({ filters: '', ids: [] });
  const [, again] = useState(0);
  const latest = [...rows].sort(byActivity);
  const ids = latest.map((r) => r.id);
  if (!held.current.size || shown.current.filters !== filters) shown.current = { filters, ids };
  const by = new Map(latest.map((r) => [r.id, r]));
  const order = shown.current.ids.flatMap((id) => by.get(id) ?? []);
  return {
    order,
    waiting: ids.join() !== shown.current.ids.join(),
    show: () => {
      shown.current = { filters, ids };
      again((n) => n + 1);
    },
    hold: (why: string) => void held.current.add(why),
    release: (why: string) => {
      if (held.current.delete(why) && !held.current.size) again((n) => n + 1);
    },
  };
}

function byActivity(a: SessionRow, b: SessionRow): number {
  if (a.on_phone !== b.on_phone) return a.on_phone ? -1 : 1;
  return a.active_at === b.active_at ? (a.id < b.id ? -1 : 1) : a.active_at < b.active_at ? 1 : -1;
}

function Row({ row: r, index, address }: { row: SessionRow; index: Index; address: Address }) {
  const { route } = useLocation();
  const line = useRef<HTMLTableRowElement>(null);
  const mine = r.leader.id === me.value?.id;
  const href = `/sessions/${r.id}`;
  const verb =
    !mine && (r.status === 'in_progress' || r.status === 'started')
      ? 'Watch'
      : mine && r.status === 'started'
        ? 'Resume'
        : 'Open';
  const t = now();
  const items: Item[] = [];
  if (canRename(me.value, r))
    items.push({ icon: 'pencil', words: 'Rename', choose: () => address.open({ rename: r.id }) });
  if (canArchive(me.value, r))
    items.push({
      icon: 'never',
      words: 'Archive',
      off: r.on_phone ? 'On the phone' : undefined,
      choose: () => void archive(r, index, line.current),
    });
  if (!items.length) items.push({ icon: 'sessions', words: 'Open', choose: () => route(href) });
  return (
    <tr ref={line}>
      <th scope="row">
        <a href={href}>{r.name}</a>
      </th>
      <td class="c-list">{r.list.name}</td>
      <td class="c-st">
        <SessionBadge status={r.status} />
      </td>
      <td class="c-pg">
        <span class="pg">
          <progress
            max={Math.max(1, r.progress.total)}
            value={r.progress.completed}
            aria-label={`${r.progress.completed} of ${r.progress.total} people completed`}
          />
          <span class="nw">
            <b>{figure(r.progress.completed)}</b> of {figure(r.progress.total)}
          </span>
        </span>
      </td>
      <td class="c-ld">
        <Avatar name={r.leader.name} me={mine} on={r.on_phone} />
      </td>
      <td class={r.on_phone ? 'c-la nw live' : 'c-la nw muted'} title={ago(r.active_at, t)}>
        {r.on_phone
          ? 'now'
          : r.status === 'not_started'
            ? `made ${moment(r.active_at, t)}`
            : moment(r.active_at, t)}
      </td>
      <td class="c-go">
        <a class="btn tiny" href={href} aria-label={`${verb} ${r.name}`}>
          {verb}
        </a>
        <Menu label={`Menu for ${r.name}`} items={items} />
      </td>
    </tr>
  );
}

async function archive(r: SessionRow, index: Index, line: HTMLElement | null) {
  try {
    const s = await api.post<Session>(`/sessions/${r.id}/archive`, {}, { key: newKey() });
    // The row may go: whoever works by keyboard goes on at the one beside it.
    if (line?.contains(document.activeElement))
      (line.nextElementSibling ?? line.previousElementSibling)?.querySelector<HTMLElement>('.dots')?.focus();
    index.put(after(r, s));
    tell(`${r.name} is archived.`, 'done', reopening(s));
  } catch (e) {
    refuse(e instanceof Problem ? e.title : `Couldn’t archive ${r.name}: the server cannot be reached.`);
  }
}

/** The row of a session as the server answered it. */
function after(r: SessionRow, s: Session): SessionRow {
  return { ...r, name: s.name, status: s.status, version: s.version, active_at: s.active_at };
}

type Rename = ComponentType<{ row: SessionRow; renamed: (s: Session) => void; close: () => void }>;

/** The dialog is fetched when it is asked for first. */
function Renaming({ row, index, close }: { row: SessionRow | undefined; index: Index; close: () => void }) {
  const [Rename, setRename] = useState<Rename>();
  const can = row && canRename(me.value, row);
  useEffect(() => {
    if (!can) return close(); // an old address, or archived meanwhile
    let here = true;
    import('./rename').then(
      (m) => here && setRename(() => m.default),
      () => {
        if (!here) return;
        refuse('Couldn’t open this: the server cannot be reached.');
        close();
      },
    );
    return () => {
      here = false;
    };
  }, [can]);
  if (!Rename || !row || !can) return null;
  return <Rename key={row.id} row={row} renamed={(s) => index.put(after(row, s))} close={close} />;
}
