// Making a calling session: with the choice that comes when there is an open one on the list already.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Id, Session } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { type Form, FormError, useForm } from '../form';
import { api } from '../here';

export interface Starting {
  form: Form;
  /** Makes it and opens its dashboard; nothing is dialled. */
  create: (archiveOld?: boolean) => void;
  /** The open session that stands in the way. */
  open: { id: Id; title: string } | undefined;
}

export function useStarting(list: Id | undefined, name: string): Starting {
  const { route } = useLocation();
  const form = useForm('name');
  const [open, setOpen] = useState<Starting['open']>();
  const create = (archiveOld = false) =>
    void form.make(
      async (key) => {
        const s = await api.post<Session>(
          `/lists/${list}/sessions`,
          { name: name.trim(), archive_old: archiveOld || undefined },
          { key },
        );
        route(`/sessions/${s.id}`, true);
      },
      (problem) => {
        if (problem.code !== 'session_exists' || typeof problem.body.session !== 'string') return false;
        setOpen({ id: problem.body.session, title: problem.title });
        return true;
      },
    );
  return { form, create, open };
}

/** Open it, or archive it and start new. */
export function OpenAlready({ starting, close }: { starting: Starting; close: () => void }) {
  const { route } = useLocation();
  const { form, create, open } = starting;
  if (!open) return null;
  return (
    <Dialog
      title="You have an open session here"
      close={close}
      class="narrow"
      footer={
        <>
          <Button class="push" busy={form.busy} onPress={() => create(true)}>
            {form.busy ? 'Archiving…' : 'Archive it and start new'}
          </Button>
          <Button primary autoFocus onPress={() => route(`/sessions/${open.id}`, true)}>
            Open it
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <p class="sm">{open.title}</p>
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
