// The figures beside the places of the sidebar: the viewer's own open sessions, the lists and groups they can see, and
// for admins the campaigns that are not complete.

import { effect } from '@preact/signals';
import type { CampaignRow } from '../core/campaign';
import { isAdmin } from '../core/rights';
import type { Group, Id, Page, SessionRow, SessionStatus } from '../core/types';
import { follow } from './follow';
import { api, liveState, me } from './here';
import { count } from './over';

const open: readonly SessionStatus[] = ['in_progress', 'started', 'not_started'];

/** Keeps the figures true as things change. Answers how to stop. */
export function keepCounts(): () => void {
  const mine = new Map<Id, SessionStatus>();
  let stops: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let groups = '';
  const counted = () => count({ '/sessions': [...mine.values()].filter((s) => open.includes(s)).length });
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void read();
    }, 1000);
  };
  const listen = (all: readonly Group[]) => {
    const ids = all.map((g) => g.id).join();
    if (ids === groups) return;
    groups = ids;
    for (const stop of stops) stop();
    stops = all.map((g) =>
      follow(`sessions/${g.id}`, {
        event: (e) => {
          if (e.kind !== 'calling.session_listed') return soon();
          const s = e.data.session;
          if (s.leader.id !== me.value?.id) return;
          mine.set(s.id, s.status);
          counted();
        },
        reset: soon,
      }),
    );
    if (isAdmin(me.value))
      stops.push(follow(`campaigns/${me.value?.organisation.id}`, { event: soon, reset: soon }));
  };
  const campaigns = async () => {
    if (!isAdmin(me.value)) return;
    const all = (await api.get<Page<CampaignRow>>('/campaigns')).items;
    count({ '/campaigns': all.filter((c) => c.state !== 'complete').length });
  };
  const read = async () => {
    try {
      const all = (await api.get<Page<Group>>('/groups')).items;
      listen(all);
      count({ '/groups': all.length, '/lists': all.reduce((n, g) => n + g.lists, 0) });
      const sessions = await api.get<Page<SessionRow>>('/sessions', { query: { mine: 'true', limit: 200 } });
      mine.clear();
      for (const s of sessions.items) mine.set(s.id, s.status);
      counted();
      await campaigns();
    } catch {
      // offline: what stands there stays until the connection is back
    }
  };
  // Who leads what has changed, or the connection is back.
  const end = effect(() => {
    me.value?.groups;
    if (liveState.value.kind === 'live') soon();
  });
  void read();
  return () => {
    end();
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
