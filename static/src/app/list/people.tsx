import '../../styles/fields.css';
// Who stands on a list, in its order: search, open, move, take off.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type ListAfter, logged } from '../../core/list';
import type { Batch } from '../../core/paged';
import { cannotImport } from '../../core/rights';
import { figure, people } from '../../core/text';
import type { CallList, Group, Id, OnList, Supporter } from '../../core/types';
import { announce } from '../../ui/announce';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { Rows } from '../../ui/rows';
import { Search } from '../../ui/search';
import { refuse, tell } from '../../ui/toast';
import { useAddress } from '../address';
import { AddMember, MemberDialog } from '../group/member';
import { Last, Never } from '../group/supporters';
import { api, Problem, numbers as shown } from '../here';
import { usePaged, useReading } from '../reading';
import { Empty, FailedNotice } from '../states';
import { AddPeople } from './add';
import { runsOf } from './runs';

interface Props {
  list: CallList;
  /** Goes up when who stands on the list has changed. */
  turn: number;
  /** Somebody whose record was edited, and by which event. */
  touched: string | undefined;
  /** The contact that was logged last. */
  contact: ListAfter['logged'];
}

export function People({ list: l, turn, touched, contact }: Props) {
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
  const sorted = !search.trim();
  const { total } = state;

  const remove = async (who: ReadonlyMap<Id, string>) => {
    const ids = [...who.keys()];
    const before = state.items;
    list.remove(ids);
    setPicked(new Map());
    try {
      await api.ask('DELETE', `/lists/${l.id}/supporters`, { body: { ids } });
      tell(
        `${named(who)} ${who.size === 1 ? 'is' : 'are'} off the list.`,
        'done',
        () => void putBack(ids, before),
      );
    } catch (e) {
      void list.again();
      refuse(`Couldn’t take ${named(who)} off the list: ${sentence(e)}`);
    }
  };
  /** Back to the very places they had: each run of neighbours goes ahead of whoever stood behind it. */
  const putBack = async (ids: readonly Id[], before: readonly OnList[]) => {
    try {
      await api.post(`/lists/${l.id}/supporters`, { ids });
      if (sorted)
        for (const run of runsOf(ids, before))
          await api.put(`/lists/${l.id}/order`, { ids: run.ids, before: run.before });
      announce('They are back on the list.');
    } catch (e) {
      refuse(`Couldn’t put them back: ${sentence(e)}`);
    }
    void list.again();
  };
  const order = async (
    body: { by?: 'name' | 'random'; ids?: Id[]; before?: Id },
    words: string,
    undo?: () => void,
  ) => {
    try {
      await api.put(`/lists/${l.id}/order`, body);
      tell(words, 'done', undo);
      void list.again();
    } catch (e) {
      refuse(`Couldn’t change the order: ${sentence(e)}`);
    }
  };
  const move = (s: OnList, before: Id | undefined, words: string) => {
    const at = state.items.findIndex((i) => i.id === s.id);
    const behind = state.items[at + 1]?.id;
    void order(
      { ids: [s.id], before: before ?? '' },
      words,
      () => void order({ ids: [s.id], before: behind ?? '' }, `${s.name} is back in place.`),
    );
  };
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
              </th>
              {numbers && <td class="nw c-no">{s.phone}</td>}
              <td class="c-1r muted">{s.city}</td>
              <td class="c-2l muted nw">
                <Last of={s} />
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

function AddMenu({ list: l, open }: { list: CallList; open: (q: Record<string, string>) => void }) {
  const { route } = useLocation();
  const group = useReading<Group>(`/groups/${l.group.id}`);
  return (
    <Menu
      label="Add people"
      class="btn"
      items={[
        { icon: 'users', words: `From ${l.group.name}`, choose: () => open({ add: 'yes' }) },
        { icon: 'user', words: 'Somebody new', choose: () => open({ add: 'new' }) },
        {
          icon: 'list',
          words: 'From a CSV file',
          off: group.value && cannotImport(group.value.role),
          choose: () => route(`/groups/${l.group.id}/import?list=${l.id}`),
        },
      ]}
    >
      Add people <Icon name="down" small />
    </Menu>
  );
}

function ImportInto({ list: l }: { list: CallList }) {
  const group = useReading<Group>(`/groups/${l.group.id}`);
  if (!group.value || cannotImport(group.value.role)) return null;
  return (
    <a class="btn" href={`/groups/${l.group.id}/import?list=${l.id}`}>
      Import a CSV
    </a>
  );
}

function Pause({ still }: { still: { paused: boolean; pause: (on: boolean) => void } }) {
  const words = still.paused ? 'Go on updating' : 'Pause updates';
  const icon = still.paused ? 'refresh' : 'pause';
  const press = () => still.pause(!still.paused);
  return (
    <>
      <Button class="push wide" icon={icon} onPress={press}>
        {words}
      </Button>
      <Button class="phone" icon={icon} label={words} onPress={press} />
    </>
  );
}

/** Rows stand still under the pointer, the focus or a pause; what changed meanwhile is offered. */
function useStill(turn: number, read: () => void) {
  const [held, setHeld] = useState(false);
  const [paused, setPaused] = useState(false);
  const [seen, setSeen] = useState(turn);
  const waiting = turn !== seen;
  const show = () => {
    setSeen(turn);
    read();
  };
  useEffect(() => {
    if (waiting && !held && !paused) show();
  }, [waiting, held, paused]);
  return { hold: setHeld, paused, pause: setPaused, waiting: waiting && (held || paused), show };
}

/** Events carry no numbers: somebody who was edited is read again. */
function useTouched(id: string | undefined, put: (s: Supporter) => void) {
  const latest = useRef(put);
  latest.current = put;
  useEffect(() => {
    const who = id?.split(' ')[0];
    if (!who) return;
    const stop = new AbortController();
    api.get<Supporter>(`/supporters/${who}`, { signal: stop.signal }).then(
      (s) => latest.current(s),
      () => {},
    );
    return () => stop.abort();
  }, [id]);
}

function named(who: ReadonlyMap<Id, string>): string {
  return who.size === 1 ? ([...who.values()][0] ?? '') : people(who.size);
}

function sentence(e: unknown): string {
  return e instanceof Problem ? e.title : 'the server cannot be reached.';
}
