import { clockChoices, hoursWords } from '../../core/amounts';
import { changed } from '../../core/edit';
import type { CallList } from '../../core/types';
import { Amount } from '../../ui/amount';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { Choices } from '../../ui/choices';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text';
import { tell } from '../../ui/toast';
import { FormError, useForm } from '../form';
import { api, me } from '../here';
import { FoundAgain, useRecord } from '../kept';
import { fieldsOf, requestOf } from './fields';

/** What the list does: how far apart calls are, the event, the hours, the script. */
export function ListSettings({ list, put }: { list: CallList; put: (l: CallList) => void }) {
  const { kept, e, version, set, clash, saved, overtaken } = useRecord(`list:${list.id}`, list, fieldsOf);
  const form = useForm(
    'name',
    'description',
    'cooldown_minutes',
    'minimum_minutes',
    'event',
    'opens',
    'closes',
    'mode',
    'script',
    'caller_id',
  );
  const f = e.now;
  const save = async () => {
    const amount = (m: number) => (Number.isNaN(m) ? 'Give a whole number.' : undefined);
    const right = form.check({
      name: f.name.trim() ? undefined : 'A list needs a name.',
      cooldown_minutes: amount(f.cooldown_minutes),
      minimum_minutes: amount(f.minimum_minutes),
      closes: f.own_hours && f.closes <= f.opens ? 'Calling hours must end after they begin.' : undefined,
    });
    if (!right) return;
    await form.send(
      async () => {
        const l = await api.patch<CallList>(`/lists/${list.id}`, { version, ...requestOf(e) });
        saved(l);
        put(l);
        tell('The settings are saved.', 'done');
      },
      (p) => overtaken(p) !== undefined,
    );
  };
  const org = me.value?.organisation;
  return (
    <form
      class="form"
      noValidate
      onSubmit={(ev) => {
        ev.preventDefault();
        void save();
      }}
    >
      <div class="fields" ref={form.root}>
        <div>
          <Field
            label="Name"
            value={f.name}
            change={set('name')}
            error={form.error('name')}
            maxLength={120}
          />
          {clash('name')}
        </div>
        <div>
          <TextArea
            label="Description"
            value={f.description}
            change={set('description')}
            error={form.error('description')}
            rows={2}
          />
          {clash('description')}
        </div>
        <div>
          <Field
            label="Event"
            value={f.event}
            change={set('event')}
            error={form.error('event')}
            hint="With an event, each contact log asks for an RSVP."
          />
          {clash('event')}
        </div>
        <h2>When people can be called</h2>
        <div>
          <Amount
            label="After a good talk, leave somebody alone for"
            minutes={f.cooldown_minutes}
            change={set('cooldown_minutes')}
            error={form.error('cooldown_minutes')}
            hint="Counted from a talk, or from “not interested”."
          />
          {clash('cooldown_minutes')}
        </div>
        <div>
          <Amount
            label="After another leader’s try, wait at least"
            minutes={f.minimum_minutes}
            change={set('minimum_minutes')}
            error={form.error('minimum_minutes')}
          />
          {clash('minimum_minutes')}
        </div>
        <Check
          label="Calling hours of its own"
          on={f.own_hours}
          change={set('own_hours')}
          hint={
            org &&
            `Otherwise the organisation’s, ${hoursWords(org.opens, org.closes)} at the supporter’s place.`
          }
        />
        {f.own_hours && (
          <div class="two">
            <Select
              label="From"
              value={String(f.opens)}
              choices={clockChoices(f.opens)}
              change={(v) => set('opens')(Number(v))}
              error={form.error('opens')}
            />
            <Select
              label="Until"
              value={String(f.closes)}
              choices={clockChoices(f.closes)}
              change={(v) => set('closes')(Number(v))}
              error={form.error('closes')}
            />
          </div>
        )}
        <h2>Leaders side by side</h2>
        <fieldset class="fieldset">
          <legend>When several leaders call this list</legend>
          <Choices
            name="mode"
            label="When several leaders call this list"
            value={f.mode}
            change={set('mode')}
            choices={[
              { value: 'shared', words: 'Results count for everyone' },
              { value: 'independent', words: 'Each for themselves' },
            ]}
          />
          <p class="hint">
            {f.mode === 'shared'
              ? 'Somebody reached or tried by one leader is not rung again by the others.'
              : 'Only “do not call”, cooldown and who is on the phone right now are shared.'}
          </p>
        </fieldset>
        <Check
          label="A left voicemail counts as done"
          on={f.voicemail_done}
          change={set('voicemail_done')}
          hint="Otherwise they come back with the next cycle."
        />
        <h2>In a call</h2>
        <div>
          <TextArea
            label="Script"
            value={f.script}
            change={set('script')}
            error={form.error('script')}
            rows={5}
            maxLength={20000}
            hint="Leaders see it while they talk. {first_name} becomes the supporter’s first name, {leader_first_name} the leader’s."
          />
          {clash('script')}
        </div>
        <div>
          <Field
            label="Caller ID of this list"
            type="tel"
            inputMode="tel"
            value={f.caller_id}
            change={set('caller_id')}
            error={form.error('caller_id')}
            hint="The number people see. Empty: the organisation’s."
          />
          {clash('caller_id')}
        </div>
      </div>
      <FoundAgain of={kept} />
      <FormError form={form} />
      <Button type="submit" primary busy={form.busy} off={!changed(e)}>
        {form.busy ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}
