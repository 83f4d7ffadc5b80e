import { useEffect, useState } from 'preact/hooks';
import { moment } from '../../core/times';
import type { Invitation } from '../../core/types';
import { Button } from '../../ui/button';
import { Mark } from '../../ui/icon';
import { FormError, useForm } from '../form';
import { api, now, Problem } from '../here';
import { PasswordField, passwordFault } from '../profile/password';

/** Sets a password by a one-time link, without being signed in; then straight into the app. */
export default function InvitationPage({ token }: { token: string }) {
  const [of, setOf] = useState<Invitation>();
  const [fault, setFault] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    document.title = 'Invitation – Partyline';
    api.get<Invitation>(`/invitations/${encodeURIComponent(token)}`).then(setOf, setFault);
  }, [turn]);
  return (
    <main class="door" id="main">
      {of ? (
        <SetPassword token={token} of={of} />
      ) : (
        <div class="card">
          <Word />
          {fault ? (
            <Useless
              fault={fault}
              again={() => {
                setFault(undefined);
                setTurn(turn + 1);
              }}
            />
          ) : (
            <p class="sm muted">One moment…</p>
          )}
        </div>
      )}
    </main>
  );
}

function Word() {
  return (
    <h1 class="word">
      <Mark />
      Partyline
    </h1>
  );
}

function SetPassword({ token, of }: { token: string; of: Invitation }) {
  const form = useForm('password');
  const [password, setPassword] = useState('');
  const save = async () => {
    if (!form.check({ password: passwordFault(password) })) return;
    const done = await form.send(() => api.post(`/invitations/${encodeURIComponent(token)}`, { password }));
    if (done) location.assign('/');
  };
  return (
    <form
      class="card"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <Word />
      <div class="stack" ref={form.root}>
        <p>
          {of.first ? `Welcome, ${of.name}. ` : `Hello, ${of.name}. `}
          {of.first ? `Choose a password to join ${of.organisation}.` : 'Choose a new password.'}
        </p>
        <input type="hidden" name="username" autocomplete="username" value={of.email} />
        <PasswordField
          label="Password"
          fresh
          value={password}
          change={setPassword}
          error={form.error('password')}
          hint="At least 10 characters; three or four words are good."
          autoFocus
        />
        <FormError form={form} />
      </div>
      <Button type="submit" primary class="block" busy={form.busy}>
        {form.busy ? 'One moment…' : 'Set password and sign in'}
      </Button>
      <p class="sm muted">
        You will sign in with {of.email}. This link works once, until {moment(of.expires_at, now())}.
      </p>
    </form>
  );
}

function Useless({ fault, again }: { fault: unknown; again: () => void }) {
  if (!(fault instanceof Problem) || fault.status >= 500)
    return (
      <>
        <p class="sm">The server cannot be reached. The link still works.</p>
        <Button class="block" icon="refresh" onPress={again}>
          Try again
        </Button>
      </>
    );
  return (
    <>
      <p class="sm">{fault.title}</p>
      <a class="btn block" href="/">
        Go to sign in
      </a>
    </>
  );
}
