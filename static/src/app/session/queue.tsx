import './queue.css';
import type { RefObject, TargetedPointerEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Filters, type GroupName, groupWords, type OrderRow } from '../../core/order';
import { figure, people } from '../../core/text';
import { clockSeconds } from '../../core/times';
import type { Entry, Session } from '../../core/types';
import { offsetsOf, segments } from '../../core/window';
import { entryWords } from '../../core/words';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Search } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { scrollToRow, usePhone, useSpan } from '../../ui/virtual';
import type { Address } from '../address';
import { liveState } from '../here';
import { useKeys } from '../keys';
import { Empty } from '../states';
import type { Ordering } from './ordering';
import type { Room } from './room';
import { Row, type RowActions } from './row';

const statuses: readonly Filters['status'][] = [
  'available',
  'skipped',
  'unavailable',
  'system_skipped',
  'attempted',
  'not_logged',
  'completed',
  'not_callable',
];

function statusWords(s: Filters['status']): string {
  return s === 'not_logged' ? 'Not logged' : s ? entryWords[s] : 'Every status';
}

interface Props {
  room: Room;
  ordering: Ordering;
  session: Session;
  mine: boolean;
  act: RowActions;
  address: Address;
}

/** The queue: toolbar, and a table of which only the rows in sight exist. */
export function Queue(p: Props) {
  const { room, ordering, address } = p;
  const filters: Filters = {
    search: address.query.q ?? '',
    status: (address.query.status ?? '') as Filters['status'],
    leader: address.query.leader ?? '',
  };
  useEffect(() => ordering.filter(filters), [filters.search, filters.status, filters.leader]);
  const order = ordering.shown.value;
  const filtered = !!(filters.search.trim() || filters.status || filters.leader);
  return (
    <section class="queue" aria-labelledby="queue">
      <Toolbar {...p} filters={filters} />
      {order.total === 0 && !room.complete.value ? (
        <BoneRows rows={8} columns={4} />
      ) : order.total === 0 ? (
        <Empty title="Nobody here yet">
          People who are added to <a href={`/lists/${p.session.list.id}`}>{p.session.list.name}</a> appear
          here by themselves.
        </Empty>
      ) : order.shown === 0 && filtered ? (
        <Empty
          title={filters.search.trim() ? `No one matches “${filters.search.trim()}”` : 'No one like that'}
          action={
            <Button onPress={() => address.replace({ q: undefined, status: undefined, leader: undefined })}>
              Clear
            </Button>
          }
        >
          {people(order.total)} are in this queue.
        </Empty>
      ) : (
        <Table {...p} />
      )}
      <p class="qfoot">
        <span>
          {filtered ? `${figure(order.shown)} of ${people(order.total)}` : people(order.total)}
          {!room.complete.value && order.total > 0 && ', reading more…'}
        </span>
        <LastChange room={room} />
      </p>
    </section>
  );
}

function LastChange({ room }: { room: Room }) {
  const at = room.state.value?.changedAt;
  return at ? <span>Last change {clockSeconds(at)}</span> : null;
}

function Toolbar({ room, ordering, address, filters }: Props & { filters: Filters }) {
  const paused = ordering.paused.value;
  const leaders = () => leadersOf(room.entries());
  const bar = useRef<HTMLDivElement>(null);
  useKeys({ f: () => bar.current?.querySelector<HTMLElement>('[aria-haspopup=menu]:not(.phone)')?.click() });
  const status = (): Item[] =>
    (['', ...statuses] as Filters['status'][]).map((s) => ({
      words: statusWords(s),
      checked: filters.status === s,
      choose: () => address.replace({ status: s }),
    }));
  const leader = (): Item[] =>
    [{ id: '', name: 'Every leader' }, ...leaders()].map((l) => ({
      words: l.name,
      checked: filters.leader === l.id,
      choose: () => address.replace({ leader: l.id }),
    }));
  const chosen = filters.leader ? leaders().find((l) => l.id === filters.leader) : undefined;
  return (
    <div class="qh" ref={bar}>
      <h2 id="queue">Queue</h2>
      <Search label="Search the queue" value={filters.search} change={(q) => address.replace({ q })} />
      <Menu label="Status" class={`btn wide${filters.status ? ' set' : ''}`} items={status}>
        {filters.status ? statusWords(filters.status) : 'Status'} <Icon name="down" small />
      </Menu>
      <Menu label="Leader" class={`btn wide${chosen ? ' set' : ''}`} items={leader}>
        {chosen ? chosen.name : 'Leader'} <Icon name="down" small />
      </Menu>
      <Menu
        label="Filters"
        class="btn icon phone"
        items={() => [...status(), ...leader().map((l, i) => (i === 0 ? { ...l, apart: true } : l))]}
      >
        <Icon name="settings" />
        <span class="vh">Filters</span>
      </Menu>
      <Pause paused={paused} ordering={ordering} />
    </div>
  );
}

