import './session.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { onPhone, pageTitle, talked } from '../../core/card';
import { again, skipDone } from '../../core/skips';
import { clockSeconds } from '../../core/times';
import type { Entry, Outcome, Session } from '../../core/types';
import { announce } from '../../ui/announce';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import type { Item } from '../../ui/menu';
import { refuse, tell } from '../../ui/toast';
import { type Address, useAddress } from '../address';
import { ConnectionBanner } from '../connection';
import { away, drafts, me, now, watchActions } from '../here';
import { Head, Main, useTitle } from '../shell';
import { Failed } from '../states';
import { CycleCard, End } from './card';
import { doing, perform } from './doing';
import { ImpactPanel, Journey } from './figures';
import { doingOf, ProgressLine, SessionHead } from './header';
import { type CallOf, LogDialog } from './log-dialog';
import { Ordering } from './ordering';
import { Queue } from './queue';
import { Room } from './room';
import { canCorrect, cannotMove, type RowActions } from './row';
import { SkipDialog } from './skip-dialog';
import { SupporterDialog } from './supporter-dialog';

/** The calling-session dashboard. */
export function SessionPage({ id }: { id?: string }) {
  return id ? <Dashboard key={id} id={id} /> : null;
}

function Dashboard({ id }: { id: string }) {
  const room = useMemo(() => new Room(id), []);
  const ordering = useMemo(() => new Ordering(room), []);
  useEffect(() => {
    void room.open();
    return () => {
      ordering.close();
      room.close();
    };
  }, []);
  const session = room.session.value;
  if (room.fault.value)
    return (
      <Main>
        <Failed
          fault={room.fault.value}
          title="Calling session"
          thing="session"
          all={{ href: '/sessions', words: 'All sessions' }}
          again={() => void room.open()}
        />
      </Main>
    );
  if (!session)
    return (
      <Main class="d">
        <Head crumb={{ href: '/sessions', words: 'Calling sessions' }} title="Calling session" />
        <BoneRows rows={8} columns={4} />
      </Main>
    );
  return <Loaded room={room} ordering={ordering} session={session} />;
}

type Tab = 'queue' | 'impact' | 'journey';
const tabs: readonly { tab: Tab; words: string }[] = [
  { tab: 'queue', words: 'Queue' },
  { tab: 'impact', words: 'Impact' },
  { tab: 'journey', words: 'Journey' },
];

function Loaded({ room, ordering, session }: { room: Room; ordering: Ordering; session: Session }) {
  const address = useAddress();
  const { route } = useLocation();
  const [tab, setTab] = useState<Tab>('queue');
  const mine = session.leader.id === me.value?.id && session.status !== 'archived';
  const act = useActs(room, session, address, mine);
  useTitle(pageTitle(session));
  useSigns(room, session, mine);
  const dialog = !!(address.query.skip || address.query.log || address.query.open);
  useAskForLog(session, mine, act.log, dialog);

  const archive = async () => {
    if (await perform(room, 'archive')) {
      tell(`${session.name} is archived.`, 'done');
      route('/sessions');
    }
  };
  const menu: Item[] = [];
  if (mine && onPhone(session))
    menu.push({ icon: 'pause', words: 'Pause after this talk', choose: () => void perform(room, 'pause') });
  if (mine && !session.cycle.complete)
    menu.push({
      icon: 'done',
      words: 'Finish this cycle now',
      choose: () => void perform(room, 'finish-cycle'),
    });
  if (mine) menu.push({ icon: 'never', words: 'Archive', apart: true, choose: () => void archive() });
  return (
    <>
      <Main class="d">
        <SessionHead room={room} session={session} mine={mine} menu={menu} />
        <Connection room={room} />
        <ProgressLine session={session} mine={mine} />
        <div class="sess" data-tab={tab}>
          <div>
            <CycleCard
              room={room}
              session={session}
              mine={mine}
              act={{
                log: act.log,
                skip: act.skip,
                showSkipped: () => address.replace({ status: 'skipped' }),
              }}
            />
            <div class="tabs phone" role="tablist" aria-label="Session">
              {tabs.map((t) => (
                <button
                  key={t.tab}
                  type="button"
                  role="tab"
                  aria-selected={tab === t.tab}
                  onClick={() => setTab(t.tab)}
                >
                  {t.words}
                </button>
              ))}
            </div>
            <Queue
              room={room}
              ordering={ordering}
              session={session}
              mine={mine}
              act={act}
              address={address}
            />
          </div>
          <aside class="side2" aria-label="Figures">
            <ImpactPanel
              session={session}
              log={mine ? () => address.replace({ status: 'not_logged' }) : undefined}
            />
            <Journey session={session} />
          </aside>
        </div>
        {mine && <ActionBar room={room} session={session} act={act} />}
      </Main>
      <Dialogs room={room} session={session} mine={mine} act={act} address={address} />
    </>
  );
}

