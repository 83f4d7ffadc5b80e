// The callers' page: which screen it shows, and what stands above all of them.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Does } from './does';
import { Mark } from './icons';
import { Join, Naming } from './join';
import { Correct, Last } from './last';
import type { Remembered } from './memory';
import type { Press } from './outbox';
import { Preview } from './preview';
import { Break, Closed, DialIn, EndCard, Finished, Joining, NotReady, Waiting } from './screens';
import { type Caller, cardOf, screenOf, talkOf, word } from './state';
import { firstOf, Talk } from './talk';

export interface Looks {
  caller: Caller;
  /** Answers that the server does not have yet. */
  pending: readonly Press[];
  /** They outlive this page. */
  lasting: boolean;
  known: Remembered;
  does: Does;
}

export function draw(root: HTMLElement, looks: Looks): void {
  render(<Page {...looks} />, root);
}

function Page(looks: Looks) {
  const { caller, pending, does, known } = looks;
  const [reading, setReading] = useState(false);
  const [naming, setNaming] = useState(false);
  const [ringing, setRinging] = useState(false); // they ring in themselves
  const [again, setAgain] = useState(false); // after they had finished
  const opener = useRef<HTMLButtonElement>(null);
  const i = caller.invited;
  const screen = screenOf(caller, pending);
  const state = caller.mine?.state;
  useEffect(() => {
    if (state && state !== 'out' && state !== 'finished') setRinging(false);
    if (state !== 'finished') setAgain(false);
  }, [state]);
  useEffect(() => {
    if (screen === 'talk') setReading(false);
  }, [screen]);
  useFound([screen, ringing, again, naming, caller.mine?.wish]);
  if (screen === 'over' || !i) return <Over name={i?.campaign.name} why={caller.over ?? ''} />;

  const me = i.me;
  const mine = caller.mine;
  const talk = talkOf(caller);
  const read = i.script ? () => setReading(true) : undefined;
  const close = () => {
    setReading(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const stale = me && !caller.up && caller.downSince !== undefined && (
    <Offline looks={looks} talking={screen === 'talk'} />
  );
  const said = caller.word && (
    <div class="strip" role="alert">
      <span>{caller.word}</span>
    </div>
  );
  if (screen === 'talk' && talk && mine)
    return (
      <>
        {stale}
        {said}
        <Talk caller={caller} talk={talk} pending={pending} does={does} />
      </>
    );
  if (caller.opened && screen !== 'saving' && screen !== 'elsewhere')
    return (
      <>
        {stale}
        {said}
        <Correct
          key={caller.opened.turn}
          talk={caller.opened}
          pending={pending}
          caller={firstOf(me?.name ?? '')}
          does={does}
        />
      </>
    );
  if (reading && i.script)
    return (
      <>
        {stale}
        <Preview script={i.script} again={does.script} close={close} />
      </>
    );

  const shown = { i, does, known, read, opener, naming: () => setNaming(true) };
  const body = () => {
    if (naming && me) return <Naming name={me.name} does={does} done={() => setNaming(false)} />;
    switch (screen) {
      case 'elsewhere':
        return <Elsewhere here={does.here} />;
      case 'card':
        return <EndCard {...shown} mine={mine} />;
      case 'closed':
        return <Closed {...shown} />;
      case 'saving':
        return <Saving up={caller.up} lasting={looks.lasting} />;
      default:
    }
    if (mine && ringing && (screen === 'join' || screen === 'finished'))
      return <DialIn {...shown} mine={mine} instead={() => setRinging(false)} />;
    if (screen === 'join' || (screen === 'finished' && again))
      return (
        <>
          <Join
            i={i}
            mine={mine}
            known={known}
            does={does}
            dialIn={() => setRinging(true)}
            read={read}
            opener={opener}
          />
          <Last mine={mine} does={does} />
        </>
      );
    if (!mine) return <main class="screen" />;
    switch (screen) {
      case 'joining':
        return <Joining {...shown} mine={mine} />;
      case 'waiting':
        return <Waiting {...shown} mine={mine} />;
      case 'break':
        return <Break {...shown} mine={mine} />;
      case 'not_ready':
        return <NotReady {...shown} mine={mine} />;
      default:
        return <Finished {...shown} mine={mine} again={() => setAgain(true)} />;
    }
  };
  return (
    <>
      <header class="bar">
        <Mark />
        <h1>{i.campaign.name}</h1>
        {!me || (screen === 'join' && !(mine && ringing)) ? (
          <span class="muted who">{i.organisation}</span>
        ) : cardOf(i) ? (
          <span class="muted">{word(i.status.state)}</span>
        ) : (
          <Live caller={caller} />
        )}
      </header>
      {stale}
      {said}
      {body()}
    </>
  );
}

/** Who pressed what is gone now, by key or with a screen reader, goes on from the head of what came instead: nothing here may lose the focus. */
function useFound(changes: unknown[]) {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && document.activeElement === document.body)
      document.querySelector<HTMLElement>('main h2')?.focus({ preventScroll: true });
    first.current = false;
  }, changes);
}

