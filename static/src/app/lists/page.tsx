import '../../styles/pages.css';
import { useEffect, useState } from 'preact/hooks';
import { isAdmin } from '../../core/rights';
import { figure, fold, matches } from '../../core/text';
import { newestFirst } from '../../core/times';
import type { CallList, Group, Page } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Search } from '../../ui/search';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { ListsTable, NewList, NoLists } from '../group/lists';
import { api, live, me } from '../here';
import { useBack, useReading, useSessionsOf } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Empty, FailedNotice } from '../states';

/** Every call list of the viewer's groups, those with somebody on the phone first. */
export default function ListsPage() {
  const { query, replace, open, close } = useAddress();
  const groups = useReading<Page<Group>>('/groups');
  const all = groups.value?.items;
  const { lists, fault, again } = useListsOf(all);
  useTitle('Call lists – Partyline');
  useSessionsOf(all?.map((g) => g.id) ?? [], () => {}, again);
  const search = query.q ?? '';
  const shown = lists?.filter((l) => !search.trim() || matches(fold(`${l.name} ${l.group.name}`), search));
  const make = (primary: boolean) => (
    <Button primary={primary} icon="plus" onPress={() => open({ new: 'yes' })}>
      New list
    </Button>
  );
  const why = groups.fault ?? fault;
  return (
    <Main>
      <Head
        title="Call lists"
        tools={
          <>
            <LivePill />
            {lists && lists.length > 0 && make(false)}
          </>
        }
      />
      <ConnectionBanner what="the list" />
      {all?.length === 0 ? (
        <NoGroup />
      ) : !lists || !shown ? (
        why ? (
          <FailedNotice
            fault={why}
            thing="page"
            all={{ href: '/sessions', words: 'All sessions' }}
            again={() => {
              groups.again();
              again();
            }}
          />
        ) : (
          <BoneRows rows={5} columns={4} />
        )
      ) : lists.length === 0 ? (
        <NoLists group={all?.[0]} make={make(true)} />
      ) : (
        <>
          {lists.length > 7 && (
            <div class="bar">
              <Search label="Search call lists" value={search} change={(q) => replace({ q })} />
            </div>
          )}
          {shown.length === 0 ? (
            <Empty
              title={`No list matches “${search.trim()}”`}
              action={<Button onPress={() => replace({ q: undefined })}>Clear</Button>}
            >
              {figure(lists.length)} lists are here.
            </Empty>
          ) : (
            <ListsTable lists={shown} groups={(all?.length ?? 0) > 1} />
          )}
        </>
      )}
      {query.new === 'yes' && all && all.length > 0 && <NewList groups={all} close={() => close('new')} />}
    </Main>
  );
}

function NoGroup() {
  if (isAdmin(me.value))
    return (
      <Empty
        title="No groups yet"
        action={
          <a class="btn primary" href="/groups?new=yes">
            New group
          </a>
        }
      >
        A call list is made of a group’s supporters. Make a group first.
      </Empty>
    );
  return (
    <Empty title="You are not in a group yet">
      Ask your organiser for an invitation. The call lists of your groups show here.
    </Empty>
  );
}

/** The lists of all groups, kept while they are read again. */
function useListsOf(groups: readonly Group[] | undefined) {
  const [lists, setLists] = useState<CallList[]>();
  const [fault, setFault] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  const ids = groups?.map((g) => g.id).join() ?? '';
  useEffect(() => {
    if (!groups) return;
    const stop = new AbortController();
    Promise.all(
      groups.map((g) => api.get<Page<CallList>>(`/groups/${g.id}/lists`, { signal: stop.signal })),
    ).then(
      (pages) => {
        setFault(undefined);
        setLists(pages.flatMap((p) => p.items).sort(byUse));
      },
      (e) => {
        if (!stop.signal.aborted) setFault(e);
      },
    );
    return () => stop.abort();
  }, [ids, turn]);
  const again = () => setTurn((n) => n + 1);
  useBack(again);
  useListsChanging(lists, again);
  return { lists, fault, again };
}

const followed = 40;

/** Follows the lists themselves: names, people and what is left change under the viewer's eyes. */
function useListsChanging(lists: readonly CallList[] | undefined, again: () => void) {
  const ids = lists?.slice(0, followed).map((l) => l.id) ?? [];
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        again();
      }, 1000);
    };
    const all = ids.map((id) =>
      live.subscribe(`list/${id}`, undefined, {
        event: (e) => {
          if (e.kind === 'roster.list_changed') soon();
        },
        reset: soon,
      }),
    );
    return () => {
      clearTimeout(timer);
      for (const s of all) s.close();
    };
  }, [ids.join()]);
}

function byUse(a: CallList, b: CallList): number {
  const now = (l: CallList) => (l.last_session?.on_phone ? 0 : 1);
  const at = (l: CallList) => l.last_session?.active_at ?? '';
  return now(a) - now(b) || newestFirst(at(a), at(b)) || a.name.localeCompare(b.name);
}
