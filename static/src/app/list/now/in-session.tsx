import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AnyEvent } from '../../../core/events';
import type { LeadersNow } from '../../../core/leaders';
import { callsOf, type Edited, ownStatuses, Standings, standingOf } from '../../../core/standing';
import type { Entry, Id, Session as View } from '../../../core/types';
import { useAddress } from '../../address';
import { liveState, now as time } from '../../here';
import type { parts as all } from '../../session/page';
import { FailedNotice } from '../../states';
import { Table } from './table';

type Parts = typeof all;
type Room = InstanceType<Parts['Room']>;

/** The people of a list as they stand in the viewer's own session, whoever calls them. */
export function InSession(p: { session: Id; now: LeadersNow; heard: readonly AnyEvent[] }) {
  const [parts, setParts] = useState<Parts>();
  const [fault, setFault] = useState<unknown>();
  const fetch = () => void import('../../session/page').then((m) => setParts(m.parts), setFault);
  useEffect(fetch, []);
  if (parts) return <Session {...p} parts={parts} />;
  return fault ? <Failed fault={fault} again={fetch} /> : null;
}

function Failed(p: { fault: unknown; again: () => void }) {
  return <FailedNotice {...p} thing="queue" all={{ href: '/sessions', words: 'All sessions' }} />;
}

function Session(p: { parts: Parts; session: Id; now: LeadersNow; heard: readonly AnyEvent[] }) {
  const room = useMemo(() => new p.parts.Room(p.session), []);
  useEffect(() => {
    void room.open();
    return () => room.close();
  }, []);
  const session = room.session.value;
  if (room.fault.value) return <Failed fault={room.fault.value} again={() => void room.open()} />;
  return session ? <Queue {...p} room={room} session={session} /> : null;
}

function Queue(p: { parts: Parts; room: Room; session: View; now: LeadersNow; heard: readonly AnyEvent[] }) {
  const { room, session, now } = p;
  const { itemsOf, LastOutcome, LaterDialogs, leaderOf, Status, tellEdits, useActs, useSentLogs } = p.parts;
  const address = useAddress();
  const act = useActs(room, session, address, true);
  useSentLogs();
  const edited = useEdited(p.heard, tellEdits);
  const calls = useMemo(() => callsOf(now, session.id), [now.with, now.leaders]);
  const standings = useMemo(() => new Standings(), []);
  const waiting = room.waiting.value;
  const rows = useMemo(
    () => standings.put(room.entries().map((e) => standingOf(e, calls, edited))),
    [room.state.value?.roster, waiting, calls, edited],
  );
  // Whom another leader calls is stepped over, until they are free again.
  const next = useMemo(() => {
    let head: Entry | undefined;
    for (const { entry: e, with: by } of rows)
      if (e?.status === 'available' && !by && (!head || e.place < head.place)) head = e;
    return head?.id;
  }, [rows]);
  const offline = liveState.value.kind === 'lost';
  const { zone } = session.list;
  return (
    <>
      <Table
        title="In your session"
        rows={rows}
        complete={room.complete.value}
        statuses={ownStatuses}
        pressed={[...waiting.keys()].join()}
        href={(r) => `?open=${r.entry?.id}`}
        open={(r) => r.entry && act.open(r.entry.id)}
        menu={(r) => (r.entry ? itemsOf({ entry: r.entry, mine: true, next: r.entry.id === next, act }) : [])}
        keys={(r, key) => {
          const press = { s: act.skip, l: act.log, p: act.prioritise }[key];
          if (!r.entry || !press) return false;
          press(r.entry.id);
          return true;
        }}
        cells={(r) => {
          const entry: Entry = { ...r.entry!, with: r.with };
          const of = { entry, mine: true, leader: session.leader, act };
          return {
            status: (
              <>
                <Status
                  entry={entry}
                  waiting={waiting.has(entry.id)}
                  offline={offline}
                  zone={zone}
                  t={time()}
                />
                {entry.id === next && entry.status === 'available' && !r.with && (
                  <span class="flag">Next</span>
                )}
                {entry.off_list && <span class="flag">no longer on the list</span>}
              </>
            ),
            outcome: <LastOutcome {...of} />,
            by: leaderOf(of),
          };
        }}
      />
      <LaterDialogs room={room} session={session} mine act={act} address={address} />
    </>
  );
}

/** Whose name or city was edited since this page was opened: the events of a session do not say it. */
function useEdited(heard: readonly AnyEvent[], tell: (e: AnyEvent) => void): Edited {
  const seen = useRef(heard[heard.length - 1]?.seq ?? 0);
  const kept = useRef<Edited>(new Map());
  const fresh = heard.filter((e) => e.seq > seen.current);
  if (fresh.length) {
    seen.current = fresh[fresh.length - 1]!.seq;
    const edits = fresh.flatMap((e) => (e.kind === 'roster.supporter_changed' ? [e.data.supporter] : []));
    if (edits.length) kept.current = new Map([...kept.current, ...edits.map((s) => [s.id, s] as const)]);
  }
  const last = heard[heard.length - 1];
  useEffect(() => {
    if (last) tell(last); // the open dialog shows the record
  }, [last]);
  return kept.current;
}
