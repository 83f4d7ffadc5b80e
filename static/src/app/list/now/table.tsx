import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { changesBetween } from '../../../core/held';
import { changedSince, heldRows, passing, type Standing, type StandingStatus } from '../../../core/standing';
import { figure, people } from '../../../core/text';
import { ago, clockSeconds, isoDay, short } from '../../../core/times';
import { entryWords } from '../../../core/words';
import { BoneRows } from '../../../ui/bones';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { type Item, Menu } from '../../../ui/menu';
import { Rows } from '../../../ui/rows';
import { Search } from '../../../ui/search';
import { useAddress } from '../../address';
import { now } from '../../here';
import { useKeys } from '../../keys';
import { Empty } from '../../states';
import { Pause } from '../still';

interface Cells {
  status: ComponentChildren;
  outcome: ComponentChildren;
  by: ComponentChildren;
}

interface Props {
  /** Of the column that says how they stand. */
  title: string;
  /** Everybody, in order. */
  rows: readonly Standing[];
  /** Everybody has been read. */
  complete: boolean;
  statuses: readonly StandingStatus[];
  /** Changes with a press of one's own, which shows while updates are paused too. */
  pressed: string;
  /** The address of what `open` opens. */
  href: (r: Standing) => string;
  open: (r: Standing) => void;
  menu: (r: Standing) => Item[];
  keys: (r: Standing, key: string) => boolean;
  cells: (r: Standing) => Cells;
}

/** Everybody on the list, who is in a call first, then the newest changes. Rows stand still under the pointer and the focus. */
export function Table(p: Props) {
  const { query, replace } = useAddress();
  const search = query.q ?? '';
  const status = (p.statuses as readonly string[]).includes(query.status ?? '')
    ? (query.status as StandingStatus)
    : '';
  const latest = useMemo(() => passing(p.rows, search, status), [p.rows, search, status]);
  const still = useStanding(latest, `${search} ${status} ${p.complete}`, p.pressed);
  const bar = useRef<HTMLDivElement>(null);
  useKeys({ f: () => bar.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click() });
  const filtered = !!search.trim() || !!status;
  const clear = () => replace({ q: undefined, status: undefined });
  return (
    <section class="stand" aria-labelledby="stand">
      <div class="bar stand-h" ref={bar}>
        <h2 id="stand">People</h2>
        <span class="sm muted">
          {still.paused ? 'Updates paused' : still.waiting > 0 && 'Order held'}
          {still.waiting > 0 && (
            <>
              {` · ${figure(still.waiting)} ${still.waiting === 1 ? 'change' : 'changes'} waiting `}
              <button type="button" class="link" onClick={still.show}>
                Show
              </button>
            </>
          )}
        </span>
        <Search label="Search people" value={search} change={(q) => replace({ q })} />
        <Menu
          label="Status"
          class={`btn${status ? ' set' : ''}`}
          items={() =>
            (['', ...p.statuses] as const).map((s) => ({
              words: statusWords(s),
              checked: s === status,
              choose: () => replace({ status: s }),
            }))
          }
        >
          {status ? statusWords(status) : 'Status'} <Icon name="down" small />
        </Menu>
        <Pause still={still} />
      </div>
      {!p.rows.length && !p.complete ? (
        <BoneRows rows={6} columns={5} />
      ) : !p.rows.length ? (
        <Empty title="Nobody here yet">People who are put on this list appear here by themselves.</Empty>
      ) : !latest.length ? (
        <Empty
          title={search.trim() ? `No one matches “${search.trim()}”` : 'No one like that'}
          action={<Button onPress={clear}>Clear</Button>}
        >
          {people(p.rows.length)} are on this list.
        </Empty>
      ) : (
        <Rows
          label="People"
          class="standing"
          columns={7}
          count={still.rows.length}
          items={still.rows}
          id={(r) => r.id}
          open={p.open}
          held={still.hold}
          mark={(r) => (r.now ? 'on' : undefined)}
          keys={(r, e) => !e.repeat && p.keys(r, e.key)}
          head={
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="s-city">
                City
              </th>
              <th scope="col" class="s-st">
                {p.title}
              </th>
              <th scope="col" class="s-out">
                Last outcome
              </th>
              <th scope="col" class="s-by">
                By
              </th>
              <th scope="col" class="s-upd">
                Updated
              </th>
              <th class="c-menu" scope="col">
                <span class="vh">Menu</span>
              </th>
            </tr>
          }
          cells={(r) => <Row of={r} cells={p.cells(r)} href={p.href} open={p.open} menu={() => p.menu(r)} />}
        />
      )}
      <p class="qfoot">
        <span>
          {filtered ? `${figure(latest.length)} of ${people(p.rows.length)}` : people(p.rows.length)}
          {!p.complete && p.rows.length > 0 && ', reading more…'}
        </span>
      </p>
    </section>
  );
}

function Row({
  of: r,
  cells,
  href,
  open,
  menu,
}: {
  of: Standing;
  cells: Cells;
  href: (r: Standing) => string;
  open: (r: Standing) => void;
  menu: () => Item[];
}) {
  const t = now();
  return (
    <>
      <th scope="row">
        <a
          class="open"
          href={href(r)}
          tabIndex={-1}
          onClick={(e) => {
            e.preventDefault();
            open(r);
          }}
        >
          {r.name}
        </a>
      </th>
      <td class="c-no s-city muted">{r.city}</td>
      <td class="c-2l s-st">{cells.status}</td>
      <td class="c-2r s-out">{cells.outcome}</td>
      <td class="c-no s-by">{cells.by}</td>
      <td class="c-1r s-upd" title={r.at && ago(r.at, t)}>
        {r.at && (isoDay(r.at) === isoDay(t) ? clockSeconds(r.at) : short(r.at, t))}
      </td>
      <td class="c-menu">
        <Menu label={`Menu for ${r.name}`} items={menu} tabIndex={-1} />
      </td>
    </>
  );
}

function statusWords(s: StandingStatus): string {
  switch (s) {
    case '':
      return 'Every status';
    case 'now':
      return 'In a call now';
    case 'called':
      return 'Called';
    case 'never':
      return 'Never called';
    case 'not_logged':
      return 'Not logged';
    default:
      return entryWords[s];
  }
}

/**
 * Rows stand still under the pointer, the finger and the focus, and change where they stand; while paused they do not
 * change either, but by a press of one's own. What would have moved is counted, and shown on request. Another `key` shows
 * the latest at once.
 */
function useStanding(latest: readonly Standing[], key: string, pressed: string) {
  const [held, hold] = useState(false);
  const [paused, pause] = useState(false);
  const [, draw] = useState(0);
  const shown = useRef(latest);
  const of = useRef(key);
  if (of.current !== key || (!held && !paused)) shown.current = latest;
  of.current = key;
  const press = useRef(pressed);
  if (press.current !== pressed && paused) shown.current = heldRows(shown.current, latest);
  press.current = pressed;
  const rows = useMemo(
    () => (paused || shown.current === latest ? shown.current : heldRows(shown.current, latest)),
    [shown.current, latest, paused],
  );
  const waiting = useMemo(() => {
    if (shown.current === latest) return 0;
    if (paused) return changedSince(shown.current, latest);
    return changesBetween(
      shown.current.map((r) => r.id),
      latest.map((r) => r.id),
    );
  }, [shown.current, latest, paused]);
  const none = !latest.length;
  useEffect(() => {
    if (none) hold(false); // there is nothing left to point at
  }, [none]);
  return {
    rows,
    waiting,
    paused,
    hold,
    pause,
    show: () => {
      shown.current = latest;
      draw((n) => n + 1);
    },
  };
}
