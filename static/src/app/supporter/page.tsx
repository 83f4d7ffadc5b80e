import '../../styles/pages.css';
import './supporter.css';
import { useEffect, useRef } from 'preact/hooks';
import type { AnyEvent } from '../../core/events';
import type { Id, PastContact, Supporter } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { follow } from '../follow';
import { MemberDialog } from '../group/member';
import { api, numbers } from '../here';
import { type Reading, usePaged, useReading, useTopic } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Failed } from '../states';
import { About } from './about';
import { DoNotCallDialog } from './do-not-call';
import { History } from './history';

/** One supporter: who they are, and everything that ever came of calling them. */
export default function SupporterPage({ id }: { id?: string }) {
  return id ? <OneSupporter key={id} id={id} /> : null;
}

/** How much of a history is read at once. */
const step = 50;

interface Batch {
  items: PastContact[];
  total: number;
  next?: string;
}

function OneSupporter({ id }: { id: string }) {
  const read = useReading<Supporter>(`/supporters/${id}`);
  const s = read.value;
  useTitle(s && `${s.name} – Partyline`);
  useShown(read.again);
  if (s) return <Known of={s} read={read} />;
  return (
    <Main>
      {read.fault ? (
        <Failed
          fault={read.fault}
          title="Supporter"
          thing="person"
          all={{ href: '/groups', words: 'All groups' }}
          again={read.again}
        />
      ) : (
        <>
          <Head crumb={{ href: '/groups', words: 'Groups' }} title="Supporter" />
          <BoneRows rows={8} columns={3} />
        </>
      )}
    </Main>
  );
}

/** The history is read behind the record, whose seq is older than it then: what happens meanwhile is told. */
function Known({ of: s, read }: { of: Supporter; read: Reading<Supporter> }) {
  const { query, open, close } = useAddress();
  const { list, state } = usePaged<PastContact>(s.id, (cursor, signal) =>
    api.get<Batch>(`/supporters/${s.id}/history`, { query: { cursor, limit: step }, signal }),
  );
  useTopic(
    `supporter/${s.id}`,
    s.seq,
    {
      event: (e) => {
        if (told(e, read)) void list.again();
      },
      reset: () => {
        read.again();
        void list.again();
      },
    },
    s,
  );
  useLists(s.in_group.id, read.again);
  return (
    <Main>
      <Head
        crumb={{ href: `/groups/${s.in_group.id}`, words: s.in_group.name }}
        title={s.name}
        tools={
          <>
            <LivePill />
            <Button icon="pencil" onPress={() => open({ edit: 'yes' })}>
              Edit
            </Button>
          </>
        }
      />
      <ConnectionBanner what="this person" />
      <div class="supp">
        <About of={s} open={open} />
        <History
          of={s}
          state={state}
          whole={list.whole}
          more={() => list.want(state.items.length + step)}
          again={() => void list.again()}
        />
      </div>
      {query.edit === 'yes' && (
        <MemberDialog
          id={s.id}
          close={() => close('edit')}
          saved={(m) => read.put((now) => ({ ...now, ...m }))}
        />
      )}
      {(query.call === 'never' || query.call === 'again') && (
        <DoNotCallDialog of={s} on={query.call === 'never'} close={() => close('call')} done={read.again} />
      )}
    </Main>
  );
}

/** Events carry neither RSVPs, nor who put somebody on Do Not Call, nor numbers: the record is read again. True: the history is, too. */
function told(e: AnyEvent, read: Reading<Supporter>): boolean {
  if (e.kind !== 'roster.supporter_changed' && e.kind !== 'calling.person_logged') return false;
  read.again();
  return e.kind === 'calling.person_logged';
}

/** The lists somebody stands on: read again soon after the people of any of the group's lists have changed, or one of them went. */
function useLists(group: Id, again: () => void) {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current();
      }, 500);
    };
    const stop = follow(`sessions/${group}`, {
      event: (e) => {
        if (e.kind === 'roster.list_changed') soon();
      },
      reset: soon,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [group]);
}

/** Numbers are read as they begin to be shown, and read away as they stop. */
function useShown(again: () => void) {
  const shown = numbers.value;
  const was = useRef(shown);
  useEffect(() => {
    if (was.current !== shown) again();
    was.current = shown;
  }, [shown]);
}