function Connection({ room }: { room: Room }) {
  const at = away.value ? room.state.peek()?.changedAt : undefined;
  return <ConnectionBanner what="the queue" asOf={at && clockSeconds(at)} />;
}

/** What a press on a row does: at once on the page, then on the server; undo only where there is a true inverse. */
function useActs(room: Room, session: Session, address: Address, mine: boolean): RowActions {
  const context = useRef({ room, session, address, mine });
  context.current = { room, session, address, mine };
  return useMemo<RowActions>(() => {
    const entry = (id: string) => context.current.room.entry(id);
    const of = (e: Entry) => ({ session: context.current.room.id, entry: e.id, name: e.supporter.name });
    const dialog = (name: string) => (id: string) => {
      const { query, open, replace } = context.current.address;
      // From one dialog to the next: one step back closes both.
      if (query.open || query.skip || query.log)
        replace({ open: undefined, skip: undefined, log: undefined, [name]: id });
      else open({ [name]: id });
    };
    const move = (kind: 'prioritise' | 'call_next') => (id: string) => {
      const e = entry(id);
      if (!e) return;
      const isNext = e.id === context.current.session.cycle.next?.entry;
      if (isNext) return void tell(`${e.supporter.name} is next already.`, 'up');
      const why = cannotMove(e, false);
      if (why) return refuse(`Couldn’t move ${e.supporter.name}: ${why.toLowerCase()}.`);
      context.current.room.press({ kind, ...of(e) });
      const next = context.current.session.cycle.next?.name;
      tell(
        kind === 'call_next' || !next
          ? `${e.supporter.name} is next.`
          : `${e.supporter.name} comes right after ${next}.`,
        'up',
      );
    };
    return {
      open: dialog('open'),
      log: dialog('log'),
      skip: dialog('skip'),
      unskip: (id) => {
        const e = entry(id);
        if (!e?.skip) return;
        const { room, session } = context.current;
        const skip = again(e.skip, session.list.zone);
        const until = e.skip.until;
        room.press({ kind: 'unskip', ...of(e) });
        tell(`${e.supporter.name} is back in the queue.`, 'open', () =>
          room.press({ kind: 'skip', skip, until, ...of(e) }),
        );
      },
      prioritise: move('prioritise'),
      callNext: move('call_next'),
      check: (id) => {
        const e = entry(id);
        if (e) context.current.room.press({ kind: 'check', ...of(e) });
      },
    };
  }, []);
}

/** Presence, summaries for people who listen, and the drafts of refused logs. */
function useSigns(room: Room, session: Session, mine: boolean) {
  const state = mine ? doingOf(session) : 'looking';
  useEffect(() => room.here(state), [state]);
  const name = session.phone.person?.name;
  useEffect(() => {
    if (!mine) return;
    if (session.phone.state === 'talking') announce(`You are talking to ${name}.`);
    else if (session.phone.state === 'dialling') announce(`Ringing ${name}.`);
    else if (session.phone.state === 'wrap_up') announce(`The call with ${name} is over.`);
    else if (session.phone.notice?.title) announce(session.phone.notice.title);
  }, [session.phone.state, name]);
  const completed = useRef(session.progress.completed);
  const latest = useRef(session);
  latest.current = session;
  useEffect(() => {
    const t = setInterval(() => {
      const n = latest.current.progress.completed - completed.current;
      completed.current = latest.current.progress.completed;
      if (n > 0) announce(`${n} ${n === 1 ? 'supporter' : 'supporters'} completed in the last minute.`);
    }, 60_000);
    return () => clearInterval(t);
  }, []);
  const drafted = kept;
  useEffect(
    () =>
      watchActions({
        refused: (a) => {
          const d = drafted.get(a.key);
          if (a.press.kind === 'log' && d) drafts.keep(a.press.attempt ?? a.press.entry, d);
        },
        done: (a) => void drafted.delete(a.key),
      }),
    [],
  );
}

/** Drafts of logs on their way, by the keys of their actions: a refusal brings them back. */
const kept = new Map<string, Parameters<typeof drafts.keep>[1]>();

/** Calls whose log was put off on this page: the dialog opens by itself only once. */
const asked = new Set<string>();

/** After a call the log dialog opens by itself, once, as soon as no other dialog is in the way. */
function useAskForLog(session: Session, mine: boolean, log: (entry: string) => void, busy: boolean) {
  const p = session.phone.person;
  const over = mine && session.phone.state === 'wrap_up' && p && !p.logged;
  useEffect(() => {
    if (!over || !p || busy || asked.has(p.attempt)) return;
    asked.add(p.attempt);
    log(p.entry);
  }, [over, p?.attempt, busy]);
}

