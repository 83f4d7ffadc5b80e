import { returnTime, skipBadge, skipTooltip, unavailableTooltip } from '../../core/skips';
import { firstName } from '../../core/text';
import { ago, short } from '../../core/times';
import type { Entry } from '../../core/types';
import { cameOf, entryWords, notCallableWords } from '../../core/words';
import { Avatar } from '../../ui/avatar';
import { Badge, entryShapes } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { still } from '../../ui/still';
import { me, now, numbers } from '../here';

/** What can be done with a row. */
export interface RowActions {
  open: (id: string) => void;
  log: (id: string) => void;
  skip: (id: string) => void;
  unskip: (id: string) => void;
  prioritise: (id: string) => void;
  callNext: (id: string) => void;
  check: (id: string) => void;
  tags: (id: string) => void;
}

export interface RowProps {
  entry: Entry;
  next: boolean;
  /** A press on it waits for the server. */
  waiting: boolean;
  offline: boolean;
  active: boolean;
  mine: boolean;
  leader: { id: string; name: string };
  zone: string;
  act: RowActions;
}

/**
 * One person in the queue: a row of the table, a card on a phone. Where it stands is the table's. A spare one stands nowhere, as
 * it was, until it shows somebody else.
 */
export const Row = still(function Row({ spare, ...cells }: RowProps & { spare?: boolean }) {
  const { entry: e, waiting, active } = cells;
  return (
    <tr
      class={`${e.status === 'calling' ? 'on' : ''}${waiting ? ' waits' : ''}`}
      data-id={spare ? undefined : e.id}
      aria-hidden={spare || undefined}
      tabIndex={active ? 0 : -1}
    >
      <td class="c-n" />
      <Cells {...cells} />
    </tr>
  );
});

const Cells = still(function Cells(p: RowProps) {
  const { entry: e } = p;
  const t = now();
  return (
    <>
      <th scope="row" class="c-name">
        <span class="nmf">
          <span class="nm">{e.supporter.name}</span>
          {p.next && <span class="flag">Next</span>}
          {e.prioritised && !p.next && e.status === 'available' && (
            <span class="flag" title="Prioritised">
              <Icon name="up" />
              <span class="vh">Prioritised</span>
            </span>
          )}
          {e.due_now && <span class="flag warn">due now</span>}
          {e.off_list && <span class="flag">no longer on the list</span>}
        </span>
        {numbers.value && e.supporter.phone && <small class="muted">{e.supporter.phone}</small>}
      </th>
      <td class="c-status">
        <Status {...p} t={t} />
      </td>
      <td class="c-out">
        <LastOutcome {...p} />
      </td>
      <td class="c-lead">{leaderOf(p)}</td>
      <td class="c-upd" title={ago(e.updated_at, t)}>
        {short(e.updated_at, t)}
      </td>
      <td class="c-menu">
        <Menu label={`Menu for ${e.supporter.name}`} items={() => itemsOf(p)} tabIndex={p.active ? 0 : -1} />
      </td>
    </>
  );
});

export function Status({
  entry: e,
  waiting,
  offline,
  zone,
  t,
}: Pick<RowProps, 'entry' | 'waiting' | 'offline' | 'zone'> & { t: number }) {
  if (e.with) return <Badge icon="with" ink="with" words={`with ${firstName(e.with.name)} now`} />;
  const shape = entryShapes[e.status];
  const words = entryWords[e.status];
  if (waiting && offline) return <Badge {...shape} words={`${words} · saved on this device`} />;
  switch (e.status) {
    case 'skipped':
      return (
        <Badge
          {...shape}
          words={skipBadge(e.skip, t, zone)}
          tip={e.skip && skipTooltip(e.skip, me.value?.id ?? '', t, zone)}
        />
      );
    case 'unavailable': {
      const until = e.returns_at ? ` until ${returnTime(e.returns_at, t, zone)}` : '';
      return <Badge {...shape} words={words + until} tip={unavailableTooltip(e, t, zone)} />;
    }
    case 'system_skipped':
      return <Badge {...shape} words={words} tip={unavailableTooltip(e, t, zone)} />;
    case 'calling':
      return e.skip ? (
        <Badge
          {...shape}
          words={`${words}, then skipped`}
          tip={skipTooltip(e.skip, me.value?.id ?? '', t, zone)}
        />
      ) : (
        <Badge {...shape} words={words} />
      );
    case 'available':
    case 'attempted':
    case 'completed':
    case 'not_callable':
      return <Badge {...shape} words={words} />;
  }
}

