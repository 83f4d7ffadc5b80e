import { useState } from 'preact/hooks';
import { firstName } from '../../core/text';
import { day } from '../../core/times';
import type { CallList } from '../../core/types';
import { Field } from '../../ui/field';
import { FormDialog } from '../form';
import { me, now } from '../here';
import { OpenAlready, useStarting } from './starting';

export const longest = 120;

/** One field, already filled in. Create opens the dashboard; nothing is dialled. */
export function StartDialog({ list, close }: { list: CallList; close: () => void }) {
  const first = firstName(me.value?.name ?? '');
  const [name, setName] = useState(() => `${first} - ${list.name}`.slice(0, longest));
  const starting = useStarting(list.id, name);
  const { form, create, open } = starting;
  if (open) return <OpenAlready starting={starting} close={close} />;
  return (
    <FormDialog
      form={form}
      title="Start a calling session"
      close={close}
      submit={() => create()}
      words="Create"
      meanwhile="Creating…"
    >
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
    </FormDialog>
  );
}
