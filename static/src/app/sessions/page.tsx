import './sessions.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Problem } from '../../core/api';
import { figure, fold, matches } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { Id, SessionRow, SessionStatus } from '../../core/types';
import { sessionWords } from '../../core/words';
import { Avatar } from '../../ui/avatar';
import { SessionBadge } from '../../ui/badge';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Choices, Search } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { refuse, tell } from '../../ui/toast';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { api, me, newKey, now } from '../here';
import { Head, Main, useTitle } from '../shell';
import { Empty, FailedNotice } from '../states';
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
  const { query, replace } = useAddress();
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
              <Row key={r.id} row={r} index={index} />
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

function Row({ row: r, index }: { row: SessionRow; index: Index }) {
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
  if (mine && r.status !== 'archived') {
    items.push({
      icon: 'never',
      words: 'Archive',
      off: r.on_phone ? 'On the phone' : undefined,
      choose: () => void archive(r, index),
    });
  }
  return (
    <tr>
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
        <Menu
          label={`Menu for ${r.name}`}
          items={
            items.length ? items : [{ icon: 'sessions', words: 'Open', choose: () => location.assign(href) }]
          }
        />
      </td>
    </tr>
  );
}

async function archive(r: SessionRow, index: Index) {
  try {
    await api.post(`/sessions/${r.id}/archive`, {}, { key: newKey() });
    index.put({ ...r, status: 'archived' });
    tell(`${r.name} is archived.`, 'done');
  } catch (e) {
    refuse(e instanceof Problem ? e.title : `Couldn’t archive ${r.name}: the server cannot be reached.`);
  }
}
