import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { firstName } from '../../core/text';
import { day } from '../../core/times';
import type { CallList, Session } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { FormError, useForm } from '../form';
import { api, me, newKey, now } from '../here';

const longest = 120;

/** One field, already filled in. Create opens the dashboard; nothing is dialled. */
export function StartDialog({ list, close }: { list: CallList; close: () => void }) {
  const { route } = useLocation();
  const form = useForm('name');
  const first = firstName(me.value?.name ?? '');
  const [name, setName] = useState(() => `${first} - ${list.name}`.slice(0, longest));
  const [key, setKey] = useState(newKey);
  const [open, setOpen] = useState<{ id: string; title: string }>();
  const create = (archiveOld = false) =>
    form.send(
      async () => {
        const s = await api.post<Session>(
          `/lists/${list.id}/sessions`,
          { name: name.trim(), archive_old: archiveOld || undefined },
          { key },
        );
        route(`/sessions/${s.id}`, true);
      },
      (problem) => {
        setKey(newKey()); // a refusal is an answer too: another press is another question
        if (problem.code !== 'session_exists' || typeof problem.body.session !== 'string') return false;
        setOpen({ id: problem.body.session, title: problem.title });
        return true;
      },
    );
  if (open)
    return (
      <Dialog
        title="You have an open session here"
        close={close}
        class="narrow"
        footer={
          <>
            <Button class="push" busy={form.busy} onPress={() => void create(true)}>
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
  return (
    <Dialog
      title="Start a calling session"
      close={close}
      submit={() => void create()}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" busy={form.busy}>
            {form.busy ? 'Creating…' : 'Create'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <Field
          label="Name"
          value={name}
          change={setName}
          error={form.error('name')}
          maxLength={longest}
          autoFocus
          hint={`Your name – date – purpose, like “${first} – ${day(now())} – ${list.name}”`}
        />
        <p class="sm muted">
          Nothing is dialled yet: your phone rings when you press Start calling session on the next page.
        </p>
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
