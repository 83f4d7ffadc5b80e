import { useEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { LeadersNow } from '../../../core/leaders';
import { type ListAfter, logged } from '../../../core/list';
import type { Batch } from '../../../core/paged';
import { callsOf, listStatuses, Standings, standingOnList } from '../../../core/standing';
import type { CallList, OnList } from '../../../core/types';
import { cameOf } from '../../../core/words';
import { Avatar } from '../../../ui/avatar';
import { useAddress } from '../../address';
import { MemberDialog } from '../../group/member';
import { Never } from '../../group/supporters';
import { api, me, numbers } from '../../here';
import { usePaged } from '../../reading';
import { FailedNotice } from '../../states';
import { With } from '../called';
import { useTouched } from '../touched';
import { Table } from './table';

/** The people of a list for a viewer without a session on it: who is with whom, and what came of the last contact. */
export function OnTheList(p: {
  list: CallList;
  now: LeadersNow;
  turn: number;
  touched: string | undefined;
  contact: ListAfter['logged'];
}) {
  const { list: l, now, turn, contact } = p;
  const { query, open, close } = useAddress();
  const { route } = useLocation();
  const { list, state } = usePaged<OnList>(`${l.id} ${numbers.value} ${turn}`, (cursor, signal) =>
    api.get<Batch<OnList>>(`/lists/${l.id}/supporters`, { query: { cursor, limit: 500 }, signal }),
  );
  // The newest change may be anybody's: all of them are read, page by page.
  useEffect(() => list.want(Number.POSITIVE_INFINITY), [state]);
  useEffect(() => {
    if (contact) list.change(contact.supporter, (old) => logged(old, contact));
  }, [contact]);
  useTouched(p.touched, (s) => list.change(s.id, (old) => ({ ...old, ...s })));
  const calls = useMemo(() => callsOf(now, undefined), [now.with, now.leaders]);
  const standings = useMemo(() => new Standings(), []);
  const rows = useMemo(
    () => standings.put(state.items.map((s) => standingOnList(s, calls))),
    [state.items, calls],
  );
  if (state.fault && !state.items.length)
    return (
      <FailedNotice
        fault={state.fault}
        thing="call list"
        all={{ href: '/lists', words: 'All call lists' }}
        again={() => void list.again()}
      />
    );
  return (
    <>
      <Table
        title="Now"
        rows={rows}
        complete={list.whole}
        statuses={listStatuses}
        pressed=""
        href={(r) => `?supporter=${r.id}`}
        open={(r) => open({ supporter: r.id })}
        menu={(r) => [
          { icon: 'user', words: 'Open', hotkey: '↵', choose: () => open({ supporter: r.id }) },
          { icon: 'clock', words: 'Whole history', choose: () => route(`/supporters/${r.id}`) },
        ]}
        keys={() => false}
        cells={(r) => {
          const last = r.person?.last_contact;
          return {
            status: r.with ? <With by={r.with} /> : r.person && <Never of={r.person} />,
            outcome: last ? cameOf(last, l.id) : 'No contact yet',
            by: r.with ? (
              <Avatar name={r.with.name} me={r.with.id === me.value?.id} on />
            ) : (
              last && <Avatar name={last.by.name} me={last.by.id === me.value?.id} />
            ),
          };
        }}
      />
      {query.supporter && (
        <MemberDialog
          id={query.supporter}
          list={l.id}
          close={() => close('supporter')}
          saved={(s) => list.change(s.id, (old) => ({ ...old, ...s }))}
        />
      )}
    </>
  );
}
