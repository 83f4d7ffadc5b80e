import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../core/api';
import { type Card, cardOf, onPhone, type Step, talked } from '../../core/card';
import { figure, people } from '../../core/text';
import { clock, clockSeconds, moment, spokenTimer, timer, until } from '../../core/times';
import type { Me, Session } from '../../core/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { api, away, me, now, tick } from '../here';
import { doing, perform } from './doing';
import { Facts } from './facts';
import type { Room } from './room';
import { useSupporter } from './supporter';

export interface CardActions {
  log: (entry: string) => void;
  skip: (entry: string) => void;
  showSkipped: () => void;
}

/** The card of the current cycle: who is available, what the phone is doing, the one next step. */
export function CycleCard({
  room,
  session,
  mine,
  act,
}: {
  room: Room;
  session: Session;
  mine: boolean;
  act: CardActions;
}) {
  const card = cardOf(session, { mine, mobile: me.value?.mobile_international ?? me.value?.mobile });
  const c = session.cycle;
  return (
    <section class="card now" aria-labelledby="cycle">
      <div class="cyc">
        <h2 id="cycle">
          Cycle {c.number} {since(c)}
        </h2>
        <Figure n={c.available} words="available" />
        {c.skipped > 0 && <Figure n={c.skipped} words="skipped" />}
        {c.unavailable > 0 && <Figure n={c.unavailable} words="unavailable" />}
        {c.attempted > 0 && <Figure n={c.attempted} words="not reached" wide />}
      </div>
      <div class="talk">
        <Inside card={card} room={room} session={session} mine={mine} act={act} />
      </div>
    </section>
  );
}

function since(c: Session['cycle']) {
  if (c.complete && c.completed_at)
    return <span>{`${moment(c.started_at, now())}–${clock(c.completed_at)}`}</span>;
  return c.dials > 0 ? <span>since {moment(c.started_at, now())}</span> : null;
}

function Figure({ n, words, wide }: { n: number; words: string; wide?: boolean }) {
  return (
    <span class={wide ? 'wide' : undefined}>
      <b>{figure(n)}</b> {words}
    </span>
  );
}

interface Parts {
  card: Card;
  room: Room;
  session: Session;
  mine: boolean;
  act: CardActions;
}

function Inside({ card, room, session, mine, act }: Parts) {
  switch (card.kind) {
    case 'archived':
      return <Said title="This session is archived">Its figures and contact logs are kept.</Said>;
    case 'mobile_missing':
      return <MobileMissing />;
    case 'ready':
      return (
        <Said
          title={
            card.next ? `${card.resume ? 'Next is' : 'First is'} ${card.next.name}` : 'Nobody is next yet'
          }
          actions={mine && <Start room={room} resume={card.resume} />}
        >
          {mine ? <WillRing /> : `${session.leader.name} has not started calling yet.`}
        </Said>
      );
    case 'refused':
      return (
        <Said title={card.title} actions={mine && <Start room={room} resume={card.resume} off />}>
          {mine && <WillRing />}
        </Said>
      );
    case 'starting':
      return <Starting room={room} session={session} steps={card.steps} mine={mine} />;
    case 'carrier_away':
      return (
        <Said
          title="We can’t reach the phone carrier"
          actions={mine && <Start room={room} resume words="Try again" />}
        >
          Checking every 5 s. Nobody on the list is called meanwhile.
        </Said>
      );
    case 'unreachable':
      return (
        <Said
          title="We couldn’t reach your phone"
          actions={
            mine && (
              <>
                <Start room={room} resume words="Try again" />
                <a class="btn" href="/profile?edit=mobile">
                  Change number
                </a>
              </>
            )
          }
        >
          {afterColon(card.title)} Nobody on the list was called.
        </Said>
      );
    case 'talking':
      return <Talking card={card} room={room} session={session} mine={mine} act={act} />;
    case 'wrap_up':
      return <WrapUp card={card} room={room} session={session} mine={mine} act={act} />;
    case 'between':
      return (
        <Said
          title={card.after ? `Next is ${card.after.name}` : 'Logged'}
          actions={
            mine && (
              <>
                <Deed room={room} deed="next" primary words="Next person" busy="Calling…" icon="phone" />
                <Deed room={room} deed="pause" words="Pause" busy="Pausing…" />
              </>
            )
          }
        >
          {mine
            ? card.after
              ? `Press any key on your phone to call ${card.after.name}.`
              : 'Press any key on your phone to go on.'
            : `${session.leader.name} is on the phone, between two calls.`}
        </Said>
      );
    case 'paused':
      return (
        <Said
          title={card.title ? pausedTitle(card.title, session.phone.notice?.at) : 'Paused'}
          actions={mine && <Start room={room} resume log={act.log} />}
        >
          {card.next && `Next is ${card.next.name}. `}
          {card.owed && (
            <>
              {owedWords(session)}:{' '}
              <button
                type="button"
                class="link"
                disabled={!mine}
                onClick={() => card.owed && act.log(card.owed.entry)}
              >
                {card.owed.name}
              </button>
              .
            </>
          )}
        </Said>
      );
    case 'complete':
      return <Complete room={room} session={session} mine={mine} />;
    case 'nobody_until':
      return <NobodyUntil card={card} act={act} skipped={session.cycle.skipped} />;
  }
}