/** A word when the page is live, or trying to be: nothing before the first connection has had its time. */
function Live({ caller }: { caller: Caller }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (caller.up) return setLate(false);
    const t = window.setTimeout(() => setLate(true), 300);
    return () => clearTimeout(t);
  }, [caller.up]);
  return (
    <span
      class={`pill${caller.up ? '' : ' re'}`}
      role="status"
      style={caller.up || late ? '' : 'visibility:hidden'}
    >
      {caller.up ? 'Live' : 'Reconnecting…'}
    </span>
  );
}

/** After two seconds without a connection: what is shown may be old, and what is answered is kept here. */
function Offline({ looks, talking }: { looks: Looks; talking: boolean }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const t = window.setTimeout(() => setLate(true), 2000);
    return () => clearTimeout(t);
  }, []);
  if (!late) return null;
  const n = looks.pending.length;
  const kept = looks.lasting
    ? 'Your answers are saved on this device'
    : 'Keep this page open: your answers are only here';
  return (
    <div class="strip" role="status">
      <span>
        {talking || n > 0
          ? `You are offline${talking ? ', and still on the phone' : ''}. ${kept}${n ? ` (${n} waiting)` : ''}.`
          : `You are offline. This is how it was at ${looks.caller.downAt}.`}
      </span>
      <button type="button" class="btn" onClick={looks.does.retry}>
        Try now
      </button>
    </div>
  );
}

/** The answers are on their way; nothing else is asked meanwhile. */
function Saving({ up, lasting }: { up: boolean; lasting: boolean }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const t = window.setTimeout(() => setLate(true), 1000);
    return () => clearTimeout(t);
  }, []);
  return (
    <main class="screen">
      <div class="mid" role="status">
        {late && (
          <>
            <h2 class="t1">Saving your answers</h2>
            <p>
              {up
                ? 'One moment.'
                : `They go up when you are online again. ${lasting ? 'They are safe on this device.' : 'Keep this page open.'}`}
            </p>
          </>
        )}
      </div>
    </main>
  );
}

function Elsewhere({ here }: { here: () => void }) {
  return (
    <main class="screen">
      <div class="endc">
        <Mark />
        <h2 class="t1" tabIndex={-1}>
          This page is open in another tab
        </h2>
        <p class="said">You call from the one that you opened last.</p>
        <button type="button" class="btn big primary" onClick={here}>
          Use this page
        </button>
      </div>
    </main>
  );
}

function Over({ name, why }: { name?: string; why: string }) {
  return (
    <>
      <header class="bar">
        <Mark />
        <h1>{name ?? 'Partyline'}</h1>
      </header>
      <main class="screen">
        <div class="endc">
          <Mark />
          <p class="t2" role="alert">
            {why}
          </p>
        </div>
      </main>
    </>
  );
}