function Pause({ paused, ordering }: { paused: boolean; ordering: Ordering }) {
  const words = paused ? 'Go on updating' : 'Pause updates';
  const press = () => ordering.pause(!paused);
  return (
    <>
      <Button class="wide" icon={paused ? 'refresh' : 'pause'} onPress={press}>
        {words}
      </Button>
      <Button class="phone" icon={paused ? 'refresh' : 'pause'} label={words} onPress={press} />
    </>
  );
}

function leadersOf(entries: Iterable<Entry>): { id: string; name: string }[] {
  const by = new Map<string, string>();
  for (const e of entries) for (const l of [e.by, e.with, e.skip?.by]) if (l) by.set(l.id, l.name);
  return [...by].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

const heights = { row: 44, group: 36, phoneRow: 72, phoneGroup: 42, held: 26 };

function Table(p: Props) {
  const { room, ordering, session, mine, act } = p;
  const phone = usePhone();
  const order = ordering.shown.value;
  const waiting = ordering.waiting.value;
  const paused = ordering.paused.value;
  const rows = order.rows;
  const [active, setActive] = useState<string>();
  const [focused, setFocused] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);

  const heldAt = rows.findIndex((r) => r.kind === 'group');
  const held = waiting > 0 || paused;
  const offsets = useMemo(
    () =>
      offsetsOf(rows.length, (i) => {
        if (rows[i]?.kind === 'entry') return phone ? heights.phoneRow : heights.row;
        if (!phone) return heights.group;
        return heights.phoneGroup + (held && i === heldAt ? heights.held : 0);
      }),
    [rows, phone, held],
  );
  const positions = useMemo(
    () => new Map(rows.flatMap((r, i) => (r.kind === 'entry' ? [[r.id, i] as const] : []))),
    [rows],
  );
  const span = useSpan(body, offsets);
  const activeAt = active === undefined ? undefined : positions.get(active);
  const firstEntry = rows.find((r) => r.kind === 'entry') as Extract<OrderRow, { kind: 'entry' }> | undefined;
  const tabStop = activeAt === undefined ? firstEntry?.id : active;

  const focusRow = (at: number) => {
    const r = rows[at];
    if (r?.kind !== 'entry' || !body.current) return;
    setActive(r.id);
    scrollToRow(body.current, offsets, at);
    // The row may have to be made first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        body.current
          ?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(r.id)}"]`)
          ?.focus({ preventScroll: true }),
      ),
    );
  };
  const step = (by: number, from = activeAt) => {
    let at = from === undefined ? span.from : from + by;
    const way = by < 0 ? -1 : 1;
    at = Math.max(0, Math.min(rows.length - 1, at));
    while (rows[at] && rows[at]?.kind !== 'entry') at += way;
    if (rows[at]) focusRow(at);
  };
  const onActive = (f: (id: string) => void) => () => {
    const id = focused ? active : undefined;
    if (id) f(id);
  };
  const page = () => Math.max(1, Math.floor(innerHeight / (phone ? heights.phoneRow : heights.row)) - 3);
  const openMenu = onActive((id) =>
    body.current?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"] .dots`)?.click(),
  );
  const orPerson = (f: (id: string) => void) => () => {
    const id = (focused ? active : undefined) ?? session.phone.person?.entry;
    if (id && mine) f(id);
  };
  const move = { j: () => step(1), k: () => step(-1) };
  const inTable = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(page()),
    PageUp: () => step(-page()),
    Home: () => step(1, -1),
    End: () => step(-1, rows.length),
    Enter: onActive(act.open),
  };
  useKeys({
    ...move,
    ...(focused ? inTable : {}),
    m: openMenu,
    'Shift F10': openMenu,
    s: orPerson(act.skip),
    l: orPerson(act.log),
    p: () => mine && onActive(act.prioritise)(),
  });

  const pointer = (e: TargetedPointerEvent<HTMLElement>) => {
    if (e.pointerType !== 'mouse') return;
    ordering.hold('pointer');
  };
  const around = {
    onPointerEnter: pointer,
    onPointerLeave: (e: TargetedPointerEvent<HTMLElement>) =>
      e.pointerType === 'mouse' && ordering.release('pointer'),
    onPointerDown: () => ordering.hold('finger'),
    onPointerUp: () => setTimeout(() => ordering.release('finger'), 800),
    onPointerCancel: () => setTimeout(() => ordering.release('finger'), 800),
    onFocusIn: (e: FocusEvent) => {
      ordering.hold('focus');
      setFocused(true);
      const tr = (e.target as Element).closest<HTMLElement>('tr[data-id]');
      if (tr?.dataset.id) setActive(tr.dataset.id);
    },
    onFocusOut: (e: FocusEvent) => {
      if (body.current?.contains(e.relatedTarget as Node)) return;
      ordering.release('focus');
      setFocused(false);
    },
  };
  useEffect(
    () => () => {
      for (const why of ['pointer', 'focus', 'finger']) ordering.release(why);
    },
    [],
  );

  useKeptFocus(body);

  const frozen = ordering.frozen.value;
  const offline = liveState.value.kind === 'lost';
  const nextId = session.cycle.next?.entry ?? order.first;
  return (
    <table
      class="tbl q"
      style={{ '--n': `calc(26px + ${String(order.places.size).length}ch)` }}
      aria-labelledby="queue"
      aria-rowcount={rows.length + 1}
    >
      <thead>
        <tr>
          <th class="c-n" scope="col">
            #
          </th>
          <th scope="col">Name</th>
          <th scope="col" class="c-status">
            Status
          </th>
          <th scope="col" class="c-out">
            Last outcome
          </th>
          <th class="c-lead" scope="col">
            Leader
          </th>
          <th class="c-upd" scope="col">
            Updated
          </th>
          <th class="c-menu">
            <span class="vh">Menu</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body} {...around}>
        {segments(offsets, span, activeAt).map((s, i) => {
          if (s.kind === 'gap')
            return (
              <tr
                class="gap"
                key={`gap${i > 0 ? i : ''}`}
                aria-hidden="true"
                style={{ height: `${s.height}px` }}
              >
                <td colSpan={7} />
              </tr>
            );
          const r = rows[s.index];
          if (!r) return null;
          if (r.kind === 'group')
            return (
              <Group
                key={r.group}
                group={r.group}
                count={r.count}
                held={
                  s.index === heldAt && held ? { waiting, paused, show: () => ordering.show() } : undefined
                }
              />
            );
          const entry = room.entry(r.id, frozen);
          if (!entry) return null;
          return (
            <Row
              key={r.id}
              entry={entry}
              place={order.places.get(r.id)}
              next={r.id === nextId && entry.status === 'available'}
              waiting={room.waiting.value.has(r.id)}
              offline={offline}
              active={r.id === tabStop}
              mine={mine}
              leader={session.leader}
              zone={session.list.zone}
              index={s.index}
              act={act}
            />
          );
        })}
      </tbody>
    </table>
  );
}

/** A row that is moved loses the focus in browsers: it gets it back. */
function useKeptFocus(body: RefObject<HTMLElement | null>) {
  const held = document.activeElement;
  const inside = held instanceof HTMLElement && !!body.current?.contains(held);
  useLayoutEffect(() => {
    if (inside && document.activeElement !== held && held.isConnected) held.focus({ preventScroll: true });
  });
}

function Group(p: {
  group: GroupName;
  count: number;
  held?: { waiting: number; paused: boolean; show: () => void };
}) {
  return (
    <tr class={p.held ? 'grp hold' : 'grp'}>
      <th colSpan={7} scope="rowgroup">
        <b>{groupWords[p.group]}</b> {figure(p.count)}
        {p.group === 'never' && ', not in the total'}
        {p.held && (
          <span class="held">
            {p.held.paused ? 'Updates paused' : 'Order held'}
            {!p.held.paused && <span class="wide"> while you point</span>}
            {p.held.waiting > 0 && (
              <>
                {` · ${figure(p.held.waiting)} ${p.held.waiting === 1 ? 'change' : 'changes'} waiting `}
                <button type="button" class="link" onClick={p.held.show}>
                  Show
                </button>
              </>
            )}
          </span>
        )}
      </th>
    </tr>
  );
}
