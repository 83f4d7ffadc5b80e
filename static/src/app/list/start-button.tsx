// The button that starts a calling session, and why it cannot be pressed yet.

import { useEffect, useState } from 'preact/hooks';
import { isAdmin } from '../../core/rights';
import type { CallList, SessionRow } from '../../core/types';
import { Button } from '../../ui/button';
import { api, me } from '../here';

/** Who may start a calling session on a list, and where what they lack is put right. */
export interface Start {
  list: CallList;
  mine: SessionRow | undefined;
  press: () => void;
  addMobile: () => void;
  addPeople: () => void;
}

/** What is missing before anybody can start. */
export function whyNot({ list }: Start): 'mobile' | 'caller_id' | 'people' | undefined {
  if (!me.value?.mobile) return 'mobile';
  if (!me.value.organisation.caller_id_set && !list.caller_id) return 'caller_id';
  if (list.people === 0) return 'people';
  return undefined;
}

/** Starting places no call: it opens a dialog with a name. Never hidden; its reason stands beside it. */
export function StartButton(p: Start & { class: string }) {
  if (p.mine)
    return (
      <a class={`btn ${p.class}`} href={`/sessions/${p.mine.id}`}>
        Open my session
      </a>
    );
  return (
    <Button primary icon="phone" class={p.class} off={!!whyNot(p)} describedBy="why-not" onPress={p.press}>
      Start a calling session
    </Button>
  );
}

export function WhyNot(p: Start) {
  const why = p.mine ? undefined : whyNot(p);
  if (!why) return null;
  return (
    <p class="why" id="why-not" style={{ marginBottom: '12px' }}>
      {why === 'mobile' && (
        <>
          To start a calling session, add your mobile number first: we ring it to connect your calls.{' '}
          <button type="button" class="link" onClick={p.addMobile}>
            Add it here
          </button>
        </>
      )}
      {why === 'caller_id' && (
        <>
          Calls cannot start yet: your organisation has no caller ID.{' '}
          {isAdmin(me.value) ? (
            <a href="/organisation">Set it under Organisation</a>
          ) : (
            'An admin can set it under Organisation.'
          )}
        </>
      )}
      {why === 'people' && (
        <>
          To start a calling session, put people on this list first.{' '}
          <button type="button" class="link" onClick={p.addPeople}>
            Add people
          </button>
        </>
      )}
    </p>
  );
}

/** The viewer's own open session on this list, if there is one. */
export function useMySession(l: CallList | undefined): SessionRow | undefined {
  const [row, setRow] = useState<SessionRow>();
  const mark = `${l?.id} ${l?.last_session?.id} ${l?.last_session?.active_at}`;
  useEffect(() => {
    if (!l) return;
    const stop = new AbortController();
    api
      .get<{ items: SessionRow[] }>('/sessions', { query: { list: l.id, mine: 'true' }, signal: stop.signal })
      .then(
        (p) => setRow(p.items.find((r) => r.status !== 'archived' && r.status !== 'completed')),
        () => {},
      );
    return () => stop.abort();
  }, [mark]);
  return row;
}
