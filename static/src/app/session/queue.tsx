import './queue.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Filters } from '../../core/filters';
import { figure, people } from '../../core/text';
import { clockSeconds } from '../../core/times';
import type { Session } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import type { Address } from '../address';
import { Empty } from '../states';
import type { Ordering } from './ordering';
import type { Room } from './room';
import type { RowActions } from './row';
import { Table } from './table';
import { Toolbar } from './toolbar';

interface Props {
  room: Room;
  ordering: Ordering;
  session: Session;
  mine: boolean;
  act: RowActions;
  address: Address;
}

/** The queue: toolbar, and a table of which only the rows in sight exist. */
export function Queue(p: Props) {
  const { room, ordering, address } = p;
  const filters: Filters = {
    search: address.query.q ?? '',
    status: (address.query.status ?? '') as Filters['status'],
    leader: address.query.leader ?? '',
  };
  useEffect(() => ordering.filter(filters), [filters.search, filters.status, filters.leader]);
  const latest = useRef(address);
  latest.current = address;
  const replace = useMemo<Address['replace']>(() => (changes) => latest.current.replace(changes), []);
  const total = ordering.total.value;
  const passing = ordering.passing.value;
  const filtered = !!(filters.search.trim() || filters.status || filters.leader);
  return (
    <section class="queue" aria-labelledby="queue">
      <Toolbar room={room} ordering={ordering} replace={replace} {...filters} />
      {total === 0 && !room.complete.value ? (
        <BoneRows rows={8} columns={4} />
      ) : total === 0 ? (
        <Empty title="Nobody here yet">
          People who are added to <a href={`/lists/${p.session.list.id}`}>{p.session.list.name}</a> appear
          here by themselves.
        </Empty>
      ) : passing === 0 && filtered ? (
        <Empty
          title={filters.search.trim() ? `No one matches “${filters.search.trim()}”` : 'No one like that'}
          action={
            <Button onPress={() => address.replace({ q: undefined, status: undefined, leader: undefined })}>
              Clear
            </Button>
          }
        >
          {people(total)} are in this queue.
        </Empty>
      ) : (
        <Table
          room={room}
          ordering={ordering}
          leader={p.session.leader}
          zone={p.session.list.zone}
          person={p.session.phone.person?.entry}
          mine={p.mine}
          act={p.act}
        />
      )}
      <p class="qfoot">
        <span>
          {filtered ? `${figure(passing)} of ${people(total)}` : people(total)}
          {!room.complete.value && total > 0 && ', reading more…'}
        </span>
        <LastChange room={room} />
      </p>
    </section>
  );
}

function LastChange({ room }: { room: Room }) {
  const at = room.state.value?.changedAt;
  return at ? <span>Last change {clockSeconds(at)}</span> : null;
}
