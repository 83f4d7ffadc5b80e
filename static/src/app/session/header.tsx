import { useMemo, useState } from 'preact/hooks';
import { onPhone } from '../../core/card';
import type { Here } from '../../core/events';
import { completers } from '../../core/session';
import { figure, firstName, listed, some } from '../../core/text';
import { clock } from '../../core/times';
import type { Named, Session } from '../../core/types';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { type Item, Menu } from '../../ui/menu';
import { useTurn } from '../../ui/turns';
import { usePhone } from '../../ui/virtual';
import { LivePill } from '../connection';
import { me } from '../here';
import { Later } from '../later';
import { goTo, Head } from '../shell';
import type { Room } from './room';

const doingWords: Record<string, string> = {
  ringing: 'ringing their phone',
  dialling: 'dialling',
  talking: 'talking',
  wrap_up: 'logging a call',
  paused: 'paused',
};
const calling = new Set(['ringing', 'dialling', 'talking', 'wrap_up']);

export function SessionHead({
  room,
  session,
  minds,
  menu,
}: {
  room: Room;
  session: Session;
  /** May rename it, whoever leads it. */
  minds: boolean;
  menu: Item[];
}) {
  const [renaming, setRenaming] = useState(false);
  const title = renaming ? (
    <Later of={rename} room={room} session={session} close={() => setRenaming(false)} />
  ) : (
    <div class="row">
      <h1 tabIndex={-1}>{session.name}</h1>
      {minds && (
        <button type="button" class="dots wide" aria-label="Rename session" onClick={() => setRenaming(true)}>
          <Icon name="pencil" small />
        </button>
      )}
      {session.leader.id !== me.value?.id && <span class="muted">led by {session.leader.name}</span>}
    </div>
  );
  const items: Item[] = minds
    ? [{ icon: 'pencil', words: 'Rename', choose: () => setRenaming(true) }, ...menu]
    : [...menu];
  if (usePhone()) items.unshift({ icon: 'search', words: 'Go to…', choose: goTo });
  return (
    <Head
      crumb={{ href: '/sessions', words: 'Calling sessions' }}
      title={title}
      crowded
      tools={
        <>
          <HereNow people={room.people.value} session={session} />
          <LivePill busy={onPhone(session)} />
          {items.length > 0 && <Menu label="Session menu" items={items} />}
        </>
      }
    />
  );
}

const rename = () => import('./rename');

/** Who looks at this session now, and what they are doing. */
function HereNow({ people, session }: { people: readonly Here[]; session: Session }) {
  const user = me.value;
  if (!user) return null;
  const others = people.filter((p) => p.id !== user.id);
  const mine = session.leader.id === user.id;
  const own: Here = { id: user.id, name: user.name, doing: mine ? doingOf(session) : 'looking', seen: '' };
  const all = [own, ...others].slice(0, 6);
  const say = (p: Here) =>
    `${p.name}${p.id === user.id ? ' (you)' : ''}${doingWords[p.doing] ? `, ${doingWords[p.doing]}` : ''}${
      p.seen && p.id !== user.id ? `, last seen ${clock(p.seen)}` : ''
    }`;
  return (
    <span class="avs" role="group" aria-label={`Here now: ${listed(all.map(say))}`}>
      {all.map((p) => (
        <Avatar key={p.id} name={p.name} me={p.id === user.id} on={calling.has(p.doing)} say={say(p)} />
      ))}
    </span>
  );
}

/** What the leader does, in the words of presence. */
export function doingOf(s: Session): string {
  switch (s.phone.state) {
    case 'placing':
    case 'ringing':
    case 'greeting':
      return 'ringing';
    case 'dialling':
      return 'dialling';
    case 'talking':
      return 'talking';
    case 'wrap_up':
      return 'wrap_up';
    case 'unknown':
    case 'idle':
    case 'finished':
      return s.status === 'started' ? 'paused' : 'looking';
  }
}

const called = (who: Named) => (who.id === me.value?.id ? 'you' : firstName(who.name));

/** Completed people of the total, all cycles, and by whom. */
export function ProgressLine({ room, session }: { room: Room; session: Session }) {
  const progress = useTurn(session.progress);
  const { completed, total, completed_by_leader: own } = progress;
  const percent = total ? Math.floor((100 * completed) / total) : 0;
  const others = completed - own;
  const { leader } = session;
  const all = room.complete.value;
  const helpers = useMemo(
    () => (others > 0 && all ? completers(room.state.peek(), leader.id).map(called) : []),
    [progress, all],
  );
  return (
    <div class="prog">
      <span class="nw">
        <b>{figure(completed)}</b> of {figure(total)} completed
      </span>
      <progress
        max={Math.max(1, total)}
        value={completed}
        aria-label={`${completed} of ${total} people completed in this session`}
      >
        {percent} %
      </progress>
      <span class="muted nw">
        {percent} %
        {others > 0 && (
          <span class="wide">
            {' '}
            · {figure(own)} by {called(leader)}, {figure(others)} by {some(helpers)}
          </span>
        )}
      </span>
    </div>
  );
}
