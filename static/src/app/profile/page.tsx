import '../../styles/pages.css';
import { useEffect } from 'preact/hooks';
import { changed, changes, edit, enter, rebase, takeTheirs } from '../../core/edit';
import type { Me } from '../../core/types';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { Choices } from '../../ui/choices';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { refuse, tell } from '../../ui/toast';
import { useAddress } from '../address';
import { ConnectionBanner } from '../connection';
import { Clash, conflict, FormError, useForm } from '../form';
import { api, me, Problem, signOut } from '../here';
import { FoundAgain, useKept } from '../kept';
import { Head, Main, useTitle } from '../shell';
import { MobileField } from './mobile';
import { ChangePassword } from './password';
import { Verify } from './verify';

interface Fields {
  name: string;
  email: string;
  mobile: string;
  language: string;
}

function fieldsOf(m: Me): Fields {
  return {
    name: m.name,
    email: m.email,
    mobile: m.mobile_international ?? m.mobile ?? '',
    language: m.language,
  };
}

/** Who I am, the phone we ring, how the pages look. */
export default function ProfilePage() {
  useTitle('Profile – Partyline');
  const user = me.value;
  if (!user) return null;
  return (
    <Main>
      <Head title="Profile" />
      <ConnectionBanner />
      <About user={user} />
      <section class="form">
        <h2>How the pages look and work</h2>
        <Display user={user} />
      </section>
      <section class="form">
        <h2>Signing in</h2>
        <ChangePassword />
        <div class="acts">
          <Button onPress={() => void leave(false)}>Sign out</Button>
          <Button onPress={() => void leave(true)}>Sign out everywhere</Button>
        </div>
        {user.organisation.role && (
          <p class="sm phone">
            <a href="/organisation">Organisation settings</a>
          </p>
        )}
      </section>
    </Main>
  );
}

async function leave(everywhere: boolean) {
  try {
    await signOut(everywhere);
  } catch (e) {
    refuse(e instanceof Problem ? e.title : 'You are still signed in: the server cannot be reached.');
  }
}

function About({ user }: { user: Me }) {
  const { query } = useAddress();
  const form = useForm('name', 'email', 'mobile', 'language');
  const kept = useKept<Fields>('me', fieldsOf(user));
  const { e, setE } = kept;
  useEffect(() => setE((old) => rebase(old, fieldsOf(user))), [user]);
  const f = e.now;
  const set = (k: keyof Fields) => (v: string) => setE((old) => enter(old, { [k]: v }));
  const save = () =>
    form.send(
      async () => {
        const now = me.value ?? user;
        const saved = await api.patch<Me>('/me', { version: now.version, ...changes(e) });
        setE(edit(fieldsOf(saved)));
        me.value = saved;
      },
      (p) => {
        const theirs = conflict<Me>(p);
        if (!theirs) return false;
        me.value = theirs; // what was typed stays; pressing Save again sends it
        return true;
      },
    );
  const clash = (k: keyof Fields) =>
    k in e.clashes ? (
      <Clash theirs={e.clashes[k]} take={() => setE(takeTheirs(e, k))} who="Another page" />
    ) : null;
  const languages = [{ value: 'en', words: 'English' }];
  if (!languages.some((l) => l.value === f.language))
    languages.push({ value: f.language, words: f.language });
  return (
    <form
      class="form"
      noValidate
      onSubmit={(ev) => {
        ev.preventDefault();
        void save().then((done) => done && tell('Your profile is saved.', 'done'));
      }}
    >
      <div class="fields" ref={form.root}>
        <div>
          <Field
            label="Display name"
            name="name"
            autoComplete="name"
            value={f.name}
            change={set('name')}
            error={form.error('name')}
            maxLength={120}
          />
          {clash('name')}
        </div>
        <div>
          <Field
            label="Email"
            type="email"
            name="email"
            autoComplete="username"
            value={f.email}
            change={set('email')}
            error={form.error('email')}
          />
          {clash('email')}
        </div>
        <div>
          <MobileField
            value={f.mobile}
            change={set('mobile')}
            error={form.error('mobile')}
            autoFocus={query.edit === 'mobile'}
            known={f.mobile === e.base.mobile ? user.mobile_kind : undefined}
          />
          {clash('mobile')}
        </div>
        <Verify user={user} unsaved={f.mobile !== e.base.mobile} saveFirst={save} />
        <Select
          label="Language"
          value={f.language}
          choices={languages}
          change={set('language')}
          error={form.error('language')}
        />
      </div>
      <FoundAgain of={kept} />
      <FormError form={form} />
      <Button type="submit" primary busy={form.busy} off={!changed(e)}>
        {form.busy ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}

/** Theme and shortcuts are seen at once, so they are saved at once. */
function Display({ user }: { user: Me }) {
  const put = async (change: { theme?: Me['theme']; shortcuts?: boolean }, again = true): Promise<void> => {
    try {
      me.value = await api.patch<Me>('/me', { version: (me.value ?? user).version, ...change });
    } catch (e) {
      const theirs = e instanceof Problem ? conflict<Me>(e) : undefined;
      if (theirs && again) {
        me.value = theirs;
        return put(change, false);
      }
      refuse(e instanceof Problem ? e.title : 'Not saved: the server cannot be reached.');
    }
  };
  return (
    <>
      <fieldset class="fieldset">
        <legend>Theme</legend>
        <Choices
          name="theme"
          label="Theme"
          value={user.theme}
          change={(theme) => void put({ theme })}
          choices={[
            { value: 'device', words: 'As the device' },
            { value: 'light', words: 'Light' },
            { value: 'dark', words: 'Dark' },
          ]}
        />
      </fieldset>
      <Check
        label="Keyboard shortcuts"
        on={user.shortcuts}
        change={(shortcuts) => void put({ shortcuts })}
        hint="Single keys like S for skip. Off, they never get in the way of speech input."
      />
    </>
  );
}
