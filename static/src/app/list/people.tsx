// Who stands on a list, in its order: search, open, move, take off.

import '../../styles/fields.css';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { LeadersNow } from '../../core/leaders';
import { type ListAfter, logged } from '../../core/list';
import type { Batch } from '../../core/paged';
import { figure, people } from '../../core/text';
import type { CallList, Id, OnList } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { Rows } from '../../ui/rows';
import { Search } from '../../ui/search';
import { useAddress } from '../address';
import { MemberDialog } from '../group/member';
import { AddMember } from '../group/member-add';
import { Last, Never } from '../group/supporters';
import { api, numbers as shown } from '../here';
import { usePaged } from '../reading';
import { Empty, FailedNotice } from '../states';
import { AddPeople } from './add';
import { AddMenu, ImportInto } from './add-menu';
import { useCalled, With } from './called';
import { useMoves } from './moves';
import { Pause, useStill } from './still';
import { useTouched } from './touched';

interface Props {
  list: CallList;
  /** Who calls it now. */
  calls: LeadersNow | undefined;
  /** Goes up when who stands on the list has changed. */
  turn: number;
  /** Somebody whose record was edited, and by which event. */
  touched: string | undefined;
  /** The contact that was logged last. */
  contact: ListAfter['logged'];
}

export function People({ list: l, calls, turn, touched, contact }: Props) {
  const { query, replace, open, close } = useAddress();
  const { route } = useLocation();
  const search = query.q ?? '';
  const numbers = shown.value;
  const { list, state } = usePaged<OnList>(`${l.id} ${search.trim()} ${numbers}`, (cursor, signal) =>
    api.get<Batch<OnList>>(`/lists/${l.id}/supporters`, {
      query: { q: search.trim(), cursor, limit: cursor ? 500 : 200 },
      signal,
    }),
  );
  const still = useStill(turn, () => void list.again());
  const [picked, setPicked] = useState<ReadonlyMap<Id, string>>(new Map());
  useEffect(() => {
    if (contact) list.change(contact.supporter, (old) => logged(old, contact));
  }, [contact]);
  useTouched(touched, (s) => list.change(s.id, (old) => ({ ...old, ...s })));
  const called = useCalled(calls);
  const sorted = !search.trim();
  const { total } = state;

  const { remove, order, move } = useMoves(l.id, list, state.items, sorted, () => setPicked(new Map()));

  const menuOf = (s: OnList, at: number): Item[] => {
    const items: Item[] = [
      { icon: 'user', words: 'Open', hotkey: '↵', choose: () => open({ supporter: s.id }) },
      { icon: 'clock', words: 'Whole history', choose: () => route(`/supporters/${s.id}`) },
    ];
    if (sorted) {
      const above = state.items[at - 1];
      const next = state.items[at + 2];
      items.push(
        {
          icon: 'first',
          words: 'Move to the top',
          off: at === 0 ? 'First already' : undefined,
          choose: () => move(s, state.items[0]?.id, `${s.name} is first now.`),
        },
        {
          icon: 'up',
          words: 'Move up',
          off: above ? undefined : 'First already',
          choose: () => above && move(s, above.id, `${s.name} is ahead of ${above.name}.`),
        },
        {
          icon: 'down',
          words: 'Move down',
          off: at + 1 >= (total ?? 0) ? 'Last already' : undefined,
          choose: () => move(s, next?.id, `${s.name} moved down.`),
        },
      );
    }
    items.push({
      icon: 'close',
      apart: true,
      words: 'Take off the list',
      choose: () => void remove(new Map([[s.id, s.name]])),
    });
    return items;
  };
  const pick = (s: OnList) => {
    const next = new Map(picked);
    if (!next.delete(s.id)) next.set(s.id, s.name);
    setPicked(next);
  };
  const empty = total === 0 && !search.trim();
  return (
    <section aria-label="People">
      {!empty && (
        <div class="bar">
          <Search label="Search people" value={search} change={(q) => replace({ q })} />
          {picked.size > 0 && (
            <>
              <Button icon="close" onPress={() => void remove(picked)}>
                Take {figure(picked.size)} off the list
              </Button>
              <Button quiet onPress={() => setPicked(new Map())}>
                Choose nobody
              </Button>
            </>
          )}
          <Pause still={still} />
          <Menu
            label="Order"
            class="btn"
            items={[
              {
                words: 'Sort by name',
                choose: () => void order({ by: 'name' }, 'The list is sorted by name.'),
              },
              {
                words: 'Shuffle',
                choose: () => void order({ by: 'random' }, 'The list is in a random order.'),
              },
            ]}
          >
            Order <Icon name="down" small />
          </Menu>
          <AddMenu list={l} open={open} />
        </div>
      )}
      {still.waiting && (
        <p class="sub" role="status" style={{ marginBottom: '8px' }}>
          The list changed meanwhile.{' '}
          <button type="button" class="link" onClick={still.show}>
            Show
          </button>
        </p>
      )}
      {total === undefined ? (
        state.fault ? (
          <FailedNotice
            fault={state.fault}
            thing="call list"
            all={{ href: '/lists', words: 'All call lists' }}
            again={() => void list.again()}
          />
        ) : (
          <BoneRows rows={8} columns={4} />
        )
      ) : empty ? (
        <Empty
          title="Nobody here yet"
          action={
            <div class="row wrap">
              <Button primary onPress={() => open({ add: 'yes' })}>
                Add people
              </Button>
              <ImportInto list={l} />
            </div>
          }
        >
          Put people of {l.group.name} on this list, or bring them with a CSV file.
        </Empty>
      ) : total === 0 ? (
        <Empty
          title={`No one matches “${search.trim()}”`}
          action={<Button onPress={() => replace({ q: undefined })}>Clear</Button>}
        >
          {people(l.people)} are on this list.
        </Empty>
      ) : (
        <Rows
          label="People on this list"
          class="onlist"
          columns={numbers ? 7 : 6}
          count={total}
          items={state.items}
          id={(s) => s.id}
          want={(to) => list.want(to)}
          open={(s) => open({ supporter: s.id })}
          held={still.hold}
          mark={(s) => (picked.has(s.id) ? 'open' : undefined)}
          keys={(s, e) => {
            if (e.key === ' ' || e.key === 'x') pick(s);
            else if (e.key === 'Delete') void remove(new Map([[s.id, s.name]]));
            else return false;
            return true;
          }}
          head={
            <tr>
              <th class="c-pick" scope="col">
                <span class="vh">Chosen</span>
              </th>
              <th scope="col" style={{ width: '30%' }}>
                Name
              </th>
              {numbers && <th scope="col">Number</th>}
              <th scope="col">City</th>
              <th scope="col">Last contact</th>
              <th scope="col">Tags</th>
              <th class="c-menu" scope="col">
                <span class="vh">Menu</span>
              </th>
            </tr>
          }
          cells={(s, at) => (
            <>
              <td class="c-pick c-no">
                <input
                  type="checkbox"
                  tabIndex={-1}
                  aria-label={`Choose ${s.name}`}
                  checked={picked.has(s.id)}
                  onChange={() => pick(s)}
                />
              </td>
              <th scope="row">
                <span class="nmf">
                  <a
                    class="open"
                    href={`?supporter=${s.id}`}
                    tabIndex={-1}
                    onClick={(e) => {
                      e.preventDefault();
                      open({ supporter: s.id });
                    }}
                  >
                    {s.name}
                  </a>{' '}
                  <Never of={s} />
                </span>
              </th>
              {numbers && <td class="nw c-no">{s.phone}</td>}
              <td class="c-1r muted">{s.city}</td>
              <td class="c-2l muted nw">
                {called.has(s.id) ? <With by={called.get(s.id)} /> : <Last of={s} />}
              </td>
              <td class="tags c-2r">
                {s.tags.slice(0, 2).map((t) => (
                  <span class="tag" key={t}>
                    {t}
                  </span>
                ))}
              </td>
              <td class="c-menu">
                <Menu label={`Menu for ${s.name}`} items={menuOf(s, at)} tabIndex={-1} />
              </td>
            </>
          )}
        />
      )}
      {total !== undefined && total > 0 && (
        <p class="qfoot">
          <span>{search.trim() ? `${figure(total)} of ${people(l.people)}` : people(total)}</span>
          {!!state.fault && (
            <span>
              The next rows could not be read.{' '}
              <button type="button" class="link" onClick={() => list.want(state.items.length + 1)}>
                Try again
              </button>
            </span>
          )}
        </p>
      )}
      {query.supporter && (
        <MemberDialog
          id={query.supporter}
          list={l.id}
          close={() => close('supporter')}
          saved={(s) => list.change(s.id, (old) => ({ ...old, ...s }))}
        />
      )}
      {query.add === 'yes' && (
        <AddPeople list={l} close={() => close('add')} added={() => void list.again()} />
      )}
      {query.add === 'new' && (
        <AddMember group={l.group.id} list={l} close={() => close('add')} added={() => void list.again()} />
      )}
    </section>
  );
}
