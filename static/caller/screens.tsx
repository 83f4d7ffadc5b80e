// The screens around the talk: the phone rings, waiting, a break, the end, the cards.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Invited } from '../volunteer/boot';
import { named, plain } from '../volunteer/names';
import { hour } from './clock';
import type { Does } from './does';
import { CupIcon, Mark, NoteIcon, PhoneIcon } from './icons';
import { Last } from './last';
import type { Remembered } from './memory';
import { Signals } from './signals';
import { cardOf, type Mine, noticed, onLine, waiting } from './state';

export interface Shown {
  i: Invited;
  mine: Mine;
  known: Remembered;
  does: Does;
  read?: () => void;
  opener: { current: HTMLButtonElement | null };
}

/** What stands below: what can be done besides. */
function Foot({ read, opener, children }: Pick<Shown, 'read' | 'opener'> & { children?: ComponentChildren }) {
  return (
    <div class="foot">
      {read && (
        <button type="button" class="btn big" ref={opener} onClick={read}>
          <NoteIcon />
          Read the script
        </button>
      )}
      {children}
    </div>
  );
}

function Rings({ still }: { still: boolean }) {
  return (
    <div class={`ring${still ? ' still' : ''}`} aria-hidden="true">
      <svg class="o" viewBox="0 0 132 132" aria-hidden="true">
        <circle cx="66" cy="66" r="64" />
        <circle cx="66" cy="66" r="49" />
        <circle cx="66" cy="66" r="34" />
      </svg>
      <PhoneIcon />
    </div>
  );
}

/** Their phone rings. */
export function Joining({ mine, does, read, opener }: Shown) {
  return (
    <main class="screen">
      <div class="mid" role="status">
        <Rings still={false} />
        <h2 class="t1" tabIndex={-1}>
          We are ringing your phone
        </h2>
        <p>{mine.number_text}</p>
        <p>Pick it up, and press any key: then we know that it is you. This page goes on by itself.</p>
      </div>
      <Foot read={read} opener={opener}>
        <button type="button" class="btn big quiet" onClick={does.finish}>
          Stop ringing
        </button>
      </Foot>
    </main>
  );
}

/** The number to ring, and the code for who rings from elsewhere. */
export function DialIn(props: Shown & { instead: () => void }) {
  const { mine, i } = props;
  const code = mine.code ? `${mine.code.slice(0, 3)} ${mine.code.slice(3)}` : '';
  return (
    <main class="screen">
      <div class="mid">
        <h2 class="t1" tabIndex={-1}>
          Ring us when you are ready
        </h2>
        {mine.dial_in && (
          <p class="tel">
            <a href={`tel:${mine.dial_in}`}>{mine.dial_in_text}</a>
          </p>
        )}
        {mine.number && <p>From {mine.number_text} we know that it is you.</p>}
        {code && (
          <>
            <p>
              {mine.number
                ? 'From any other phone, type this code when you are asked:'
                : 'Type this code when you are asked:'}
            </p>
            <p class="tel code">{code}</p>
          </>
        )}
        <p role="status">
          {i.status.state === 'running'
            ? 'This page goes on by itself once you are on the line.'
            : i.status.sentence}
        </p>
      </div>
      <Foot read={props.read} opener={props.opener}>
        <button type="button" class="btn big quiet" onClick={props.instead}>
          Have my phone rung instead
        </button>
      </Foot>
    </main>
  );
}

export function Waiting({ i, mine, known, does, read, opener }: Shown) {
  const { title, text } = waiting(i.status, mine);
  const said = noticed(mine);
  const rest = useRef<() => void>(does.rest);
  rest.current = () => (mine.wish === 'break' ? does.back() : does.rest());
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (!e.altKey || e.code !== 'KeyB') return;
      e.preventDefault();
      rest.current();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
  return (
    <main class="screen">
      {said && (
        <p class="note" role="status">
          {said}
        </p>
      )}
      <Mismatch mine={mine} does={does} />
      <div class="mid" role="status">
        <Rings still={i.status.state !== 'running'} />
        <h2 class="t1" tabIndex={-1}>
          {title}
        </h2>
        <p>{text}</p>
      </div>
      <Figures mine={mine} />
      <Foot read={read} opener={opener}>
        {mine.wish ? (
          <>
            <p class="wish" role="status">
              <span>
                {mine.wish === 'break' ? 'Your break begins' : 'You finish'} when nothing rings for you any
                more: a moment. Somebody may still come.
              </span>
            </p>
            <button type="button" key="on" class="btn big" onClick={does.back}>
              Carry on calling
            </button>
          </>
        ) : (
          <>
            <button type="button" key="rest" class="btn big" onClick={does.rest}>
              <CupIcon />
              Take a break
            </button>
            <button type="button" key="finish" class="btn big quiet" onClick={does.finish}>
              Finish calling
            </button>
          </>
        )}
      </Foot>
      <Last mine={mine} does={does} />
      <Signals mine={mine} known={known} does={does} />
    </main>
  );
}

/** They rang from another number than the one they typed: both, and which one to keep. */
function Mismatch({ mine, does }: { mine: Mine; does: Does }) {
  const from = mine.rang_from;
  if (!from || !mine.number || !onLine(mine)) return null;
  return (
    <div class="note" role="status">
      <p>
        You rang from {mine.rang_from_text} and typed {mine.number_text}.
      </p>
      <button type="button" class="btn" onClick={() => void does.number(from)}>
        Use {mine.rang_from_text?.replace(/ /g, '\u00a0')} from now on
      </button>
    </div>
  );
}

