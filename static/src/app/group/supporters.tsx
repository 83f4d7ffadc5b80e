import type { Batch } from '../../core/paged';
import { cannotImport } from '../../core/rights';
import { figure, people } from '../../core/text';
import { ago, moment } from '../../core/times';
import type { Group, Member } from '../../core/types';
import { cameOf } from '../../core/words';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Rows } from '../../ui/rows';
import { Search } from '../../ui/search';
import { type Address, useAddress } from '../address';
import { api, now, numbers as shown } from '../here';
import { usePaged } from '../reading';
import { Empty, FailedNotice } from '../states';
import { MemberDialog } from './member';
import { AddMember } from './member-add';

/** Everybody in the group, by name. */
export function Supporters({ group, changed }: { group: Group; changed: () => void }) {
  const address = useAddress();
  const { query, replace, open, close } = address;
  const search = query.q ?? '';
  const tag = query.tag ?? '';
  const numbers = shown.value;
  const { list, state } = usePaged<Member>(
    `${group.id} ${search.trim()} ${tag} ${numbers}`,
    (cursor, signal) =>
      api.get<Batch<Member>>(`/groups/${group.id}/supporters`, {
        query: { q: search.trim(), tag, cursor, limit: cursor ? 500 : 200 },
        signal,
      }),
  );
  const filtered = !!(search.trim() || tag);
  const { total } = state;
  return (
    <section aria-label="Supporters">
      <div class="bar">
        <Search label="Search supporters" value={search} change={(q) => replace({ q })} />
        <TagFilter tag={tag} address={address} />
        <span class="push wide" />
        <ImportLink group={group} />
        <Button icon="plus" onPress={() => open({ add: 'yes' })}>
          Add supporter
        </Button>
      </div>
      {total === undefined ? (
        state.fault ? (
          <FailedNotice
            fault={state.fault}
            thing="group"
            all={{ href: '/groups', words: 'All groups' }}
            again={() => void list.again()}
          />
        ) : (
          <BoneRows rows={8} columns={4} />
        )
      ) : total === 0 && !filtered ? (
        <Nobody group={group} add={() => open({ add: 'yes' })} />
      ) : total === 0 ? (
        <Empty
          title={search.trim() ? `No one matches “${search.trim()}”` : `No one has the tag “${tag}”`}
          action={<Button onPress={() => replace({ q: undefined, tag: undefined })}>Clear</Button>}
        >
          {people(group.supporters)} are in this group.
        </Empty>
      ) : (
        <Rows
          label="Supporters"
          class="members"
          columns={numbers ? 5 : 4}
          count={total}
          items={state.items}
          id={(s) => s.id}
          want={(to) => list.want(to)}
          open={(s) => open({ supporter: s.id })}
          head={
            <tr>
              <th scope="col" style={{ width: '30%' }}>
                Name
              </th>
              {numbers && <th scope="col">Number</th>}
              <th scope="col">City</th>
              <th scope="col">Last contact</th>
              <th scope="col">Tags</th>
            </tr>
          }
          cells={(s) => (
            <>
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
                <Last of={s} />
              </td>
              <td class="tags c-2r">
                {s.tags.slice(0, 3).map((t) => (
                  <span class="tag" key={t}>
                    {t}
                  </span>
                ))}
              </td>
            </>
          )}
        />
      )}
      {total !== undefined && total > 0 && (
        <p class="qfoot">
          <span>{filtered ? `${figure(total)} of ${people(group.supporters)}` : people(total)}</span>
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
          close={() => close('supporter')}
          saved={(s) => list.change(s.id, () => s)}
          tag={(t) => replace({ supporter: undefined, tag: t })}
        />
      )}
      {query.add === 'yes' && (
        <AddMember
          group={group.id}
          close={() => close('add')}
          added={() => {
            void list.again();
            changed();
          }}
        />
      )}
    </section>
  );
}

/** The tag that the rows are narrowed to. */
function TagFilter({ tag, address }: { tag: string; address: Address }) {
  if (!tag) return null;
  return (
    <span class="tag">
      <Icon name="tag" small />
      {tag}
      <button
        type="button"
        aria-label={`Stop showing only ${tag}`}
        onClick={() => address.replace({ tag: undefined })}
      >
        <Icon name="close" small />
      </button>
    </span>
  );
}

/** Why somebody is never called, '' when they may be. */
function whyNever(s: Member): string {
  if (s.opted_out) return 'On the Do Not Call list';
  if (s.do_not_contact) return 'Do not contact';
  if (s.do_not_call) return 'Do not call';
  return s.has_phone ? '' : 'No number';
}

/** Why somebody is never called, beside their name: on a phone its shape, for the word stands below (`Last`). */
export function Never({ of: s }: { of: Member }) {
  const why = whyNever(s);
  if (!why) return null;
  return (
    <span class="st never" title={why}>
      <Icon name="never" small />
      <span class="wide" aria-hidden="true">
        {why}
      </span>
      <span class="vh">{why}</span>
    </span>
  );
}

/** "Spoke, 14 Apr": what came of the last contact; on a phone behind why they are never called. */
export function Last({ of: s }: { of: Member }) {
  const last = s.last_contact;
  const why = whyNever(s);
  return (
    <>
      {why && (
        <span class="phone" aria-hidden="true">
          {why}
          {' · '}
        </span>
      )}
      {last ? (
        <span title={`${ago(last.at, now())}, by ${last.by.name}`}>
          {cameOf(last)}, {moment(last.at, now())}
        </span>
      ) : (
        'No contact yet'
      )}
    </>
  );
}

function Nobody({ group, add }: { group: Group; add: () => void }) {
  const why = cannotImport(group.role);
  return (
    <Empty
      title="Nobody here yet"
      action={
        <div class="row wrap">
          {!why && (
            <a class="btn primary" href={`/groups/${group.id}/import`}>
              Import a CSV
            </a>
          )}
          <Button onPress={add}>Add supporter</Button>
        </div>
      }
    >
      Supporters are the people this group can call.{' '}
      {why ? `${why} You can add people by hand.` : 'A CSV file brings many at once.'}
    </Empty>
  );
}

/** Never hidden: who cannot import sees why. */
function ImportLink({ group }: { group: Group }) {
  const why = cannotImport(group.role);
  if (!why)
    return (
      <a class="btn" href={`/groups/${group.id}/import`}>
        Import a CSV
      </a>
    );
  return (
    <button type="button" class="btn" aria-disabled="true" title={why} aria-label={`Import a CSV: ${why}`}>
      Import a CSV
    </button>
  );
}