/** The call a log of this entry is about. */
function callOf(session: Session, e: Entry): CallOf | undefined {
  const p = session.phone.person;
  if (p?.entry === e.id && !p.logged)
    return {
      attempt: p.attempt,
      seconds: p.ended_at ? talked(p) : undefined,
      answeredAt: p.answered_at,
      prefill: p.prefill as Outcome | undefined,
    };
  const owed = session.owed.find((o) => o.entry === e.id);
  if (owed)
    return { attempt: owed.attempt, seconds: talked(owed), answeredAt: owed.answered_at, prefill: undefined };
  if (e.attempt && (e.not_logged || canCorrect(e)))
    return { attempt: e.attempt, seconds: 0, answeredAt: undefined, prefill: undefined };
  return undefined;
}

function Dialogs(p: { room: Room; session: Session; mine: boolean; act: RowActions; address: Address }) {
  const { room, session, mine, act, address } = p;
  const { query } = address;
  const id = query.skip ?? query.log ?? query.open;
  const entry = id ? room.entry(id) : undefined;
  if (!id) return null;
  if (!entry) {
    // It left the list, or the address is an old one.
    return room.complete.value ? <Gone close={() => address.close('skip', 'log', 'open')} /> : null;
  }
  const of = { session: room.id, entry: entry.id, name: entry.supporter.name };
  if (query.skip && mine)
    return (
      <SkipDialog
        key={id}
        entry={entry}
        session={session}
        close={() => address.close('skip')}
        skip={(skip, until) => {
          const before = entry.skip;
          room.press({ kind: 'skip', skip, until, ...of });
          const undo = before ? undefined : () => room.press({ kind: 'unskip', ...of });
          tell(skipDone(entry.supporter.name, skip, now()), 'skipped', undo);
        }}
      />
    );
  if (query.log && mine)
    return (
      <Logging key={id} room={room} session={session} entry={entry} close={() => address.close('log')} />
    );
  if (query.open)
    return (
      <SupporterDialog
        key={id}
        entry={entry}
        mine={mine}
        next={entry.id === session.cycle.next?.entry}
        act={act}
        close={() => address.close('open')}
      />
    );
  return null;
}

/** The log dialog of one call, or of none. The call is the one it was opened for, whatever happens meanwhile. */
function Logging({
  room,
  session,
  entry,
  close,
}: {
  room: Room;
  session: Session;
  entry: Entry;
  close: () => void;
}) {
  const [call] = useState(() => callOf(session, entry));
  const [correct] = useState(() => canCorrect(entry));
  const [wasOn] = useState(() => call && session.phone.person?.attempt === call.attempt);
  const over =
    !!call &&
    !correct &&
    (isLogged(session, entry, call.attempt) || (wasOn && hasGoneOn(session, call.attempt)));
  return (
    <LogDialog
      entry={entry}
      session={session}
      call={call}
      correct={correct}
      over={over}
      close={close}
      save={(log, draft) => {
        const a = room.press({
          kind: 'log',
          log,
          attempt: call?.attempt,
          session: room.id,
          entry: entry.id,
          name: entry.supporter.name,
        });
        if (a) kept.set(a.key, draft);
        tell(`${entry.supporter.name} is logged.`, 'note');
      }}
    />
  );
}

/** Logged meanwhile, by a key on the phone or from another page. */
function isLogged(s: Session, e: Entry, attempt: string): boolean {
  if (s.phone.person?.attempt === attempt) return s.phone.person.logged;
  return !s.owed.some((o) => o.attempt === attempt) && e.attempt === attempt && !e.not_logged;
}

/** The next person is called already: the log was put off on the phone. */
function hasGoneOn(s: Session, attempt: string): boolean {
  return !!s.phone.person && s.phone.person.attempt !== attempt;
}

function Gone({ close }: { close: () => void }) {
  useEffect(close, []);
  return null;
}

/** On a phone, what the moment asks for, under the thumb. End call is at the far left, away from it. */
function ActionBar({ room, session, act }: { room: Room; session: Session; act: RowActions }) {
  const p = session.phone;
  const person = p.person;
  if ((p.state === 'talking' || p.state === 'wrap_up') && person && !person.logged)
    return (
      <div class="actbar">
        {p.state === 'talking' ? <End room={room} attempt={person.attempt} icon /> : <span />}
        <Button onPress={() => act.skip(person.entry)}>Skip…</Button>
        <Button primary onPress={() => act.log(person.entry)}>
          Log contact
        </Button>
      </div>
    );
  if (p.state === 'wrap_up')
    return (
      <div class="actbar">
        <Button onPress={() => void perform(room, 'pause')}>Pause</Button>
        <span />
        <Button
          primary
          icon="phone"
          busy={doing.value?.deed === 'next'}
          onPress={() => void perform(room, 'next')}
        >
          Next person
        </Button>
      </div>
    );
  return null;
}
