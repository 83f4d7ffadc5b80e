import './now.css';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { AnyEvent, Here } from '../../../core/events';
import { barsOf, doingWords, type LeaderNow, type LeadersNow, nextOf, paceOf } from '../../../core/leaders';
import type { ListAfter } from '../../../core/list';
import { costOf, minutesAt } from '../../../core/minutes';
import { canArchive } from '../../../core/rights';
import { figure, people } from '../../../core/text';
import { clock, moment, spokenTimer, timer } from '../../../core/times';
import type { CallList } from '../../../core/types';
import { Avatar } from '../../../ui/avatar';
import { BoneRows } from '../../../ui/bones';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { type Item, Menu } from '../../../ui/menu';
import { useAddress } from '../../address';
import { me, now, tick } from '../../here';
import { Empty, FailedNotice } from '../../states';
import type { Leaders } from '../leaders';
import { HandOverDialog } from './hand-over';
import { InSession } from './in-session';
import { OnTheList } from './on-the-list';
import { SplitDialog } from './split';
import { TakeOverDialog } from './take-over';

/** Who calls this list now: what each leader does, on whom, how fast it goes and what is left. */
export default function CallingNow({
  list,
  leaders,
  heard,
  here,
  turn,
  touched,
  contact,
}: {
  list: CallList;
  leaders: Leaders;
  /** The newest events of the list, the oldest first. */
  heard: readonly AnyEvent[];
  here: readonly Here[];
  /** Goes up when events were missed, or who stands on the list has changed. */
  turn: number;
  /** Somebody whose record was edited, and by which event. */
  touched: string | undefined;
  /** The contact that was logged last. */
  contact: ListAfter['logged'];
}) {
  const { query, open, close } = useAddress();
  const { read, now: v } = leaders;
  useFigures(heard[heard.length - 1], turn, read.again);
  tick.value;
  if (!v)
    return read.fault ? (
      <FailedNotice
        fault={read.fault}
        thing="picture of who calls now"
        all={{ href: `/lists/${list.id}`, words: list.name }}
        again={read.again}
      />
    ) : (
      <BoneRows rows={3} columns={3} />
    );
  const done = (fresh: LeadersNow) => {
    read.put(fresh);
    close('do', 'who');
  };
  const own = v.leaders.find((l) => l.leader.id === me.value?.id);
  const chosen = v.leaders.find((l) => l.session === query.who);
  return (
    <>
      <Figures of={v} />
      <div class="now-tools">
        <Shares of={v} />
        <Button icon="users" onPress={() => open({ do: 'split' })}>
          {v.shares.length ? 'Split anew…' : 'Split between leaders…'}
        </Button>
        {v.shares.length > 0 && (
          <Button icon="user" onPress={() => open({ do: 'take-over' })}>
            Take over…
          </Button>
        )}
        {own && (
          <Button icon="forward" onPress={() => open({ do: 'hand-over', who: own.session })}>
            Hand over my session…
          </Button>
        )}
      </div>
      {v.leaders.length ? (
        <ul class="leaders">
          {v.leaders.map((l) => (
            <LeaderCard
              now={v}
              key={l.session}
              of={l}
              list={list}
              seen={here.find((p) => p.id === l.leader.id)}
              handOver={() => open({ do: 'hand-over', who: l.session })}
            />
          ))}
        </ul>
      ) : (
        <Empty title="Nobody calls this list yet">
          Whoever starts a calling session on it shows here, live.
        </Empty>
      )}
      {own ? (
        <InSession key={own.session} session={own.session} now={v} heard={heard} />
      ) : (
        <OnTheList list={list} now={v} turn={turn} touched={touched} contact={contact} />
      )}
      {query.do === 'split' && <SplitDialog list={list} now={v} close={() => close('do')} done={done} />}
      {query.do === 'take-over' && v.shares.length > 0 && (
        <TakeOverDialog list={list} now={v} close={() => close('do')} done={done} />
      )}
      {query.do === 'hand-over' && chosen && (
        <HandOverDialog list={list} of={chosen} now={v} close={() => close('do', 'who')} />
      )}
    </>
  );
}

