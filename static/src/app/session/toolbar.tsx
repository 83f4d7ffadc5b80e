import { useMemo, useRef } from 'preact/hooks';
import type { Filters } from '../../core/filters';
import type { Entry } from '../../core/types';
import { entryWords } from '../../core/words';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { Search } from '../../ui/search';
import { still } from '../../ui/still';
import type { Address } from '../address';
import { useKeys } from '../keys';
import type { Ordering } from './ordering';
import type { Room } from './room';

const statuses: readonly Filters['status'][] = [
  'available',
  'skipped',
  'unavailable',
  'system_skipped',
  'attempted',
  'not_logged',
  'completed',
  'not_callable',
];

function statusWords(s: Filters['status']): string {
  return s === 'not_logged' ? 'Not logged' : s ? entryWords[s] : 'Every status';
}

interface ToolbarProps extends Filters {
  room: Room;
  ordering: Ordering;
  replace: Address['replace'];
}

/** Search, filters, and the pause of what moves. */
export const Toolbar = still(function Toolbar({ room, ordering, replace, ...filters }: ToolbarProps) {
  const paused = ordering.paused.value;
  const leaders = () => leadersOf(room.entries());
  const complete = room.complete.value;
  const bar = useRef<HTMLDivElement>(null);
  useKeys({ f: () => bar.current?.querySelector<HTMLElement>('[aria-haspopup=menu]:not(.phone)')?.click() });
  const status = (): Item[] =>
    (['', ...statuses] as Filters['status'][]).map((s) => ({
      words: statusWords(s),
      checked: filters.status === s,
      choose: () => replace({ status: s }),
    }));
  const leader = (): Item[] =>
    [{ id: '', name: 'Every leader' }, ...leaders()].map((l) => ({
      words: l.name,
      checked: filters.leader === l.id,
      choose: () => replace({ leader: l.id }),
    }));
  const chosen = useMemo(
    () => (filters.leader ? leaders().find((l) => l.id === filters.leader) : undefined),
    [filters.leader, complete],
  );
  return (
    <div class="qh" ref={bar}>
      <h2 id="queue">Queue</h2>
      <Search label="Search the queue" value={filters.search} change={(q) => replace({ q })} />
      <Menu label="Status" class={`btn wide${filters.status ? ' set' : ''}`} items={status}>
        {filters.status ? statusWords(filters.status) : 'Status'} <Icon name="down" small />
      </Menu>
      <Menu label="Leader" class={`btn wide${chosen ? ' set' : ''}`} items={leader}>
        {chosen ? chosen.name : 'Leader'} <Icon name="down" small />
      </Menu>
      <Menu
        label="Filters"
        class="btn icon phone"
        items={() => [...status(), ...leader().map((l, i) => (i === 0 ? { ...l, apart: true } : l))]}
      >
        <Icon name="settings" />
        <span class="vh">Filters</span>
      </Menu>
      <Pause paused={paused} ordering={ordering} />
    </div>
  );
});

function Pause({ paused, ordering }: { paused: boolean; ordering: Ordering }) {
  const words = paused ? 'Go on updating' : 'Pause updates';
  const press = () => ordering.pause(!paused);
  return (
    <>
      <Button class="wide" icon={paused ? 'refresh' : 'pause'} onPress={press}>
        {words}
      </Button>
      <Button class="phone" icon={paused ? 'refresh' : 'pause'} label={words} onPress={press} />
    </>
  );
}

function leadersOf(entries: Iterable<Entry>): { id: string; name: string }[] {
  const by = new Map<string, string>();
  for (const e of entries) for (const l of [e.by, e.with, e.skip?.by]) if (l) by.set(l.id, l.name);
  return [...by].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}
