// Who asked to be called again, and when: a line above the sessions, and the whole list when it is asked for.

import './callbacks.css';
import { useEffect, useRef } from 'preact/hooks';
import { people } from '../../core/text';
import { clock, isoDay, moment, until } from '../../core/times';
import type { CallBack, Id, Page } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { BoneRows } from '../../ui/bones';
import { Icon } from '../../ui/icon';
import { me, now, tick } from '../here';
import { useReading } from '../reading';
import { Empty, FailedNotice } from '../states';

interface Props {
  mine: boolean;
  list: Id | undefined;
  /** The whole list is shown. */
  all: boolean;
  toggle: () => void;
  /** Becomes another value when something happened in a session. */
  happened: unknown;
  /** Told which sessions have some. */
  tell: (sessions: ReadonlySet<Id>) => void;
}

export default function CallBacks(p: Props) {
  const read = useReading<Page<CallBack>>('/call-backs', {
    limit: 200,
    mine: p.mine ? 'true' : undefined,
    list: p.list,
  });
  useSoonAfter(p.happened, read.again);
  const items = read.value?.items;
  const sessions = items && [...new Set(items.map((b) => b.session.id))].sort().join();
  useEffect(() => {
    if (sessions !== undefined) p.tell(new Set(sessions.split(',')));
  }, [sessions]);
  tick.value; // what is due is due at its second
  const t = now();
  const today = items?.filter((b) => isoDay(b.at) <= isoDay(t));
  return (
    <>
      {today && today.length > 0 && <Line today={today} now={t} all={p.all} toggle={p.toggle} />}
      {p.all &&
        (items ? (
          items.length ? (
            <Table items={items} now={t} more={!!read.value?.next} />
          ) : (
            <Empty title="Nobody asked for a call back">
              Log a contact as “call back” and skip them until a time: they show here with that time.
            </Empty>
          )
        ) : read.fault ? (
          <FailedNotice
            fault={read.fault}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={read.again}
          />
        ) : (
          <BoneRows rows={3} columns={4} />
        ))}
    </>
  );
}

const isDue = (b: CallBack, t: number) => Date.parse(b.at) <= t && !waits(b);

/** They asked for now, and cannot be called now. */
const waits = (b: CallBack) => b.status === 'unavailable' || b.status === 'system_skipped';

const causes = {
  cooldown: 'somebody has just talked with them',
  hours: 'it is outside of the calling hours where they live',
  minimum_time: 'another leader has just tried them',
};

/** Why they wait, and what ends it. */
function waiting(b: CallBack, t: number): string {
  const why = b.cause ? causes[b.cause] : 'they could not be called then';
  if (b.status === 'system_skipped')
    return `Passed over: ${why}. A new cycle or Check again brings them back.`;
  return `Waits${b.returns_at ? ` until ${moment(b.returns_at, t)}` : ''}: ${why}.`;
}

const where = (b: CallBack) => `/sessions/${b.session.id}?open=${b.entry}`;

function Line(p: { today: readonly CallBack[]; now: number; all: boolean; toggle: () => void }) {
  const count = new Set(p.today.map((b) => b.supporter.id)).size;
  const due = p.today.filter((b) => isDue(b, p.now));
  const next = due[0] ?? p.today.find((b) => !waits(b)) ?? p.today[0];
  return (
    <p class="due">
      <Icon name="clock" small />
      <span>
        <b>{people(count)}</b> asked for a call back today,{' '}
        {next && waits(next)
          ? 'and cannot be called just now: '
          : due.length === 0
            ? `the next at ${next && clock(next.at)}: `
            : due.length === 1
              ? `one is due since ${next && moment(next.at, p.now)}: `
              : `${due.length} are due, the first since ${next && moment(next.at, p.now)}: `}
        {next && <a href={where(next)}>{next.supporter.name}</a>}{' '}
        <button type="button" class="link" aria-expanded={p.all} onClick={p.toggle}>
          {p.all ? 'Hide them' : 'Show them'}
        </button>
      </span>
    </p>
  );
}

function Table({ items, now: t, more }: { items: readonly CallBack[]; now: number; more: boolean }) {
  const numbers = items.some((b) => b.supporter.phone);
  return (
    <table class="tbl cb" aria-label="Call-backs">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Name</th>
          {numbers && <th scope="col">Number</th>}
          <th scope="col">List</th>
          <th scope="col" class="c-why">
            Reason
          </th>
          <th scope="col">Leader</th>
          <th class="c-go">
            <span class="vh">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((b) => {
          const due = isDue(b, t);
          return (
            <tr key={b.entry}>
              <td class="c-at nw" title={Date.parse(b.at) <= t ? undefined : `in ${until(b.at, t)}`}>
                {moment(b.at, t)} {due && <b class="flag">due now</b>}
              </td>
              <th scope="row">
                <a href={where(b)}>{b.supporter.name}</a>
                {waits(b) && <span class="waits">{waiting(b, t)}</span>}
              </th>
              {numbers && <td class="nw">{b.supporter.phone}</td>}
              <td class="c-list">{b.list.name}</td>
              <td class="c-why muted">{b.reason}</td>
              <td class="c-ld">
                <Avatar name={b.leader.name} me={b.leader.id === me.value?.id} />
              </td>
              <td class="c-go">
                <a class="btn tiny" href={where(b)} aria-label={`Open ${b.supporter.name}`}>
                  Open
                </a>
              </td>
            </tr>
          );
        })}
      </tbody>
      {more && <caption>The earliest 200 are here.</caption>}
    </table>
  );
}

/** Reads again when something happened, at most once a second. */
function useSoonAfter(happened: unknown, again: () => void) {
  const latest = useRef(again);
  latest.current = again;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, 1000);
  }, [happened]);
  useEffect(() => () => clearTimeout(timer.current), []);
}
