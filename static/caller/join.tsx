// Coming in: a name, and a phone that we ring or that rings us. What was said once is remembered on the device.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Invited, Problem } from '../volunteer/boot';
import type { Does } from './does';
import { CheckIcon, MobileIcon, PhoneIcon } from './icons';
import type { Remembered } from './memory';
import { isOpen, type Mine, noticed } from './state';

type FieldName = 'name' | 'passcode' | 'number' | '';

export function Join(props: {
  i: Invited;
  mine?: Mine;
  known: Remembered;
  does: Does;
  /** They want to ring in themselves: what to ring is shown next. */
  dialIn(): void;
  read?: () => void;
  opener: { current: HTMLButtonElement | null };
}) {
  const { i, mine, does, known } = props;
  const calls = isOpen(i.status.state); // else there is nothing to ring a phone for: a name will do
  const [name, setName] = useState(i.me?.name ?? known.name ?? '');
  const [number, setNumber] = useState(mine?.number ?? known.number ?? '');
  const [passcode, setPasscode] = useState('');
  const [ours, setOurs] = useState(true); // we ring
  const [busy, setBusy] = useState(false);
  const [right, setRight] = useState('');
  const [wrong, setWrong] = useState<{ field: FieldName; title: string }>();
  const box = useRef<HTMLFormElement>(null);
  const typed = useRef(number); // an answer about another number comes too late
  const refuse = (field: FieldName, title: string) => {
    setWrong({ field, title });
    if (field) box.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  };
  const check = async () => {
    if (!number.trim()) return;
    const said = await does.check(number.trim());
    if (typed.current !== number) return;
    setRight(said?.right ?? '');
    setWrong((w) =>
      said?.wrong ? { field: 'number', title: said.wrong } : w?.field === 'number' ? undefined : w,
    );
  };
  useEffect(() => {
    if (calls) void check();
  }, [calls]);
  const submit = async (e: Event) => {
    e.preventDefault();
    if (busy) return;
    if (!name.trim()) return refuse('name', 'Please say your first name.');
    if (i.passcode && !passcode.trim()) return refuse('passcode', 'This link asks for a passcode.');
    if (calls && ours && !number.trim()) return refuse('number', 'Which phone shall we ring?');
    setBusy(true);
    const p = await go();
    setBusy(false);
    if (p && (fieldOf(p) !== 'number' || typed.current === number)) refuse(fieldOf(p), p.title);
  };
  const go = async (): Promise<Problem | undefined> => {
    setWrong(undefined);
    if (i.passcode || i.me?.name !== name.trim()) {
      const p = await does.join(name.trim(), passcode);
      if (p) return p;
    }
    if (!calls) return undefined;
    if (number.trim()) {
      const p = await does.number(number.trim());
      if (p) return p;
    }
    if (ours) return does.ring();
    props.dialIn();
    return undefined;
  };
  const said = mine && !wrong ? noticed(mine) : '';
  const again = !!mine && mine.own.calls > 0;
  return (
    <main class="screen">
      <form class="join" ref={box} onSubmit={submit} novalidate>
        <h2 class="t1" tabIndex={-1}>
          {again ? `Call with us again, ${i.me?.name ?? ''}` : 'Make calls with us'}
        </h2>
        <p class="muted">{calling(i)}</p>
        {said && (
          <p class="note" role="alert">
            {said}
          </p>
        )}
        <FirstName
          name={name}
          wrong={wrong?.field === 'name' ? wrong.title : ''}
          type={(typed) => {
            setName(typed);
            does.remember({ name: typed });
          }}
        />
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
        {calls && (
          <>
            <fieldset class="pick f">
              <legend>Talk with</legend>
              <Way checked={ours} pick={() => setOurs(true)} icon={<MobileIcon />} title="My phone">
                We ring it, you don’t pay
              </Way>
              <Way checked={!ours} pick={() => setOurs(false)} icon={<PhoneIcon />} title="I ring in myself">
                From any phone, at your own cost
              </Way>
            </fieldset>
            <Field
              label={ours ? 'Your phone number' : 'The number you ring from, if you know it'}
              wrong={wrong?.field === 'number' ? wrong.title : ''}
              right={right}
            >
              {(id) => (
                <input
                  name="number"
                  type="tel"
                  autocomplete="tel"
                  maxLength={40}
                  value={number}
                  aria-invalid={wrong?.field === 'number'}
                  id={`${id}i`}
                  aria-describedby={id}
                  onInput={(e) => {
                    typed.current = e.currentTarget.value;
                    setNumber(e.currentTarget.value);
                    setRight('');
                    does.remember({ number: e.currentTarget.value });
                  }}
                  onBlur={() => void check()}
                />
              )}
            </Field>
          </>
        )}
        <p class="wrong" role="alert">
          {wrong?.field === '' ? wrong.title : ''}
        </p>
        <div class="foot">
          <button type="submit" class="btn big primary" aria-disabled={busy}>
            {calls ? (busy ? 'One moment…' : 'Start calling') : busy ? 'Coming in…' : 'Come in'}
          </button>
          {props.read && (
            <button type="button" class="btn big" ref={props.opener} onClick={props.read}>
              Read the script first
            </button>
          )}
        </div>
      </form>
    </main>
  );
}

