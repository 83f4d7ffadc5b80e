import { useState } from 'preact/hooks';
import { changed, changes, rebase } from '../../core/edit';
import type { InvitationLink, User } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { tell } from '../../ui/toast';
import { conflict, FormError, useForm } from '../form';
import { api, me } from '../here';
import { FoundAgain, fieldsIn, useKept } from '../kept';

interface Fields {
  name: string;
  email: string;
  mobile: string;
  role: '' | 'admin' | 'owner';
}

export interface Made {
  user: User;
  invitation: InvitationLink;
}

/** A new user, or one to edit. */
export function UserDialog(p: {
  user: User | undefined;
  close: () => void;
  saved: (u: User) => void;
  invited: (made: Made) => void;
}) {
  const u = p.user;
  const of = (v: User | undefined): Fields => ({
    name: v?.name ?? '',
    email: v?.email ?? '',
    mobile: v?.mobile ?? '',
    role: (v?.role as Fields['role']) ?? '',
  });
  const kept = useKept<Fields>(`user:${u?.id ?? 'new'}`, of(u));
  const { e, setE } = kept;
  const [version, setVersion] = useState(u?.version ?? 0);
  const form = useForm('name', 'email', 'mobile', 'role');
  const f = e.now;
  const { set, clash } = fieldsIn(e, setE);
  const save = async () => {
    const right = form.check({
      name: f.name.trim() ? undefined : 'A name is needed.',
      email: f.email.trim() ? undefined : 'An email is needed: they sign in with it.',
    });
    if (!right) return;
    await form.make(
      async (key) => {
        if (!u) {
          const made = await api.post<Made>('/users', f, { key });
          kept.forget();
          return p.invited(made);
        }
        const saved = await api.patch<User>(`/users/${u.id}`, { version, ...changes(e) });
        kept.forget();
        tell(`${saved.name} is saved.`, 'done');
        p.saved(saved);
      },
      (problem) => {
        const theirs = conflict<User>(problem);
        if (!theirs) return false;
        setE(rebase(e, of(theirs)));
        setVersion(theirs.version);
        return true;
      },
    );
  };
  const owner = me.value?.organisation.role === 'owner';
  const roles: { value: Fields['role']; words: string }[] = [
    { value: '', words: 'Leader: the groups they are given' },
    { value: 'admin', words: 'Admin: every group, settings, users' },
  ];
  if (owner || f.role === 'owner') roles.push({ value: 'owner', words: 'Owner: an admin with more rights' });
  return (
    <Dialog
      title={u ? u.name : 'Invite a user'}
      close={p.close}
      submit={() => void save()}
      footer={
        <>
          <Button
            quiet
            class="push"
            onPress={() => {
              kept.forget();
              p.close();
            }}
          >
            Cancel
          </Button>
          <Button primary type="submit" busy={form.busy} off={!!u && !changed(e)}>
            {u
              ? form.busy
                ? 'Saving…'
                : 'Save'
              : form.busy
                ? 'Making the link…'
                : 'Make an invitation link'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <div>
          <Field
            label="Name"
            value={f.name}
            change={set('name')}
            error={form.error('name')}
            maxLength={120}
            autoFocus
          />
          {clash('name')}
        </div>
        <div>
          <Field
            label="Email"
            type="email"
            value={f.email}
            change={set('email')}
            error={form.error('email')}
          />
          {clash('email')}
        </div>
        <div>
          <Field
            label="Mobile number (optional)"
            type="tel"
            inputMode="tel"
            value={f.mobile}
            change={set('mobile')}
            error={form.error('mobile')}
            hint="They can add or change it themselves."
          />
          {clash('mobile')}
        </div>
        <Select label="Role" value={f.role} choices={roles} change={set('role')} error={form.error('role')} />
        <FoundAgain of={kept} />
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