function owedWords(s: Session): string {
  return s.owed.length > 1 ? `${s.owed.length} calls are not logged, first` : 'One call is not logged';
}

/** "Paused: you hung up. Press Resume…" → "Paused: you hung up at 14:09": the button says the rest. */
function pausedTitle(title: string, at: string | undefined): string {
  const first = title.split('. ')[0]?.replace(/\.$/, '') ?? title;
  return at && first.includes(':') ? `${first} at ${moment(at, now())}` : first;
}

function afterColon(title: string): string {
  const rest = title.split(': ').slice(1).join(': ');
  return rest ? (rest[0] ?? '').toUpperCase() + rest.slice(1) : title;
}

/** The plain shape of the card: a sentence, what to know, what to press. */
function Said(p: { title: string; children?: ComponentChildren; actions?: ComponentChildren }) {
  return (
    <div class="said">
      <p class="t">{p.title}</p>
      <p>{p.children}</p>
      {p.actions && <div class="a">{p.actions}</div>}
    </div>
  );
}

function WillRing() {
  return (
    <>
      We will ring {me.value?.mobile_international ?? me.value?.mobile}.{' '}
      <a href="/profile?edit=mobile">Change</a>
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

/** What starts the calls: in the card, and on a phone in a bar at the bottom that does not scroll away. One button either way. */
function UnderThumb({ children }: { children: ComponentChildren }) {
  return <div class="thumb">{children}</div>;
}

function Start({
  room,
  resume,
  off,
  words,
  log,
}: {
  room: Room;
  resume: boolean;
  off?: boolean;
  words?: string;
  log?: CardActions['log'];
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
      </UnderThumb>
      {away.value && <span class="sm muted">You are offline: phones can be rung when you are back.</span>}
      <Waiting />
    </>
  );
}

function Deed(p: {
  room: Room;
  deed: 'next' | 'pause' | 'cycles' | 'finish-cycle';
  words: string;
  busy: string;
  primary?: boolean;
  off?: boolean;
  icon?: 'phone';
}) {
  const busy = doing.value?.deed === p.deed;
  return (
    <Button
      primary={p.primary}
      icon={p.icon}
      busy={busy}
      off={p.off || away.value}
      onPress={() => void perform(p.room, p.deed)}
    >
      {busy ? p.busy : p.words}
    </Button>
  );
}

function MobileMissing() {
  const [number, setNumber] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const save = async () => {
    const user = me.value;
    if (!user) return;
    setBusy(true);
    setError(undefined);
    try {
      me.value = await api.patch<Me>('/me', { version: user.version, mobile: number.trim() });
    } catch (e) {
      setError(
        e instanceof Problem
          ? (e.fields.get('mobile') ?? e.title)
          : 'The server cannot be reached. Try again.',
      );
      input.current?.focus();
    }
    setBusy(false);
  };
  return (
    <div class="said">
      <p class="t">Where shall we ring you?</p>
      <p id="mobile-why">Add your mobile number first. The calls cost you nothing.</p>
      <form
        class="a"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <input
          ref={input}
          class={error ? 'in bad' : 'in'}
          type="tel"
          autocomplete="tel"
          aria-label="Mobile number"
          aria-describedby={error ? 'mobile-error' : 'mobile-why'}
          aria-invalid={!!error}
          placeholder="+44 7…"
          value={number}
          onInput={(e) => setNumber(e.currentTarget.value)}
        />
        <Button type="submit" busy={busy}>
          {busy ? 'Saving…' : 'Save'}
        </Button>
        <UnderThumb>
          <Button off describedBy="mobile-why">
            Start calling session
          </Button>
        </UnderThumb>
      </form>
      {error && (
        <p class="err" id="mobile-error">
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
  );
}

/** How long since then, each second. */
function Running({ since, class: extra }: { since: string | undefined; class?: string }) {
  tick.value;
  const seconds = since ? Math.max(0, Math.floor((now() - Date.parse(since)) / 1000)) : 0;
  return (
    <time class={extra} dateTime={`PT${seconds}S`} aria-label={spokenTimer(seconds)}>
      {timer(seconds)}
    </time>
  );
}

function Starting({
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
      {mine && <End room={room} attempt={p?.attempt} class="out" />}
    </>
  );
}

/** Ends the supporter's leg, or, while only the leader's phone rings, the whole stay. */
export function End({
  room,
  attempt,
  class: extra,
  icon,
}: {
  room: Room;
  attempt?: string;
  class?: string;
  icon?: boolean;
}) {
  const press = () =>
    void (attempt
      ? perform(room, 'hang-up', { path: `/attempts/${attempt}/hang-up` })
      : perform(room, 'pause'));
  const busy = doing.value?.deed === 'hang-up' || doing.value?.deed === 'pause';
  if (icon) return <Button bad icon="hangup" label="End call" busy={busy} onPress={press} />;
  return (
    <Button quiet bad icon="hangup" class={extra} busy={busy} onPress={press}>
      End call
    </Button>
  );
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

function Talking({ card, room, session, mine, act }: Parts & { card: Extract<Card, { kind: 'talking' }> }) {
  return (
    <>
      <p class="state">
        <Icon name="calling" />
        <span>{mine ? 'Talking to' : `${session.leader.name} is talking to`}</span>
        <Running since={card.since} class="push" />
      </p>
      <Person room={room} session={session} />
      {mine && (
        <div class="acts">
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

function WrapUp({ card, room, session, mine, act }: Parts & { card: Extract<Card, { kind: 'wrap_up' }> }) {
  const known = card.person.prefill;
  return (
    <>
      <p class="state">
        <Icon name="note" />
        <span>{mine ? 'To log' : `${session.leader.name} is logging the call with`}</span>
        <span class="push muted">{known ? '' : `call ${timer(talked(card.person))}`}</span>
      </p>
      <Person room={room} session={session} />
      {mine && (
        <div class="acts">
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

function Complete({ room, session, mine }: { room: Room; session: Session; mine: boolean }) {
  const c = session.cycle;
  const back = c.earliest_return;
  return (
    <Said
      title={
        c.dials > 0 || session.journey.length > 0
          ? `Cycle ${c.number} is complete`
          : 'There is nobody to call'
      }
      actions={
        mine && (
          <>
            <Deed
              room={room}
              deed="cycles"
              primary
              words="Start a new cycle"
              busy="Starting…"
              off={!c.new_cycle.ok}
            />
            <span class="sm muted">{c.new_cycle.ok ? people(c.new_cycle_has) : c.new_cycle.title}</span>
            {onPhone(session) && <Deed room={room} deed="pause" words="Hang up" busy="Hanging up…" />}
          </>
        )
      }
    >
      {figure(c.dials)} attempted, {figure(c.contacts)} {c.contacts === 1 ? 'contact' : 'contacts'} made.
      {back &&
        ` ${people(back.count)} ${back.count === 1 ? 'returns' : 'return'} at ${moment(back.at, now())}.`}
    </Said>
  );
}

function NobodyUntil({
  card,
  act,
  skipped,
}: {
  card: Extract<Card, { kind: 'nobody_until' }>;
  act: CardActions;
  skipped: number;
}) {
  tick.value;
  return (
    <Said
      title={`No one to call until ${moment(card.at, now())}`}
      actions={skipped > 0 && <Button onPress={act.showSkipped}>Show the {figure(skipped)} skipped</Button>}
    >
      {people(card.count)} {card.count === 1 ? 'comes' : 'come'} back then, in {until(card.at, now())}. Stay
      on the line or hang up; both are fine.
    </Said>
  );
}
