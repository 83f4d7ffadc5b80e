// The queue's table: only the rows in sight exist, each at its own height from the top.

import type { TargetedPointerEvent, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type GroupName, groupWords } from '../../core/order';
import { figure } from '../../core/text';
import type { Session } from '../../core/types';
import { Heights, roomFor, segments } from '../../core/window';
import { still } from '../../ui/still';
import { more, scrollToRow, useHeights, usePhone, usePool, useSequence, useSpan } from '../../ui/virtual';
import { liveState } from '../here';
import { useKeys } from '../keys';
import { rowOf, usePressed, useRowFocus } from './focus';
import type { Ordering } from './ordering';
import { Numbers, usePlaces } from './places';
import type { Room } from './room';
import { Row, type RowActions, type RowProps } from './row';

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

export const Table = still(function Table({ room, ordering, leader, zone, person, mine, act }: TableProps) {
  const phone = usePhone();
  const { order } = ordering.shown.value;
  const waiting = ordering.waiting.value;
  const paused = ordering.paused.value;
  const [active, setActive] = useState<string>();
  const [focused, setFocused] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const goTo = useRowFocus(body);
  /** What each element showed last. */
  const last = useRef(new Map<number, RowProps>());
  /** The numbers' column never becomes narrower: every row would be laid out anew for it. */
  const digits = useRef(0);
  digits.current = Math.max(digits.current, String(order.available).length);

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
    goTo(r.id);
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
  const openMenu = onActive((id) => rowOf(body, id)?.querySelector<HTMLElement>('.dots')?.click());
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

  const press = usePressed(ordering);
  const pointer = (e: TargetedPointerEvent<HTMLElement>) => {
    if (e.pointerType !== 'mouse') return;
    ordering.hold('pointer');
  };
  const around = {
    onPointerEnter: pointer,
    onPointerLeave: (e: TargetedPointerEvent<HTMLElement>) =>
      e.pointerType === 'mouse' && ordering.release('pointer'),
    onPointerDown: press,
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

  const parts = segments(tops, span, activeAt).flatMap((s) => {
    const r = s.kind === 'row' ? order.row(s.index) : undefined;
    return r && s.kind === 'row' ? [{ at: s.index, r }] : [];
  });
  const ids = parts.flatMap(({ r }) => (r.kind === 'entry' ? [r.id] : []));
  // Those in sight come first, then those above.
  const above = span.from > 0 ? more : 0;
  const pool = usePool(
    [
      ...(active !== undefined && activeAt !== undefined ? [active] : []),
      ...ids.slice(above),
      ...ids.slice(0, above),
    ],
    span,
    active,
  );
  usePlaces(body, parts, tops);
  const frozen = ordering.frozen.value;
  const offline = liveState.value.kind === 'lost';
  const { next } = ordering;
  const own = room.waiting.value;
  // What is moved in the document loses a press that began on it, and a menu or tooltip that is open in it closes.
  const may = () => !ordering.pressed && !body.current?.querySelector(':popover-open');
  const by = new Map<string, VNode>();
  for (const { at, r } of parts) {
    if (r.kind === 'group') {
      const holds = at === heldAt && held ? { waiting, paused, show: () => ordering.show() } : undefined;
      by.set(r.group, <Group key={r.group} group={r.group} count={r.count} held={holds} />);
      continue;
    }
    const element = pool.shown.get(r.id);
    const entry = element !== undefined && room.row(r.id, frozen);
    if (!entry) continue;
    const row = {
      entry,
      next: r.id === next && entry.status === 'available',
      waiting: own.has(r.id),
      offline,
      active: at === tabStop,
      mine,
      leader,
      zone,
      act,
    };
    last.current.set(element, row);
    by.set(`r${element}`, <Row key={`r${element}`} {...row} spare={false} />);
  }
  for (const element of pool.spare) {
    const row = last.current.get(element);
    if (row) by.set(`r${element}`, <Row key={`r${element}`} {...row} active={false} spare />);
  }
  const lines = useSequence([...by.keys()], ordering.shown.value, may, focused).map((key) => by.get(key));
  return (
    <table
      class="tbl q"
      style={{ '--n': `calc(26px + ${digits.current}ch)` }}
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
      <tbody ref={body} style={{ height: `${roomFor(tops, span)}px` }} {...around}>
        <Numbers parts={parts.filter((p) => p.at >= span.from && p.at < span.to)} tops={tops} />
        {lines}
      </tbody>
    </table>
  );
});

function Group(p: {
  group: GroupName;
  count: number;
  held?: { waiting: number; paused: boolean; show: () => void };
}) {
  return (
    <tr class={p.held ? 'grp hold' : 'grp'} data-group={p.group}>
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
