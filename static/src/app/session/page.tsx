import './session.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { onPhone, pageTitle } from '../../core/card';
import { canArchive, canExport } from '../../core/rights';
import { clockSeconds } from '../../core/times';
import type { Session } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import type { Item } from '../../ui/menu';
import { tell } from '../../ui/toast';
import { useAddress } from '../address';
import { ConnectionBanner } from '../connection';
import { away, me } from '../here';
import { Later } from '../later';
import { Head, Main, useTitle } from '../shell';
import { Failed } from '../states';
import { reopening } from '../undo';
import { useActs } from './acts';
import { CycleCard } from './card/card';
import { perform } from './doing';
import { ProgressLine, SessionHead } from './header';
import { useKeyed } from './keyed';
import { LaterDialogs } from './later';
import { LaterFigures } from './later-figures';
import { Ordering } from './ordering';
import { Queue } from './queue';
import { Room } from './room';
import { itemsOf, LastOutcome, leaderOf, Status } from './row';
import { useSentLogs } from './sent';
import { useAskForLog, useSigns } from './signs';
import { tellEdits, useEdits } from './supporter';

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
  const [exporting, setExporting] = useState(false);
  const mine = session.leader.id === me.value?.id && session.status !== 'archived';
  const minds = canArchive(me.value, session);
  const act = useActs(room, session, address, mine);
  useTitle(pageTitle(session));
  useSigns(room, session, mine);
  useSentLogs();
  useKeyed(session, mine);
  useEdits(
    session.list.id,
    (e) => room.heard(e),
    () => room.again(),
  );
  const { skip, log, tags: editing, open } = address.query;
  const dialog = !!(skip || log || editing || open);
  useAskForLog(session, mine, act.log, dialog);

  const archive = async () => {
    let undo: (() => void) | undefined;
    const done = (s: Session) => {
      undo = reopening(s);
    };
    if (await perform(room, 'archive', { done })) {
      tell(`${session.name} is archived.`, 'done', undo);
      route('/sessions');
    }
  };
  const menu: Item[] = [];
  if (mine && onPhone(session))
    menu.push({ icon: 'pause', words: 'Pause after this talk', choose: () => void perform(room, 'pause') });
  if (mine && !session.cycle.complete && !session.preparing)
    menu.push({
      icon: 'done',
      words: 'Finish this cycle now',
      choose: () => void perform(room, 'finish-cycle'),
    });
  if (canExport(me.value, session))
    menu.push({
      icon: 'down',
      words: 'Export…',
      choose: () => setExporting(true),
    });
  if (minds)
    menu.push({
      icon: 'users',
      words: 'Hand over…',
      choose: () => route(`/lists/${session.list.id}/now?do=hand-over&who=${session.id}`),
    });
  if (minds) menu.push({ icon: 'never', words: 'Archive', apart: true, choose: () => void archive() });
  return (
    <>
      <Main class="d">
        <SessionHead room={room} session={session} minds={minds} menu={menu} />
        <Connection room={room} />
        <ProgressLine room={room} session={session} />
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
            <LaterFigures
              session={session}
              log={mine ? () => address.replace({ status: 'not_logged' }) : undefined}
            />
          </aside>
        </div>
      </Main>
      <LaterDialogs room={room} session={session} mine={mine} act={act} address={address} />
      {exporting && <Later of={exportDialog} room={room} close={() => setExporting(false)} />}
    </>
  );
}

const exportDialog = () => import('./export');

function Connection({ room }: { room: Room }) {
  const at = away.value ? room.state.peek()?.changedAt : undefined;
  return <ConnectionBanner what="the queue" asOf={at && clockSeconds(at)} />;
}

/** What a list's page shows of the viewer's session is this page's: taken from here, it is in no file of its own. */
export const parts = {
  itemsOf,
  LastOutcome,
  LaterDialogs,
  leaderOf,
  Room,
  Status,
  tellEdits,
  useActs,
  useSentLogs,
};
