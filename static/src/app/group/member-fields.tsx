// The fields of a supporter: what can be typed, and how.

import { tagsOf } from '../../core/amounts';
import type { Edit } from '../../core/edit';
import type { Member } from '../../core/types';
import { Check } from '../../ui/check';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text';
import type { Form } from '../form';
import { fieldsIn } from '../kept';
import { zoneChoices } from '../zones';

/** A supporter, as typed. */
export interface Fields {
  name: string;
  phone: string;
  email: string;
  city: string;
  zone: string;
  tags: string;
  level: string;
  notes: string;
  do_not_call: boolean;
  do_not_contact: boolean;
}

/** Nothing typed yet. */
export const nobody: Fields = {
  name: '',
  phone: '',
  email: '',
  city: '',
  zone: '',
  tags: '',
  level: '',
  notes: '',
  do_not_call: false,
  do_not_contact: false,
};

/** The fields of somebody who is there. */
export function fieldsOf(s: Member): Fields {
  return {
    name: s.name,
    phone: s.phone ?? '',
    email: s.email ?? '',
    city: s.city,
    zone: s.zone,
    tags: s.tags.join(', '),
    level: s.level,
    notes: s.notes,
    do_not_call: s.do_not_call,
    do_not_contact: s.do_not_contact,
  };
}

/** What is sent of the fields that changed: tags as a list. */
export function bodyOf(f: Partial<Fields>): Record<string, unknown> {
  const { tags, ...rest } = f;
  return tags === undefined ? rest : { ...rest, tags: tagsOf(tags) };
}

/** Of the fields, for what the server finds wrong with them. */
export const names = Object.keys(nobody);

/** The fields of a supporter, new or there. */
export function MemberFields({
  e,
  setE,
  form,
  hidden,
  kept,
}: {
  e: Edit<Fields>;
  setE: (e: Edit<Fields>) => void;
  form: Form;
  /** Why number and e-mail cannot be changed. */
  hidden?: string;
  kept?: Member;
}) {
  const f = e.now;
  const { set, clash } = fieldsIn(e, setE);
  const secret = (what: string, has: boolean) => (
    <div class="f">
      <span class="l">{what}</span>
      <p class="hint">
        {has ? 'Kept, not shown.' : 'None.'} {hidden}
      </p>
    </div>
  );
  return (
    <>
      <div>
        <Field
          label="Name"
          value={f.name}
          change={set('name')}
          error={form.error('name')}
          maxLength={200}
          autoFocus={!kept}
        />
        {clash('name')}
      </div>
      <div class="two">
        {hidden && kept ? (
          <>
            {secret('Phone number', kept.has_phone)}
            {secret('Email', kept.has_email)}
          </>
        ) : (
          <>
            <div>
              <Field
                label="Phone number"
                type="tel"
                inputMode="tel"
                value={f.phone}
                change={set('phone')}
                error={form.error('phone')}
                placeholder={kept?.has_phone && !kept.phone ? 'Kept, not shown' : undefined}
              />
              {clash('phone')}
            </div>
            <div>
              <Field
                label="Email"
                type="email"
                value={f.email}
                change={set('email')}
                error={form.error('email')}
                placeholder={kept?.has_email && !kept.email ? 'Kept, not shown' : undefined}
              />
              {clash('email')}
            </div>
          </>
        )}
        <div>
          <Field label="City" value={f.city} change={set('city')} error={form.error('city')} />
          {clash('city')}
        </div>
        <div>
          <Select
            label="Time zone"
            value={f.zone}
            choices={zoneChoices(f.zone, 'The group’s')}
            change={set('zone')}
            error={form.error('zone')}
          />
          {clash('zone')}
        </div>
        <div>
          <Field
            label="Tags"
            value={f.tags}
            change={set('tags')}
            error={form.error('tags')}
            hint="Set apart by commas: volunteer, driver"
          />
          {clash('tags')}
        </div>
        <div>
          <Field label="Engagement level" value={f.level} change={set('level')} error={form.error('level')} />
          {clash('level')}
        </div>
      </div>
      <div>
        <TextArea
          label="Notes"
          value={f.notes}
          change={set('notes')}
          error={form.error('notes')}
          maxLength={10000}
          rows={2}
        />
        {clash('notes')}
      </div>
      <Check
        label="Do not call"
        on={f.do_not_call}
        change={set('do_not_call')}
        hint="Nobody of your organisation can call them."
      />
      <Check label="Do not contact in any way" on={f.do_not_contact} change={set('do_not_contact')} />
    </>
  );
}
