import '../sessions/sessions.css';
import { useState } from 'preact/hooks';
import { newer } from '../../core/edit';
import { figure } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { Id, Page, SessionRow } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { SessionBadge } from '../../ui/badge';
import { BoneRows } from '../../ui/bones';
import { me, now } from '../here';
import { PreparingLine } from '../preparing';
import { useReading, useSessionsOf } from '../reading';
import { Empty, FailedNotice } from '../states';

/** The calling sessions of a group or of one list, live. */
export function SessionsOf({
  query,
  groups,
  showList,
}: {
  query: { group?: Id; list?: Id };
  groups: readonly Id[];
  showList?: boolean;
}) {
  const [archived, setArchived] = useState(false);
  const read = useReading<Page<SessionRow>>('/sessions', {
    ...query,
    limit: 200,
    archived: archived ? 'true' : undefined,
  });
  const rows = read.value?.items;
  useSessionsOf(
    groups,
    (row) => {
      read.put((now) => ({ ...now, items: now.items.map((r) => (r.id === row.id ? newer(r, row) : r)) }));
    },
    read.again,
  );
  if (!rows)
    return read.fault ? (
      <FailedNotice
        fault={read.fault}
        thing="page"
        all={{ href: '/sessions', words: 'All sessions' }}
        again={read.again}
      />
    ) : (
      <BoneRows rows={4} columns={5} />
    );
  const seen = rows.filter((r) => archived || r.status !== 'archived');
  const foot = (
    <p class="qfoot">
      <span>
        {figure(seen.length)} {seen.length === 1 ? 'session' : 'sessions'}.{' '}
        <button type="button" class="link" onClick={() => setArchived(!archived)}>
          {archived ? 'Hide archived' : 'Show archived'}
        </button>
      </span>
    </p>
  );
  if (!seen.length)
    return (
      <>
        <Empty title="No sessions yet">
          {showList
            ? 'Open a call list and press Start a calling session. It will show here, live.'
            : 'Press Start a calling session. It will show here, live, to everyone who leads this group.'}
        </Empty>
        {foot}
      </>
    );
  return (
    <>
      <table class="tbl ss">
        <thead>
          <tr>
            <th scope="col">Name</th>
            {showList && (
              <th scope="col" class="c-list">
                List
              </th>
            )}
            <th scope="col">Status</th>
            <th scope="col">Progress</th>
            <th scope="col">Leader</th>
            <th scope="col">Last activity</th>
          </tr>
        </thead>
        <tbody>
          {seen.map((r) => (
            <tr key={r.id}>
              <th scope="row">
                <a href={`/sessions/${r.id}`}>{r.name}</a>
              </th>
              {showList && <td class="c-list">{r.list.name}</td>}
              <td class="c-st">
                <SessionBadge status={r.status} />
              </td>
              <td class="c-pg">
                {r.preparing ? (
                  <PreparingLine preparing={r.preparing} short />
                ) : (
                  <span class="pg">
                    <progress
                      max={Math.max(1, r.progress.total)}
                      value={r.progress.completed}
                      aria-label={`${r.progress.completed} of ${r.progress.total} people completed`}
                    />
                    <span class="nw">
                      <b>{figure(r.progress.completed)}</b> of {figure(r.progress.total)}
                    </span>
                  </span>
                )}
              </td>
              <td class="c-ld">
                <Avatar name={r.leader.name} me={r.leader.id === me.value?.id} on={r.on_phone} />
              </td>
              <td class={r.on_phone ? 'c-la nw live' : 'c-la nw muted'} title={ago(r.active_at, now())}>
                {r.on_phone ? 'now' : moment(r.active_at, now())}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {foot}
    </>
  );
}
