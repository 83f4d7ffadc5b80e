import { useRef } from 'preact/hooks';
import { Problem } from '../../core/api';
import { canArchive, canRename } from '../../core/rights';
import { figure } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { Session, SessionRow } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { SessionBadge } from '../../ui/badge';
import { type Item, Menu } from '../../ui/menu';
import { refuse, tell } from '../../ui/toast';
import type { Address } from '../address';
import { api, me, newKey, now } from '../here';
import { PreparingLine } from '../preparing';
import { reopening } from '../undo';
import type { Index } from './rows';

/** One session in the index. */
export function Row({ row: r, index, address }: { row: SessionRow; index: Index; address: Address }) {
  const line = useRef<HTMLTableRowElement>(null);
  const mine = r.leader.id === me.value?.id;
  const href = `/sessions/${r.id}`;
  const verb =
    !mine && (r.status === 'in_progress' || r.status === 'started')
      ? 'Watch'
      : mine && r.status === 'started'
        ? 'Resume'
        : 'Open';
  const t = now();
  const items: Item[] = [];
  if (canRename(me.value, r))
    items.push({ icon: 'pencil', words: 'Rename', choose: () => address.open({ rename: r.id }) });
  if (canArchive(me.value, r))
    items.push({
      icon: 'never',
      words: 'Archive',
      off: r.on_phone ? 'On the phone' : undefined,
      choose: () => void archive(r, index, line.current),
    });
  items.splice(items.length && r.status !== 'archived' ? 1 : items.length, 0, {
    icon: 'copy',
    words: 'Duplicate for another list',
    off: me.value?.mobile ? undefined : 'Add your mobile number first, in your profile',
    choose: () => address.open({ duplicate: r.id }),
  });
  return (
    <tr ref={line}>
      <th scope="row">
        <a href={href}>{r.name}</a>
      </th>
      <td class="c-list">{r.list.name}</td>
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
        <Avatar name={r.leader.name} me={mine} on={r.on_phone} />
      </td>
      <td class={r.on_phone ? 'c-la nw live' : 'c-la nw muted'} title={ago(r.active_at, t)}>
        {r.on_phone
          ? 'now'
          : r.status === 'not_started'
            ? `made ${moment(r.active_at, t)}`
            : moment(r.active_at, t)}
      </td>
      <td class="c-go">
        <a class="btn tiny" href={href} aria-label={`${verb} ${r.name}`}>
          {verb}
        </a>
        <Menu label={`Menu for ${r.name}`} items={items} />
      </td>
    </tr>
  );
}

async function archive(r: SessionRow, index: Index, line: HTMLElement | null) {
  try {
    const s = await api.post<Session>(`/sessions/${r.id}/archive`, {}, { key: newKey() });
    // The row may go: whoever works by keyboard goes on at the one beside it.
    if (line?.contains(document.activeElement))
      (line.nextElementSibling ?? line.previousElementSibling)?.querySelector<HTMLElement>('.dots')?.focus();
    index.put(after(r, s));
    tell(`${r.name} is archived.`, 'done', reopening(s));
  } catch (e) {
    refuse(e instanceof Problem ? e.title : `Couldn’t archive ${r.name}: the server cannot be reached.`);
  }
}

/** The row of a session as the server answered it. */
export function after(r: SessionRow, s: Session): SessionRow {
  return { ...r, name: s.name, status: s.status, version: s.version, active_at: s.active_at };
}
