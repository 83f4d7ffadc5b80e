import './queue.css';
import type { RefObject, TargetedPointerEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Filters } from '../../core/filters';
import { type GroupName, groupWords } from '../../core/order';
import { figure, people } from '../../core/text';
import { clockSeconds } from '../../core/times';
import type { Entry, Session } from '../../core/types';
import { Heights, segments } from '../../core/window';
import { entryWords } from '../../core/words';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { Search } from '../../ui/search';
import { still } from '../../ui/still';
import { more, scrollToRow, useGradually, useHeights, useNumbers, usePhone, useSpan } from '../../ui/virtual';
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
  const latest = useRef(address);
  latest.current = address;
  const replace = useMemo<Address['replace']>(() => (changes) => latest.current.replace(changes), []);
  const total = ordering.total.value;
  const passing = ordering.passing.value;
  const filtered = !!(filters.search.trim() || filters.status || filters.leader);
  return (
    <section class="queue" aria-labelledby="queue">
      <Toolbar room={room} ordering={ordering} replace={replace} {...filters} />
      {total === 0 && !room.complete.value ? (
        <BoneRows rows={8} columns={4} />
      ) : total === 0 ? (
        <Empty title="Nobody here yet">
          People who are added to <a href={`/lists/${p.session.list.id}`}>{p.session.list.name}</a> appear
          here by themselves.
        </Empty>
      ) : passing === 0 && filtered ? (
        <Empty
          title={filters.search.trim() ? `No one matches “${filters.search.trim()}”` : 'No one like that'}
          action={
            <Button onPress={() => address.replace({ q: undefined, status: undefined, leader: undefined })}>
              Clear
            </Button>
          }
        >
          {people(total)} are in this queue.
        </Empty>
      ) : (
        <Table
          room={room}
          ordering={ordering}
          leader={p.session.leader}
          zone={p.session.list.zone}
          person={p.session.phone.person?.entry}
          mine={p.mine}
          act={p.act}
        />
      )}
      <p class="qfoot">
        <span>
          {filtered ? `${figure(passing)} of ${people(total)}` : people(total)}
          {!room.complete.value && total > 0 && ', reading more…'}
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

interface ToolbarProps extends Filters {
  room: Room;
  ordering: Ordering;
  replace: Address['replace'];
}

const Toolbar = still(function Toolbar({ room, ordering, replace, ...filters }: ToolbarProps) {
  const paused = ordering.paused.value;
  const leaders = () => leadersOf(room.entries());
  const complete = room.complete.value;
  const bar = useRef<HTMLDivElement>(null);
  useKeys({ f: () => bar.current?.querySelector<HTMLElement>('[aria-haspopup=menu]:not(.phone)')?.click() });
  const status = (): Item[] =>
    (['', ...statuses] as Filters['status'][]).map((s) => ({
      words: statusWords(s),
      checked: filters.status === s,
      choose: () => replace({ status: s }),
    }));
  const leader = (): Item[] =>
    [{ id: '', name: 'Every leader' }, ...leaders()].map((l) => ({
      words: l.name,
      checked: filters.leader === l.id,
      choose: () => replace({ leader: l.id }),
    }));
  const chosen = useMemo(
    () => (filters.leader ? leaders().find((l) => l.id === filters.leader) : undefined),
    [filters.leader, complete],
  );
  return (
    <div class="qh" ref={bar}>
      <h2 id="queue">Queue</h2>
      <Search label="Search the queue" value={filters.search} change={(q) => replace({ q })} />
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
});

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

interface TableProps {
  room: Room;
  ordering: Ordering;
  leader: Session['leader'];
  zone: string;
  /** The entry of who is on the phone. */
  person: string | undefined;
  mine: boolean;
  act: RowActions;
}

const Table = still(function Table({ room, ordering, leader, zone, person, mine, act }: TableProps) {
  const phone = usePhone();
  const { order } = ordering.shown.value;
  const waiting = ordering.waiting.value;
  const paused = ordering.paused.value;
  const [active, setActive] = useState<string>();
  const [focused, setFocused] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);

  const count = order.length;
  const headings = order.headings();
  const heldAt = headings[0];
  const held = waiting > 0 || paused;
  const headingHeight = (at: number) => {
    if (!phone) return heights.group;
    return heights.phoneGroup + (held && at === heldAt ? heights.held : 0);
  };
  const tops = useHeights(
    new Heights(
      count,
      phone ? heights.phoneRow : heights.row,
      headings.map((at) => ({ at, height: headingHeight(at) })),
    ),
  );
  const span = useSpan(body, tops);
  const found = active === undefined ? -1 : order.indexOf(active);
  const activeAt = found < 0 ? undefined : found;
  const firstAt = order.person(0, 1);
  const tabStop = activeAt ?? firstAt;

  const focusRow = (at: number) => {
    const r = order.row(at);
    if (r?.kind !== 'entry' || !body.current) return;
    setActive(r.id);
    scrollToRow(body.current, tops, at);
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
    const at = Math.max(0, Math.min(count - 1, from === undefined ? span.from : from + by));
    const person = order.person(at, by < 0 ? -1 : 1);
    if (person !== undefined) focusRow(person);
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
    const id = (focused ? active : undefined) ?? person;
    if (id && mine) f(id);
  };
  const move = { j: () => step(1), k: () => step(-1) };
  const inTable = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(page()),
    PageUp: () => step(-page()),
    Home: () => step(1, -1),
    End: () => step(-1, count),
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

  const parts = segments(tops, span, activeAt).map((s) => ({
    s,
    r: s.kind === 'row' ? order.row(s.index) : undefined,
  }));
  const ids = parts.flatMap(({ r }) => (r?.kind === 'entry' ? [r.id] : []));
  // Those in sight come first, then those above.
  const above = span.from > 0 ? more : 0;
  const drawn = useGradually([
    ...(active !== undefined && activeAt !== undefined ? [active] : []),
    ...ids.slice(above),
    ...ids.slice(0, above),
  ]);
  const places = useNumbers(
    new Map(parts.flatMap(({ r }) => (r?.kind === 'entry' ? [[r.id, r.place] as const] : []))),
  );
  const frozen = ordering.frozen.value;
  const offline = liveState.value.kind === 'lost';
  const { next } = ordering;
  const own = room.waiting.value;
  return (
    <table
      class="tbl q"
      style={{ '--n': `calc(26px + ${String(order.available).length}ch)` }}
      aria-labelledby="queue"
      aria-rowcount={count + 1}
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
        {parts.map(({ s, r }, i) => {
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
          if (!drawn.has(r.id))
            return (
              <tr class="gap" key={`gap ${r.id}`} aria-hidden="true" style={{ height: `${tops.row}px` }}>
                <td colSpan={7} />
              </tr>
            );
          const entry = room.row(r.id, frozen);
          if (!entry) return null;
          return (
            <Row
              key={r.id}
              entry={entry}
              place={places.get(r.id)}
              next={r.id === next && entry.status === 'available'}
              waiting={own.has(r.id)}
              offline={offline}
              active={s.index === tabStop}
              mine={mine}
              leader={leader}
              zone={zone}
              index={s.index}
              act={act}
            />
          );
        })}
      </tbody>
    </table>
  );
});

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
