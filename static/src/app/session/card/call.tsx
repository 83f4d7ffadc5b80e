import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Card, reminder, type Step, talked } from '../../../core/card';
import { clockSeconds, timer } from '../../../core/times';
import type { Session } from '../../../core/types';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { now, tick } from '../../here';
import { Later } from '../../later';
import { Facts } from '../facts';
import type { Room } from '../room';
import { useSupporter } from '../supporter';
import { Deed, End } from './deed';
import type { Parts } from './parts';
import { Running } from './said';

const script = () => import('../script');

export function Starting({
  room,
  session,
  steps,
  mine,
}: {
  room: Room;
  session: Session;
  steps: Step[];
  mine: boolean;
}) {
  const p = session.phone.person;
  const supporter = useSupporter(p?.supporter, p && room.entry(p.entry)?.version);
  return (
    <>
      <ol class="path">
        {steps.map((s) => (
          <li
            key={s.words}
            class={s.state === 'done' ? 'd' : s.state === 'now' ? 'n' : ''}
            aria-current={s.state === 'now' ? 'step' : undefined}
          >
            <Icon name={s.state === 'done' ? 'filled' : s.state === 'now' ? 'calling' : 'open'} />
            {s.words}
            {s.state === 'now' ? <Running since={s.at} /> : <span>{s.at && clockSeconds(s.at)}</span>}
          </li>
        ))}
      </ol>
      {p && <Facts of={supporter} />}
      {mine && (
        <div class="acts thumb">
          <End room={room} attempt={p?.attempt} class="out" />
        </div>
      )}
    </>
  );
}

export function Talking({
  card,
  room,
  session,
  mine,
  act,
}: Parts & { card: Extract<Card, { kind: 'talking' }> }) {
  return (
    <>
      <p class="state">
        <Icon name="calling" />
        <span>{mine ? 'Talking to' : `${session.leader.name} is talking to`}</span>
        <Running since={card.since} class="push" />
      </p>
      <Person room={room} session={session}>
        <Later of={script} list={session.list.id} supporter={card.person.name} leader={session.leader.name} />
      </Person>
      {mine && (
        <div class="acts thumb">
          <Button primary hotkey="L" onPress={() => act.log(card.person.entry)}>
            Log contact
          </Button>
          <Button hotkey="S" onPress={() => act.skip(card.person.entry)}>
            Skip…
          </Button>
          <End room={room} attempt={card.person.attempt} class="push" />
        </div>
      )}
      <Then card={card} mine={mine} logged={card.person.logged} />
    </>
  );
}

export function WrapUp({
  card,
  room,
  session,
  mine,
  act,
}: Parts & { card: Extract<Card, { kind: 'wrap_up' }> }) {
  const known = card.person.prefill;
  return (
    <>
      <p class="state">
        <Icon name="note" />
        <span>{mine ? 'To log' : `${session.leader.name} is logging the call with`}</span>
        <span class="push muted nw">{known ? '' : `call ${timer(talked(card.person))}`}</span>
      </p>
      <Person room={room} session={session} />
      {mine && <Reminder of={card.person} />}
      {mine && (
        <div class="acts thumb">
          <Button primary hotkey="L" onPress={() => act.log(card.person.entry)}>
            Log contact
          </Button>
          <Button hotkey="S" onPress={() => act.skip(card.person.entry)}>
            Skip…
          </Button>
          <Deed room={room} deed="pause" words="Pause" busy="Pausing…" />
        </div>
      )}
      <Then card={card} mine={mine} logged={false} />
    </>
  );
}

/** Two minutes after the call the page reminds of its log: to be read, and said once. */
function Reminder({ of }: { of: Parameters<typeof reminder>[0] }) {
  tick.value;
  const words = reminder(of, now());
  useEffect(() => {
    if (words) announce(words);
  }, [!words]);
  return words ? <p class="remind">{words}</p> : null;
}

function Person({ room, session, children }: { room: Room; session: Session; children?: ComponentChildren }) {
  const p = session.phone.person;
  const supporter = useSupporter(p?.supporter, p && room.entry(p.entry)?.version);
  return (
    <>
      <p class="who">{p?.name}</p>
      <Facts of={supporter} />
      {children}
    </>
  );
}

function Then({
  card,
  mine,
  logged,
}: {
  card: { after?: { name: string }; ending?: boolean };
  mine: boolean;
  logged: boolean;
}) {
  if (card.ending) return <p class="then">Then the session pauses: your phone is hung up after this talk.</p>;
  if (!card.after) return null;
  const how = logged
    ? 'press any key on your phone when this call is over.'
    : 'save the log and press any key on your phone.';
  return (
    <p class="then">
      Then <b>{card.after.name}</b>
      {mine ? `: ${how}` : ''}
    </p>
  );
}
