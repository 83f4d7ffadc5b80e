import { useState } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { tell } from '../../ui/toast';
import { FormError, useForm } from '../form';
import { api } from '../here';

const least = 10;

/** A password field that can be looked at. */
export function PasswordField(p: {
  label: string;
  value: string;
  change: (v: string) => void;
  error: string | undefined;
  fresh?: boolean;
  hint?: string;
  autoFocus?: boolean;
}) {
  const [seen, setSeen] = useState(false);
  return (
    <Field
      label={p.label}
      type={seen ? 'text' : 'password'}
      autoComplete={p.fresh ? 'new-password' : 'current-password'}
      value={p.value}
      change={p.change}
      error={p.error}
      hint={p.hint}
      autoFocus={p.autoFocus}
      after={
        <Button
          quiet
          class="peek"
          onPress={() => setSeen(!seen)}
          label={seen ? 'Hide password' : 'Show password'}
        >
          {seen ? 'Hide' : 'Show'}
        </Button>
      }
    />
  );
}

/** Why a new password cannot be used, before the server is asked. */
export function passwordFault(password: string): string | undefined {
  if (!password) return 'Choose a password.';
  return [...password.trim()].length < least ? `At least ${least} characters are needed.` : undefined;
}

export function ChangePassword() {
  const form = useForm('present', 'password');
  const [open, setOpen] = useState(false);
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const save = async () => {
    if (
      !form.check({
        present: present ? undefined : 'Enter your present password.',
        password: passwordFault(next),
      })
    )
      return;
    const done = await form.send(() => api.post('/me/password', { present, password: next }));
    if (!done) return;
    setPresent('');
    setNext('');
    setOpen(false);
    tell('Your password is changed. Your other devices were signed out.', 'done');
  };
  if (!open) return <Button onPress={() => setOpen(true)}>Change password</Button>;
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <div class="fields" ref={form.root}>
        <PasswordField
          label="Present password"
          value={present}
          change={setPresent}
          error={form.error('present')}
          autoFocus
        />
        <PasswordField
          label="New password"
          fresh
          value={next}
          change={setNext}
          error={form.error('password')}
          hint={`At least ${least} characters; three or four words are good.`}
        />
        <FormError form={form} />
        <div class="acts">
          <Button type="submit" primary busy={form.busy}>
            {form.busy ? 'Changing…' : 'Change password'}
          </Button>
          <Button quiet onPress={() => setOpen(false)}>
            Cancel
          </Button>
        </div>
      </div>
    </form>
  );
}
