import { auditWords } from '../../core/audit';
import { ago, clockSeconds, weekday } from '../../core/times';
import type { AuditLine, Page } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { api, now } from '../here';
import { usePaged } from '../reading';
import { Empty, FailedNotice } from '../states';

const step = 100;

/** Who did what, newest first. */
export function Audit() {
  const { list, state } = usePaged<AuditLine>('audit', async (cursor, signal) => {
    const page = await api.get<Page<AuditLine>>('/audit', { query: { cursor, limit: step }, signal });
    // The server counts no audit lines: there is more as long as there is a next page.
    return { ...page, total: 0 };
  });
  const more = state.total !== undefined && !list.whole;
  if (state.total === undefined)
    return state.fault ? (
      <FailedNotice
        fault={state.fault}
        thing="page"
        all={{ href: '/sessions', words: 'All sessions' }}
        again={() => void list.again()}
      />
    ) : (
      <BoneRows rows={8} columns={3} />
    );
  if (!state.items.length)
    return <Empty title="Nothing yet">What people change shows here, with who and when.</Empty>;
  return (
    <>
      <table class="tbl plain">
        <thead>
          <tr>
            <th scope="col" style={{ width: '180px' }}>
              When
            </th>
            <th scope="col" style={{ width: '200px' }}>
              Who
            </th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {state.items.map((l) => (
            <tr key={l.id}>
              <td class="muted nw c-1r" title={ago(l.at, now())}>
                {weekday(l.at)}, {clockSeconds(l.at)}
              </td>
              <th scope="row">{l.user?.name ?? 'Partyline'}</th>
              <td class="c-2l">{auditWords(l)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <p class="qfoot">
          <Button onPress={() => list.want(state.items.length + step)}>Show more</Button>
        </p>
      )}
    </>
  );
}
