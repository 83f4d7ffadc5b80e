// A form over the server's words: errors under their fields, focus to the first, what was typed stays.

import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Unreachable } from '../core/api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { newKey, Problem } from './here';

export interface Form {
  /** Give it to the element around the fields. */
  root: RefObject<HTMLDivElement>;
  busy: boolean;
  /** The sentence under a field. */
  error: (field: string) => string | undefined;
  /** Of no field that is shown. */
  all: string | undefined;
  /** Says what is wrong before anything is sent. True when nothing is. */
  check: (faults: Record<string, string | undefined>) => boolean;
  /** Sends. True when it was done; a refusal is shown. `handled` takes refusals that have an answer of their own: not what broke, which is sent again with the same key. */
  send: (f: () => Promise<void>, handled?: (p: Problem) => boolean) => Promise<boolean>;
  /**
   * Sends what makes something, with a key of its own: tried again after a lost answer it is made once. A refusal is an
   * answer too, so the next try has another key.
   */
  make: (f: (key: string) => Promise<void>, handled?: (p: Problem) => boolean) => Promise<boolean>;
  clear: () => void;
}

/** `fields` are the names of the fields that are shown; errors of others stand together. */
export function useForm(...fields: string[]): Form {
  const root = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const [faults, setFaults] = useState<{ by: Record<string, string>; all?: string }>({ by: {} });
  const fail = (by: Record<string, string>, all?: string) => setFaults({ by, all });
  // In the layout phase: what is typed right behind Enter goes to the field already.
  useLayoutEffect(() => {
    if (Object.keys(faults.by).length)
      root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);
  const key = useRef<string | undefined>(undefined);
  const send: Form['send'] = async (f, handled) => {
    if (sending.current) return false;
    sending.current = true;
    setBusy(true);
    setFaults({ by: {} });
    try {
      await f();
      return true;
    } catch (e) {
      if (e instanceof Problem) {
        if (e.status >= 500 || !handled?.(e)) fail(...refusal(e, fields));
      } else if (e instanceof Unreachable)
        fail({}, 'The server cannot be reached. What you typed is still here. Try again.');
      else throw e;
      return false;
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };
  return {
    root: root as RefObject<HTMLDivElement>,
    busy,
    error: (field) => faults.by[field],
    all: faults.all,
    check: (found) => {
      const by: Record<string, string> = {};
      for (const [field, title] of Object.entries(found)) if (title) by[field] = title;
      fail(by);
      return Object.keys(by).length === 0;
    },
    send,
    make: (f, handled) => {
      key.current ??= newKey();
      const made = key.current;
      return send(
        async () => {
          await f(made);
          key.current = undefined;
        },
        (p) => {
          key.current = undefined;
          return handled?.(p) ?? false;
        },
      );
    },
    clear: () => setFaults({ by: {} }),
  };
}

function refusal(p: Problem, fields: readonly string[]): [Record<string, string>, string | undefined] {
  const by: Record<string, string> = {};
  const rest: string[] = [];
  for (const [field, title] of p.fields) {
    // The whole sentence may say more than the field's: how many tries are left.
    if (fields.includes(field)) by[field] = p.title.startsWith(title) ? p.title : title;
    else if (title !== p.title) rest.push(title);
  }
  if (Object.keys(by).length) return [by, rest.join(' ') || undefined];
  return [by, [p.title, ...rest].join(' ')];
}

/** What went wrong and belongs to no field. */
export function FormError({ form }: { form: Form }) {
  return form.all ? (
    <p class="err" role="alert">
      <Icon name="alert" />
      {form.all}
    </p>
  ) : null;
}

interface FormDialogProps {
  form: Form;
  title: string;
  close: () => void;
  submit: () => void;
  /** On the button that sends, and while it does. */
  words: string;
  meanwhile?: string;
  /** It takes something away: the button says so by its colour. */
  bad?: boolean;
  /** The button cannot be pressed yet. */
  off?: boolean;
  /** Words that do nothing in place of "Cancel": they have the focus, because what is asked cannot be taken back. */
  cancel?: string;
  class?: string;
  children: ComponentChildren;
}

/** A dialog around a form: its fields, what went wrong, a way out, and one button that sends. */
export function FormDialog({ form, ...p }: FormDialogProps) {
  return (
    <Dialog
      title={p.title}
      class={p.class}
      close={p.close}
      submit={p.submit}
      footer={
        <>
          <Button quiet class="push" onPress={p.close} autoFocus={!!p.cancel}>
            {p.cancel ?? 'Cancel'}
          </Button>
          <Button primary={!p.bad} bad={p.bad} type="submit" busy={form.busy} off={p.off}>
            {(form.busy && p.meanwhile) || p.words}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        {p.children}
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

/** Somebody else changed a field that was typed into: both stand there. */
export function Clash({ theirs, take, who }: { theirs: string | undefined; take: () => void; who?: string }) {
  if (theirs === undefined) return null;
  return (
    <p class="warnl" role="status">
      <Icon name="warn" />
      <span>
        {who ?? 'Somebody else'} changed this to “{theirs || 'nothing'}”.{' '}
        <button type="button" class="link" onClick={take}>
          Use theirs
        </button>
      </span>
    </p>
  );
}

/** The fresh state that comes with a refused edit of an old version. */
export function conflict<T>(p: Problem): T | undefined {
  return p.code === 'conflict' ? (p.body.current as T | undefined) : undefined;
}
