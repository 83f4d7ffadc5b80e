import { useRef, useState } from 'preact/hooks';
import { Problem } from '../core/api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Icon, Mark } from '../ui/icon';
import { api, begin, me } from './here';

interface Faults {
  email?: string;
  password?: string;
  /** Of neither field. */
  all?: string;
}

/** Two fields and what became of them; shared by the page and by the dialog over a page. */
function useSignIn(fixedEmail?: string) {
  const [email, setEmail] = useState(fixedEmail ?? '');
  const [password, setPassword] = useState('');
  const [seen, setSeen] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  const fail = (f: Faults) => {
    setFaults(f);
    setBusy(false);
    const first = f.email ? emailInput : passwordInput;
    requestAnimationFrame(() => first.current?.focus());
  };
  const submit = async () => {
    if (busy) return;
    if (!email.trim()) return fail({ email: 'Enter your email.' });
    if (!password) return fail({ password: 'Enter your password.' });
    setBusy(true);
    setFaults({});
    try {
      await api.post('/login', { email: email.trim(), password });
      await begin();
      setBusy(false);
    } catch (e) {
      if (!(e instanceof Problem))
        return fail({ all: 'The server cannot be reached. Check your connection and try again.' });
      const onEmail = e.fields.get('email');
      if (onEmail) return fail({ email: onEmail });
      fail(e.status >= 500 ? { all: e.title } : { password: e.fields.get('password') ?? e.title });
    }
  };
  const fields = (
    <>
      {fixedEmail === undefined && (
        <Field
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          change={setEmail}
          error={faults.email}
          inputRef={emailInput}
          autoFocus
        />
      )}
      <Field
        label="Password"
        {...{ type: seen ? ('text' as const) : ('password' as const) }}
        name="password"
        autoComplete="current-password"
        value={password}
        change={setPassword}
        error={faults.password}
        inputRef={passwordInput}
        autoFocus={fixedEmail !== undefined}
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
      {faults.all && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {faults.all}
        </p>
      )}
    </>
  );
  return { fields, submit, busy };
}

export function SignIn() {
  const { fields, submit, busy } = useSignIn();
  return (
    <main class="door" id="main">
      <form
        class="card"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          void submit();
        }}
      >
        <h1 class="word">
          <Mark />
          Partyline
        </h1>
        {fields}
        <Button type="submit" primary class="block" busy={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
        <p class="sm muted">Forgot it? Ask your admin for a new one.</p>
      </form>
    </main>
  );
}

/** Signed out elsewhere: over the page, which keeps what was typed. */
export function SignInAgain() {
  const user = me.value;
  const { fields, submit, busy } = useSignIn(user?.email);
  return (
    <Dialog
      title="You were signed out"
      class="narrow"
      submit={() => void submit()}
      footer={
        <>
          <Button quiet class="push" onPress={() => location.assign('/')}>
            Someone else
          </Button>
          <Button primary type="submit" busy={busy}>
            {busy ? 'Signing in…' : 'Sign in'}
          </Button>
        </>
      }
    >
      <div class="body stack">
        <p class="sm muted">
          Sign in as {user?.email} and carry on. What you typed is still here, and what waits is sent
          afterwards.
        </p>
        {fields}
      </div>
    </Dialog>
  );
}
