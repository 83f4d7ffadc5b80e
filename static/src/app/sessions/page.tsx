import './sessions.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { canRename } from '../../core/rights';
import { figure, fold, matches } from '../../core/text';
import type { Id, Session, SessionRow, SessionStatus } from '../../core/types';
import { sessionWords } from '../../core/words';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';
import { Search } from '../../ui/search';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { me } from '../here';
import { Later } from '../later';
import { Head, Main, useTitle } from '../shell';
import { Empty, FailedNotice } from '../states';

import { useHeldOrder } from './held';
import { after, Row } from './row';

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
        <Later of={loadFirstSteps} />
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
  const due = query.due === 'yes';
  const [withCallBacks, setWithCallBacks] = useState<ReadonlySet<Id>>();
  const passing = all.filter(
    (r) =>
      (!due || !withCallBacks || withCallBacks.has(r.id)) &&
      (archived || r.status !== 'archived') &&
      (!mineOnly || r.leader.id === me.value?.id) &&
      (!query.list || r.list.id === query.list) &&
      (!query.status || r.status === query.status) &&
      (!search.trim() || matches(fold(`${r.name} ${r.list.name} ${r.leader.name}`), search)),
  );
  const { order, hold, release, waiting, show } = useHeldOrder(
    passing,
    `${mineOnly}${search}${query.list}${query.status}${archived}${due}${withCallBacks?.size}`,
  );
  const list = lists.find((l) => l.id === query.list);
  // Of those that a filter leaves it is not known how many are archived.
  const filtered = mineOnly || search.trim() || list || query.status || due;
  const left = filtered ? 0 : index.archived.value + all.filter((r) => r.status === 'archived').length;
  const again = () =>
    replace({ q: undefined, mine: undefined, list: undefined, status: undefined, due: undefined });
  const statuses: SessionStatus[] = ['in_progress', 'started', 'not_started', 'completed'];
  if (archived) statuses.push('archived');
  return (
    <>
      <Later
        of={loadCallBacks}
        mine={mineOnly}
        list={query.list}
        all={due}
        toggle={() => replace({ due: due ? undefined : 'yes' })}
        happened={rows}
        tell={setWithCallBacks}
      />
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
        <button
          type="button"
          class={due ? 'btn set' : 'btn'}
          aria-pressed={due}
          onClick={() => replace({ due: due ? undefined : 'yes' })}
        >
          Call-backs
        </button>
        <Search class="push" label="Search sessions" value={search} change={(q) => replace({ q })} />
      </div>
      {/* With what stands under the table: on the way to Show nothing moves. */}
      <div
        onPointerEnter={() => hold('pointer')}
        onPointerLeave={() => release('pointer')}
        onFocusIn={() => hold('focus')}
        onFocusOut={() => release('focus')}
      >
        {order.length === 0 ? (
          <Empty
            title={search.trim() ? `No session matches “${search.trim()}”` : 'No session like that'}
            action={<Button onPress={again}>Clear</Button>}
          >
            {figure(all.length)} {all.length === 1 ? 'session is' : 'sessions are'} here.
          </Empty>
        ) : (
          <table class="tbl ss">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" class="c-list">
                  List
                </th>
                <th scope="col">Status</th>
                <th scope="col">Progress</th>
                <th scope="col">Leader</th>
                <th scope="col" class="c-la" aria-sort="descending">
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
              {archived ? 'Hide archived' : left ? `Show ${figure(left)} archived` : 'Show archived'}
            </button>
          </span>
          {waiting > 0 ? (
            <span>
              {`Order held while you point · ${figure(waiting)} ${waiting === 1 ? 'change' : 'changes'} waiting `}
              <button type="button" class="link" onClick={show}>
                Show
              </button>
            </span>
          ) : (
            <button type="button" class="link" onClick={() => index.pause(!index.paused.value)}>
              {index.paused.value ? 'Updates paused. Go on updating' : 'Pause updates'}
            </button>
          )}
        </p>
      </div>
      {query.rename && (
        <Renaming row={rows.get(query.rename)} index={index} close={() => address.close('rename')} />
      )}
      {query.duplicate && (
        <Duplicating row={rows.get(query.duplicate)} close={() => address.close('duplicate')} />
      )}
    </>
  );
}

const loadFirstSteps = () => import('./first-steps');
const loadCallBacks = () => import('./callbacks');
const loadDuplicate = () => import('./duplicate');
const loadRename = () => import('./rename');

function Renaming({ row, index, close }: { row: SessionRow | undefined; index: Index; close: () => void }) {
  const can = row && canRename(me.value, row);
  useEffect(() => {
    if (!can) close(); // an old address, or archived meanwhile
  }, [can]);
  if (!can) return null;
  return (
    <Later
      of={loadRename}
      key={row.id}
      row={row}
      renamed={(s: Session) => index.put(after(row, s))}
      close={close}
    />
  );
}

function Duplicating({ row, close }: { row: SessionRow | undefined; close: () => void }) {
  useEffect(() => {
    if (!row) close(); // an old address
  }, [row]);
  return row ? <Later of={loadDuplicate} row={row} close={close} /> : null;
}
