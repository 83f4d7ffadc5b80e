import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../../core/api';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { away, tick } from '../../here';
import { doing, perform } from '../doing';
import type { Room } from '../room';
import type { CardActions } from './parts';
import { UnderThumb } from './said';

export function Start({
  room,
  resume,
  off,
  words,
  log,
  children,
}: {
  room: Room;
  resume: boolean;
  off?: boolean;
  words?: string;
  log?: CardActions['log'];
  /** What else can be pressed here. */
  children?: ComponentChildren;
}) {
  const deed = resume ? 'resume' : 'start';
  const [move, setMove] = useState<string>();
  const busy = doing.value?.deed === deed;
  const go = (moving: boolean) =>
    perform(room, deed, {
      body: moving ? { move: true } : {},
      special: (p: Problem) => {
        const owed = room.session.value?.owed.find((o) => !o.closed);
        if (p.code === 'log_missing' && owed && log) {
          log(owed.entry); // a missing outcome is asked for first
          return true;
        }
        if (p.code !== 'live_elsewhere') return false;
        setMove(p.title);
        return true;
      },
    }).then((ok) => ok && setMove(undefined));
  if (move)
    return (
      <>
        <p class="warnl">
          <Icon name="alert" />
          {move}
        </p>
        <UnderThumb>
          <Button primary busy={busy} onPress={() => void go(true)}>
            Move the call here
          </Button>
          <Button quiet onPress={() => setMove(undefined)}>
            Go on there
          </Button>
        </UnderThumb>
      </>
    );
  return (
    <>
      <UnderThumb>
        <Button primary icon="phone" off={off || away.value} busy={busy} onPress={() => void go(false)}>
          {busy ? 'Starting…' : (words ?? (resume ? 'Resume calling session' : 'Start calling session'))}
        </Button>
        {children}
      </UnderThumb>
      {away.value && <span class="sm muted">You are offline: phones can be rung when you are back.</span>}
      <Waiting />
    </>
  );
}

/** After five seconds the page says what it is waiting for. */
function Waiting() {
  tick.value;
  const d = doing.value;
  if (!d || Date.now() - d.since < 5000) return null;
  return <span class="sm muted">Waiting for the server to answer…</span>;
}