/** Who is at it already, or why nobody is. */
function calling(i: Invited): string {
  const n = i.status.calling;
  if (i.status.state !== 'running') return i.status.sentence;
  if (n === 0) return 'Be the first one on the phone.';
  return n === 1
    ? '1 person is calling right now.'
    : `${n.toLocaleString('en-GB')} people are calling right now.`;
}

function fieldOf(p: Problem): FieldName {
  switch (p.code) {
    case 'passcode_wrong':
    case 'passcode_needed':
      return 'passcode';
    case 'number_invalid':
    case 'no_number':
    case 'number_busy':
    case 'do_not_call':
    case 'rung_enough':
      return 'number';
    default:
      return '';
  }
}

function Way(props: {
  checked: boolean;
  pick: () => void;
  icon: ComponentChildren;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <label class={props.checked ? 'on' : ''}>
      <input type="radio" name="way" checked={props.checked} onChange={props.pick} />
      {props.icon}
      <span>
        {props.title}
        <small>{props.children}</small>
      </span>
    </label>
  );
}

let fields = 0;
export function Field(props: {
  label: string;
  wrong: string;
  right?: string;
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
      <p id={id} class={props.wrong ? 'wrong' : props.right ? 'right' : 'hint'} role="status">
        {!props.wrong && props.right && <CheckIcon />}
        {props.wrong || props.right || props.hint}
      </p>
    </div>
  );
}

function FirstName(props: { name: string; wrong: string; type: (name: string) => void }) {
  return (
    <Field label="Your first name" wrong={props.wrong}>
      {(id) => (
        <input
          name="name"
          autocomplete="given-name"
          maxLength={60}
          value={props.name}
          aria-invalid={!!props.wrong}
          id={`${id}i`}
          aria-describedby={id}
          onInput={(e) => props.type(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Another name for who came in. */
export function Naming({ name: was, does, done }: { name: string; does: Does; done: () => void }) {
  const [name, setName] = useState(was);
  const [wrong, setWrong] = useState('');
  const submit = async (e: Event) => {
    e.preventDefault();
    if (!name.trim()) return setWrong('Please say your first name.');
    const p = await does.join(name.trim(), '');
    if (p) setWrong(p.title);
    else done();
  };
  return (
    <main class="screen">
      <form class="join" onSubmit={submit} novalidate>
        <h2 class="t1" tabIndex={-1}>
          Your name
        </h2>
        <FirstName name={name} wrong={wrong} type={setName} />
        <div class="foot">
          <button type="submit" class="btn big primary">
            Save name
          </button>
          <button type="button" class="btn big" onClick={done}>
            Cancel
          </button>
        </div>
      </form>
    </main>
  );
}