export function Figures({ mine }: { mine: Mine }) {
  const rows: [number, string][] = [
    [mine.own.calls, mine.own.calls === 1 ? 'call' : 'calls'],
    [mine.own.talks, mine.own.talks === 1 ? 'talk' : 'talks'],
    [Math.round(mine.own.seconds / 60), 'min with us'],
  ];
  return (
    <dl class="tri">
      {rows.map(([n, what]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{n.toLocaleString('en-GB')}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Nobody is sent to them: why, and the way back. */
function Aside(props: Shown & { title: string; text: string; again: string }) {
  const { mine, does } = props;
  return (
    <main class="screen">
      <div class="mid" role="status">
        <div class="ring still" aria-hidden="true">
          <CupIcon />
        </div>
        <h2 class="t1" tabIndex={-1}>
          {props.title}
        </h2>
        <p>{props.text}</p>
      </div>
      <Figures mine={mine} />
      <Foot read={props.read} opener={props.opener}>
        <button type="button" class="btn big primary" onClick={does.back}>
          {props.again}
        </button>
        <button type="button" class="btn big quiet" onClick={does.finish}>
          Finish calling
        </button>
      </Foot>
      <Last mine={mine} does={does} />
      <Signals mine={mine} known={props.known} does={does} />
    </main>
  );
}

export function Break(props: Shown) {
  return (
    <Aside
      {...props}
      title={`On a break since ${hour(props.mine.since)}`}
      text="No calls are sent to you. Stay on the line: one press brings you back."
      again="I’m back"
    />
  );
}

export function NotReady(props: Shown) {
  return (
    <Aside
      {...props}
      title="Are you still there?"
      text={noticed(props.mine) || 'No calls are sent to you until you say that you are ready.'}
      again="I’m ready"
    />
  );
}

export function Finished(props: Shown & { again: () => void }) {
  const { i, mine } = props;
  return (
    <main class="screen">
      <div class="endc">
        <Mark />
        <h2 class="t1" tabIndex={-1}>
          Thank you, {i.me?.name.trim().split(/\s+/)[0]}
        </h2>
        <p class="said">
          {mine.notice === 'asked_to_finish' && 'The organisers have asked everybody to finish. '}
          You are off the line. You can close this page, or come back to it whenever you like.
        </p>
      </div>
      <Figures mine={mine} />
      <Foot read={props.read} opener={props.opener}>
        <button type="button" class="btn big primary" onClick={props.again}>
          Call again
        </button>
      </Foot>
      <Last mine={mine} does={props.does} />
    </main>
  );
}

/** Not open yet: they are in, and wait for the beginning. */
export function Closed({
  i,
  read,
  opener,
  naming,
}: Omit<Shown, 'mine' | 'does' | 'known'> & { naming: () => void }) {
  const { title, text } = waiting(i.status);
  return (
    <main class="screen">
      <div class="mid" role="status">
        <Rings still />
        <h2 class="t1" tabIndex={-1}>
          {title}
        </h2>
        <p>{text}</p>
      </div>
      <Foot read={read} opener={opener}>
        <Me i={i} naming={naming} />
      </Foot>
    </main>
  );
}

export function Me({ i, naming }: { i: Invited; naming: () => void }) {
  return (
    <p class="me">
      You are here as {i.me?.name}.{' '}
      <button type="button" class="link" onClick={naming}>
        Change name
      </button>
    </p>
  );
}

/** An end card, as the organisers wrote it. */
export function EndCard(props: Omit<Shown, 'mine' | 'known'> & { mine?: Mine; naming: () => void }) {
  const { i, mine, does } = props;
  const text = useRef<HTMLDivElement>(null);
  const card = cardOf(i);
  const name = i.me?.name ?? '';
  const html = card?.html ?? '';
  useEffect(() => {
    if (!text.current) return;
    text.current.innerHTML = html; // made safe by the server
    named(text.current, name);
  }, [html, name]);
  if (!card) return null;
  const outside = i.status.state === 'outside_hours';
  const over = i.status.state === 'complete';
  const web = /^https?:/i.test(card.link_url ?? '');
  return (
    <main class="screen">
      <div class="endc" role="status">
        <Mark />
        <h2 class="t1" tabIndex={-1}>
          {plain(card.title, name)}
        </h2>
        <div class="said" ref={text} />
        {outside && <p class="when">{i.status.sentence.replace(/^Outside of dialing hours\.\s*/, '')}</p>}
        {card.link_url && (
          <a
            class="btn big primary"
            href={card.link_url}
            {...(web ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
          >
            {card.link_text}
          </a>
        )}
      </div>
      {mine && mine.own.calls > 0 && <Figures mine={mine} />}
      <Foot read={props.read} opener={props.opener}>
        {onLine(mine) ? (
          <>
            <p class="me">
              {over
                ? 'Your phone is still on the line. You can put it down.'
                : 'Your phone stays on the line meanwhile.'}
            </p>
            <button
              type="button"
              class={`btn big ${over && !card.link_url ? 'primary' : 'quiet'}`}
              onClick={does.finish}
            >
              Finish calling
            </button>
          </>
        ) : (
          <Me i={i} naming={props.naming} />
        )}
      </Foot>
      <Last mine={mine} does={does} />
    </main>
  );
}
