// The one number that matters to a leader: the phone we ring. Checked by the server when the field is left.

import { useRef, useState } from 'preact/hooks';
import type { Me, PhoneNumber } from '../../core/types';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { FormDialog, useForm } from '../form';
import { api, me, Problem } from '../here';

export interface Checked {
  /** The number as people read it, and what it is; undefined while nobody looked. */
  known: PhoneNumber | undefined;
  fault: string | undefined;
  check: (number: string) => Promise<void>;
  forget: () => void;
}

/** Asks the server what a number is. */
export function useNumberCheck(): Checked {
  const [known, setKnown] = useState<PhoneNumber>();
  const [fault, setFault] = useState<string>();
  const last = useRef('');
  return {
    known,
    fault,
    forget: () => {
      last.current = '';
      setKnown(undefined);
      setFault(undefined);
    },
    check: async (number) => {
      const text = number.trim();
      last.current = text;
      if (!text) return;
      try {
        const n = await api.get<PhoneNumber>('/phone', { query: { number: text } });
        if (last.current !== text) return;
        setKnown(n);
        setFault(undefined);
      } catch (e) {
        // Offline, the number is only looked at when it is saved.
        if (last.current === text && e instanceof Problem) setFault(e.fields.get('number') ?? e.title);
      }
    },
  };
}

export function MobileField(p: {
  value: string;
  change: (v: string) => void;
  error: string | undefined;
  /** What kind of number it is, where that is known without asking. */
  known?: string;
  autoFocus?: boolean;
}) {
  const c = useNumberCheck();
  const kind = c.fault || p.error ? undefined : (c.known?.kind ?? p.known);
  return (
    <Field
      label="Mobile number"
      type="tel"
      inputMode="tel"
      name="mobile"
      autoComplete="tel"
      placeholder="+44 7…"
      autoFocus={p.autoFocus}
      value={p.value}
      change={(v) => {
        c.forget();
        p.change(v);
      }}
      onBlur={() => void c.check(p.value)}
      error={p.error ?? c.fault}
      after={
        kind && (
          <span class="st done kind">
            <Icon name="check" small />
            {kind}
          </span>
        )
      }
      hint={
        <>
          {c.known && c.known.international !== p.value.trim() && <b>{c.known.international}. </b>}
          We ring this phone to connect your calls. Your organisation pays, not you.
        </>
      }
    />
  );
}

/** The number and nothing else, from wherever a call could not start without it; then back. */
export function MobileDialog({ close, saved }: { close: () => void; saved: () => void }) {
  const form = useForm('mobile');
  const [mobile, setMobile] = useState(me.value?.mobile_international ?? '');
  const save = async () => {
    const user = me.value;
    if (!user || !form.check({ mobile: mobile.trim() ? undefined : 'Enter your mobile number.' })) return;
    const done = await form.send(
      async () => {
        me.value = await api.patch<Me>('/me', { version: user.version, mobile: mobile.trim() });
      },
      (p) => {
        if (p.code === 'conflict' && p.body.current) me.value = p.body.current as Me;
        return false;
      },
    );
    if (done) saved();
  };
  return (
    <FormDialog
      form={form}
      title="Where shall we ring you?"
      close={close}
      class="narrow"
      submit={() => void save()}
      words="Save"
      meanwhile="Saving…"
    >
      <MobileField value={mobile} change={setMobile} error={form.error('mobile')} autoFocus />
    </FormDialog>
  );
}
