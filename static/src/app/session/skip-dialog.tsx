import './skip.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  consequence,
  faultOf,
  lastDay,
  minutesOffered,
  minutesWords,
  promise,
  requestOf,
  type SkipFault,
  type SkipForm,
  type Surrounding,
  surrounding,
} from '../../core/skips';
import { firstName } from '../../core/text';
import { isoDayAfter } from '../../core/times';
import type { Entry, Session, SkipRequest, SkipType } from '../../core/types';
import { skipWords } from '../../core/words';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { now, tick } from '../here';

const types: readonly SkipType[] = ['quick', 'today', 'date', 'cycle', 'remove'];

export const freshSkip: SkipForm = { type: 'quick', minutes: 30, date: '', reason: '' };

/** The five ways to put a person aside, each with its consequence written out. Shared with the log dialog. */
export function SkipOptions({
  form,
  change,
  around,
  fault,
  keys,
}: {
  form: SkipForm;
  change: (f: SkipForm) => void;
  around: Surrounding;
  fault?: SkipFault;
  keys?: boolean;
}) {
  return (
    <fieldset class="opts">
      <legend class="vh">For how long?</legend>
      {types.map((t, i) => (
        <div key={t} class={form.type === t ? 'sel' : undefined}>
          <label class="o">
            <input
              type="radio"
              name="skip-type"
              checked={form.type === t}
              onChange={() => change({ ...form, type: t })}
              autofocus={keys && i === 0}
            />
            <span>{skipWords[t]}</span>
            <span>{consequence(t, form, around)}</span>
            {keys && <kbd aria-hidden="true">{i + 1}</kbd>}
          </label>
          {form.type === 'quick' && t === 'quick' && (
            <Choices
              name="skip-minutes"
              label="How long"
              choices={minutesOffered.map((m) => ({ value: String(m), words: minutesWords[m] }))}
              value={String(form.minutes)}
              change={(m) => change({ ...form, minutes: Number(m) })}
            />
          )}
          {form.type === 'date' && t === 'date' && (
            <div class="under">
              <Field
                label={<span class="vh">Day to come back</span>}
                type="date"
                value={form.date}
                change={(date) => change({ ...form, date })}
                min={isoDayAfter(around.now, 1, around.zone)}
                max={lastDay(around)}
                error={fault?.field === 'date' ? fault.title : undefined}
              />
            </div>
          )}
        </div>
      ))}
    </fieldset>
  );
}

interface Props {
  entry: Entry;
  session: Session;
  close: () => void;
  /** `until` is what the page shows until the server has answered. */
  skip: (request: SkipRequest, until: string | undefined) => void;
}

export function SkipDialog({ entry, session, close, skip }: Props) {
  const [form, setForm] = useState<SkipForm>(freshSkip);
  const [fault, setFault] = useState<SkipFault>();
  const reason = useRef<HTMLInputElement>(null);
  tick.value; // "Back at 14:33" goes with the time
  const around = surrounding(session, now());
  const name = firstName(entry.supporter.name);

  // In the layout phase: what is typed right behind Enter goes to the field already.
  useLayoutEffect(() => {
    if (fault?.field === 'reason') reason.current?.focus();
    else if (fault) document.querySelector<HTMLElement>('dialog input[type=date]')?.focus();
  }, [fault]);
  const change = (f: SkipForm | ((f: SkipForm) => SkipForm)) => {
    setForm(f);
    setFault(undefined); // it was said of what stood there before
  };
  const submit = () => {
    const at = now();
    const f = faultOf(form, surrounding(session, at));
    setFault(f && { ...f });
    if (f) return;
    skip(requestOf(form, at), expectedReturn(form, at));
    close();
  };
  const keys = (e: KeyboardEvent) => {
    const t = e.target as HTMLInputElement;
    if (t.matches('input:not([type=radio])') || e.ctrlKey || e.metaKey || e.altKey) return;
    const type = types[Number(e.key) - 1];
    if (type) {
      e.preventDefault();
      change((f) => ({ ...f, type }));
    } else if (e.key === 'Enter' && t.matches('input')) {
      e.preventDefault();
      submit();
    }
  };
  return (
    <Dialog
      title={`Skip ${entry.supporter.name}`}
      close={close}
      submit={submit}
      onKeyDown={keys}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" hotkey="↵">
            {promise(name, form, around)}
          </Button>
        </>
      }
    >
      <div class="body stack">
        <SkipOptions form={form} change={change} around={around} fault={fault} keys />
        <Field
          label={
            <>
              Reason{' '}
              <span class="muted light">
                {form.type === 'remove' ? 'needed to remove' : 'optional; needed to remove'}
              </span>
            </>
          }
          value={form.reason}
          change={(r) => change({ ...form, reason: r })}
          error={fault?.field === 'reason' ? fault.title : undefined}
          inputRef={reason}
        />
      </div>
    </Dialog>
  );
}

/** When they come back, for the badge until the server has said it exactly. */
export function expectedReturn(f: SkipForm, at: number): string | undefined {
  if (f.type === 'quick') return new Date(at + f.minutes * 60_000).toISOString();
  return undefined;
}