export function LastOutcome({ entry: e, mine, act }: Pick<RowProps, 'entry' | 'mine' | 'act'>) {
  if (e.not_logged && e.status !== 'calling')
    return (
      <>
        <span class="owed">Not logged</span>{' '}
        {mine && (
          <button type="button" class="link" tabIndex={-1} onClick={() => act.log(e.id)}>
            Log
          </button>
        )}
      </>
    );
  if (e.status === 'not_callable') return <>{notCallableWords[e.why ?? ''] ?? e.why}</>;
  if (e.last_outcome) return <>{cameOf({ outcome: e.last_outcome, rsvp: e.rsvp })}</>;
  if (e.status === 'calling') return <>{e.attempts > 1 ? 'Called' : 'First call'}</>;
  return <>{e.attempts > 0 ? 'Called' : 'Never called'}</>;
}

export function leaderOf({ entry: e, leader }: Pick<RowProps, 'entry' | 'leader'>) {
  const mine = (id: string) => id === me.value?.id;
  if (e.with) return <Avatar name={e.with.name} on />;
  if (e.status === 'calling') return <Avatar name={leader.name} me={mine(leader.id)} on />;
  const by = e.status === 'skipped' ? (e.skip?.by ?? e.by) : e.by;
  return by && <Avatar name={by.name} me={mine(by.id)} />;
}

export function itemsOf({
  entry: e,
  mine,
  next,
  act,
}: Pick<RowProps, 'entry' | 'mine' | 'next' | 'act'>): Item[] {
  const open: Item = { icon: 'user', words: 'Open supporter', hotkey: '↵', choose: () => act.open(e.id) };
  const tags: Item = { icon: 'tag', words: 'Edit tags', apart: true, choose: () => act.tags(e.id) };
  if (!mine) return [open, tags];
  const off = cannotMove(e, next);
  const items: Item[] = [
    open,
    {
      icon: 'note',
      words: canCorrect(e) ? 'Correct the log' : 'Log contact',
      hotkey: 'L',
      choose: () => act.log(e.id),
    },
    { icon: 'up', words: 'Prioritise', hotkey: 'P', off, choose: () => act.prioritise(e.id) },
    { icon: 'first', words: 'Call next', off, choose: () => act.callNext(e.id) },
  ];
  if (e.skip) items.push({ icon: 'open', words: 'Remove skip', choose: () => act.unskip(e.id) });
  items.push({
    icon: 'skipped',
    words: e.skip ? 'Change the skip…' : 'Skip for…',
    hotkey: 'S',
    off: e.status === 'completed' || e.status === 'not_callable' ? entryWords[e.status] : undefined,
    choose: () => act.skip(e.id),
  });
  if (e.status === 'system_skipped' || e.status === 'unavailable')
    items.push({ icon: 'refresh', words: 'Check again', choose: () => act.check(e.id) });
  return [...items, tags];
}

/** The log of a completed person is corrected; anybody else gets a new one. */
export function canCorrect(e: Entry): boolean {
  return e.status === 'completed' && !!(e.attempt || e.by_hand);
}

/** Why a person cannot be moved in the queue; undefined when they can. */
export function cannotMove(e: Entry, next: boolean): string | undefined {
  if (next) return 'Is next already';
  if (e.off_list) return 'No longer on the list';
  if (e.status === 'available' || e.status === 'skipped') return undefined;
  if (e.status === 'attempted' && (!e.by || e.by.id === me.value?.id)) return undefined;
  return e.status === 'attempted' ? `Tried by ${e.by?.name}` : entryWords[e.status];
}