/** The figures are counted by the server: read again soon after something changed them, at most every three seconds. */
function useFigures(last: AnyEvent | undefined, turn: number, again: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(again);
  latest.current = again;
  const soon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, 3000);
  };
  useEffect(() => {
    if (last) soon(); // whoever is being called is untouched no more
  }, [last]);
  useEffect(() => {
    if (turn) soon();
  }, [turn]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

function Figures({ of: v }: { of: LeadersNow }) {
  const { people: all, completed, reached_today } = v.progress;
  const left = all - completed;
  const pace = paceOf(
    v.leaders.flatMap((l) => l.dials ?? []),
    now(),
  );
  const minutes = pace ? Math.ceil(left / pace) : 0;
  const phone = minutesAt(v.minutes, now());
  const calls = phone.leader + phone.supporter;
  const cost = costOf(phone, me.value?.organisation.price);
  return (
    <dl class="strip now-figures">
      <div>
        <dt>Pace</dt>
        <dd>
          {pace.toFixed(1)} <small>a minute</small>
        </dd>
      </div>
      <div>
        <dt>Left to call</dt>
        <dd>{figure(left)}</dd>
      </div>
      {minutes > 0 && left > 0 && (
        <div>
          <dt>About</dt>
          <dd>
            {minutes < 60 ? minutes : `${Math.floor(minutes / 60)} h ${minutes % 60}`} <small>min</small>
          </dd>
        </div>
      )}
      <div>
        <dt>Reached today</dt>
        <dd>{figure(reached_today)}</dd>
      </div>
      {calls > 0 && (
        <div>
          <dt>On the phone, all sessions</dt>
          <dd>
            {figure(calls)} <small>min{cost && `, about ${cost}`}</small>
          </dd>
        </div>
      )}
      <div class="big">
        <dt>
          Completed by everybody{' '}
          <span class="num push">
            {figure(completed)} of {figure(all)}
          </span>
        </dt>
        <dd>
          <progress
            max={Math.max(1, all)}
            value={completed}
            aria-label={`${completed} of ${all} people completed`}
          />
        </dd>
      </div>
    </dl>
  );
}

function Shares({ of: v }: { of: LeadersNow }) {
  if (!v.shares.length) return <p class="sm muted">Everybody on this list is in every leader’s queue.</p>;
  return (
    <p class="sm">
      <span class="muted">Split: </span>
      {v.shares.map((s, i) => (
        <span key={s.leader.id}>
          {i > 0 && ' · '}
          {s.leader.name} <span class="muted">{figure(s.left)} left</span>
        </span>
      ))}
    </p>
  );
}

function LeaderCard(p: {
  of: LeaderNow;
  now: LeadersNow;
  list: CallList;
  seen: Here | undefined;
  handOver: () => void;
}) {
  const l = p.of;
  const { route } = useLocation();
  const mine = l.leader.id === me.value?.id;
  const { words, calm } = doingWords(l);
  const up = !!l.phone.begun_at && !calm;
  const since =
    l.phone.person?.answered_at && l.phone.state === 'talking' ? l.phone.person.answered_at : l.phone.since;
  const seconds = since && !calm ? Math.max(0, (now() - Date.parse(since)) / 1000) : undefined;
  const dials = l.dials ?? [];
  const items: Item[] = [
    { icon: 'forward', words: 'Open the session', choose: () => route(`/sessions/${l.session}`) },
  ];
  if (canArchive(me.value, { leader: l.leader, group: p.list.group, status: l.status }))
    items.push({ icon: 'users', words: 'Hand over…', choose: p.handOver });
  return (
    <li class={up ? 'leader up' : 'leader'}>
      <header>
        <Avatar name={l.leader.name} me={mine} on={up} />
        <div class="lead-who">
          <a href={`/sessions/${l.session}`}>{l.leader.name}</a> {mine && <span class="muted">you</span>}
          <p class="sm muted">
            {up && l.phone.begun_at
              ? `on the phone since ${clock(l.phone.begun_at)}`
              : p.seen
                ? 'here now'
                : `last seen ${moment(l.active_at, now())}`}
          </p>
        </div>
        <Menu label={`Menu for ${l.leader.name}`} items={items} />
      </header>
      <p class={`lead-doing sm ${calm ? 'muted' : l.phone.state === 'talking' ? 'talks' : 'rings'}`}>
        <Icon name={calm ? 'pause' : l.phone.state === 'talking' ? 'calling' : 'with'} />
        {words}
        {l.phone.ending && ', then hanging up'}
        {seconds !== undefined && (
          <span class="num push">
            <span aria-hidden="true">{timer(seconds)}</span>
            <span class="vh">{spokenTimer(seconds)}</span>
          </span>
        )}
      </p>
      <p class="lead-whom">
        {up && l.phone.person ? l.phone.person.name : <span class="muted">Nobody</span>}
      </p>
      <p class="sm muted">
        {l.next
          ? `${up && l.phone.person ? 'then' : 'next is'} ${nextOf(l, p.now)?.name ?? 'whoever is free'}`
          : 'Nobody is next'}
      </p>
      <footer class="sm">
        <div>
          <span class="muted">calls, 30 min</span>
          <Bars dials={dials} />
        </div>
        <div class="lead-end">
          <p>
            {paceOf(dials, now()).toFixed(1)} <span class="muted">a minute</span>
          </p>
          <p class="muted">
            {figure(l.completed)} completed · {figure(l.available)} left
          </p>
        </div>
      </footer>
    </li>
  );
}

function Bars({ dials }: { dials: readonly string[] }) {
  const bars = barsOf(dials, now());
  const most = Math.max(1, ...bars);
  return (
    <svg
      class="lead-bars"
      viewBox="0 0 100 16"
      role="img"
      aria-label={`${people(dials.length)} called in the last 30 minutes`}
    >
      {bars.map((n, i) => {
        const h = n ? 3 + (13 * n) / most : 1;
        return <rect key={i} x={i * 3.35} y={16 - h} width="2.2" height={h} rx="0.6" />;
      })}
    </svg>
  );
}
