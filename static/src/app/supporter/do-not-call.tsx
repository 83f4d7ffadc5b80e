import { useState } from 'preact/hooks';
import type { Member, Supporter } from '../../core/types';
import { Field } from '../../ui/field';
import { tell } from '../../ui/toast';
import { FormDialog, useForm } from '../form';
import { api } from '../here';

/** Has nobody call somebody from now on, or takes that back where it was a mistake. Asks first: it holds everywhere. */
export function DoNotCallDialog(p: { of: Supporter; on: boolean; close: () => void; done: () => void }) {
  const { of: s, on } = p;
  const form = useForm('reason');
  const [reason, setReason] = useState('');
  const save = async () => {
    if (!form.check({ reason: on || reason.trim() ? undefined : 'Say why: it is kept with who did it.' }))
      return;
    await form.make(async (key) => {
      await api.ask<Member>(on ? 'POST' : 'DELETE', `/supporters/${s.id}/do-not-call`, {
        body: { reason: reason.trim() },
        key,
      });
      tell(on ? `Nobody calls ${s.name} any more.` : `${s.name} can be called again.`, 'done');
      p.done();
      p.close();
    });
  };
  return (
    <FormDialog
      form={form}
      title={on ? `Do not call ${s.name}` : `Correct: ${s.name} can be called`}
      close={p.close}
      class="narrow"
      submit={() => void save()}
      words={on ? 'Do not call again' : 'Take off Do Not Call'}
      bad={on}
    >
      <p class="sm">
        {on
          ? 'From now on no session of your organisation rings them, or their number. A call that is going on ends by itself.'
          : 'Only where it was a mistake. Who corrected it, when and why stands in the audit.'}
      </p>
      <Field
        label={on ? 'Reason (optional)' : 'Reason'}
        value={reason}
        change={setReason}
        error={form.error('reason')}
        maxLength={500}
        autoFocus
      />
    </FormDialog>
  );
}
