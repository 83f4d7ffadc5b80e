// The screens of the callers' page: come in, wait, read the script, the end cards, and why there is nothing more.
import { type ComponentChildren, render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Invited, Problem } from '../volunteer/boot';
import { named, plain } from '../volunteer/names';
import { Mark, NoteIcon, PhoneIcon } from './icons';
import { Preview } from './preview';
import { type Caller, cardOf, waiting, word } from './state';

export interface Does {
  join(name: string, passcode: string): Promise<Problem | undefined>;
  /** Asks for the script as it is now. */
  script(): Promise<void>;
  /** Tries to connect at once. */
  retry(): void;
}

export function draw(root: HTMLElement, caller: Caller, does: Does): void {
  render(<Page caller={caller} does={does} />, root);
}

function Page({ caller, does }: { caller: Caller; does: Does }) {
  const [reading, setReading] = useState(false);
  const [naming, setNaming] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const i = caller.invited;
  if (caller.over !== undefined || !i) return <Over name={i?.campaign.name} why={caller.over ?? ''} />;

  const me = i.me;
  const read = i.script ? () => setReading(true) : undefined;
  const close = () => {
    setReading(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const stale = me && !caller.up && caller.downSince !== undefined;
  if (reading && i.script)
    return (
      <>
        {stale && <Offline caller={caller} retry={does.retry} />}
        <Preview script={i.script} me={me?.name ?? ''} again={does.script} close={close} />
      </>
    );
  const card = me && !naming ? cardOf(i) : undefined;
  return (
    <>
      <header class="bar">
        <Mark />
        <h1>{i.campaign.name}</h1>
        {!me || naming ? (
          <span class="muted who">{i.organisation}</span>
        ) : card ? (
          <span class="muted">{word(i.status.state)}</span>
        ) : (
          <Live caller={caller} />
        )}
      </header>
      {stale && <Offline caller={caller} retry={does.retry} />}
      {!me || naming ? (
        <Join
          i={i}
          join={async (name, passcode) => {
            const p = await does.join(name, passcode);
            if (!p) setNaming(false);
            return p;
          }}
          cancel={naming ? () => setNaming(false) : undefined}
          read={read}
          opener={opener}
        />
      ) : (
        <main class="screen">
          {card ? <EndCard i={i} /> : <Waiting i={i} />}
          <div class="foot">
            {read && (
              <button type="button" class="btn big" ref={opener} onClick={read}>
                <NoteIcon />
                Read the script
              </button>
            )}
            <p class="me">
              You are here as {me.name}.{' '}
              <button type="button" class="link" onClick={() => setNaming(true)}>
                Change name
              </button>
            </p>
          </div>
        </main>
      )}
    </>
  );
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

/** After two seconds without a connection: what is shown may be old. */
function Offline({ caller, retry }: { caller: Caller; retry: () => void }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const t = window.setTimeout(() => setLate(true), 2000);
    return () => clearTimeout(t);
  }, []);
  if (!late) return null;
  return (
    <div class="strip" role="status">
      <span>You are offline. This is how it was at {caller.downAt}.</span>
      <button type="button" class="btn" onClick={retry}>
        Try now
      </button>
    </div>
  );
}

function Join(props: {
  i: Invited;
  join: (name: string, passcode: string) => Promise<Problem | undefined>;
  cancel?: () => void;
  read?: () => void;
  opener: { current: HTMLButtonElement | null };
}) {
  const { i } = props;
  const [name, setName] = useState(i.me?.name ?? '');
  const [passcode, setPasscode] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ field: 'name' | 'passcode' | ''; title: string }>();
  const box = useRef<HTMLFormElement>(null);
  const refuse = (field: 'name' | 'passcode' | '', title: string) => {
    setWrong({ field, title });
    if (field) box.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  };
  const submit = async (e: Event) => {
    e.preventDefault();
    if (busy) return;
    if (!name.trim()) return refuse('name', 'Please say your first name.');
    if (i.passcode && !passcode.trim()) return refuse('passcode', 'This link asks for a passcode.');
    setBusy(true);
    const p = await props.join(name.trim(), passcode);
    setBusy(false);
    if (p) refuse(p.code === 'passcode_wrong' || p.code === 'passcode_needed' ? 'passcode' : '', p.title);
  };
  const state = i.status.state;
  return (
    <main class="screen">
      <form class="join" ref={box} onSubmit={submit} novalidate>
        <h2 class="t1">{props.cancel ? 'Your name' : 'Make calls with us'}</h2>
        {!props.cancel && (
          <p class="muted">{state === 'running' ? 'Calls are going out right now.' : i.status.sentence}</p>
        )}
        <Field label="Your first name" wrong={wrong?.field === 'name' ? wrong.title : ''}>
          {(id) => (
            <input
              name="name"
              autocomplete="given-name"
              maxLength={60}
              value={name}
              aria-invalid={wrong?.field === 'name'}
              id={`${id}i`}
              aria-describedby={id}
              onInput={(e) => setName(e.currentTarget.value)}
            />
          )}
        </Field>
        {i.passcode && (
          <Field
            label="Passcode"
            wrong={wrong?.field === 'passcode' ? wrong.title : ''}
            hint="The organisers have it."
          >
            {(id) => (
              <input
                name="passcode"
                autocomplete="off"
                autocapitalize="off"
                spellcheck={false}
                maxLength={60}
                value={passcode}
                aria-invalid={wrong?.field === 'passcode'}
                id={`${id}i`}
                aria-describedby={id}
                onInput={(e) => setPasscode(e.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <p class="wrong" role="alert">
          {wrong?.field === '' ? wrong.title : ''}
        </p>
        <div class="foot">
          <button type="submit" class="btn big primary" aria-disabled={busy}>
            {props.cancel ? 'Save name' : busy ? 'Coming in…' : 'Come in'}
          </button>
          {props.cancel ? (
            <button type="button" class="btn big" onClick={props.cancel}>
              Cancel
            </button>
          ) : (
            props.read && (
              <button type="button" class="btn big" ref={props.opener} onClick={props.read}>
                Read the script first
              </button>
            )
          )}
        </div>
      </form>
    </main>
  );
}

let fields = 0;
function Field(props: {
  label: string;
  wrong: string;
  hint?: string;
  children: (describedBy: string) => ComponentChildren;
}) {
  const [id] = useState(() => `f${++fields}`);
  return (
    <div class="f">
      <div class="field">
        <label for={`${id}i`}>{props.label}</label>
        {props.children(id)}
      </div>
      <p id={id} class={props.wrong ? 'wrong' : 'hint'}>
        {props.wrong || props.hint}
      </p>
    </div>
  );
}

function Waiting({ i }: { i: Invited }) {
  const { title, text } = waiting(i.status);
  return (
    <div class="mid" role="status">
      <div class={`ring${i.status.state === 'running' ? '' : ' still'}`} aria-hidden="true">
        <svg class="o" viewBox="0 0 132 132" aria-hidden="true">
          <circle cx="66" cy="66" r="64" />
          <circle cx="66" cy="66" r="49" />
          <circle cx="66" cy="66" r="34" />
        </svg>
        <PhoneIcon />
      </div>
      <h2 class="t1">{title}</h2>
      <p>{text}</p>
    </div>
  );
}

/** An end card, as the organisers wrote it. */
function EndCard({ i }: { i: Invited }) {
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
  const web = /^https?:/i.test(card.link_url ?? '');
  return (
    <div class="endc" role="status">
      <Mark />
      <h2 class="t1">{plain(card.title, name)}</h2>
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
          <p class="t2" role="alert">
            {why}
          </p>
        </div>
      </main>
    </>
  );
}
