import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/shell.css';
import '../styles/controls.css';
import '../styles/status.css';
import '../styles/table.css';
import '../styles/float.css';
import '../styles/states.css';
import '../styles/narrow.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { LocationProvider } from 'preact-iso';
import { Button } from '../ui/button';
import { Mark, placeIcons } from '../ui/icon';
import { begin, me, Problem, watchConnection } from './here';
import { listenToKeys } from './keys';
import { Routes } from './routes';

type Door = 'opening' | 'sign_in' | 'unreachable';
const door = signal<Door>('opening');
/** Who is signed in needs no sign-in page: it comes when it is asked for. */
const SignIn = signal<typeof import('./signin').SignIn | undefined>(undefined);

// Written apart: in "import(…).then(ok, failed)" the build puts the styles' failure outside of failed's reach.
const loadSignIn = () => import('./signin');

async function open() {
  door.value = 'opening';
  try {
    await begin();
  } catch (e) {
    if (!(e instanceof Problem && e.status === 401)) door.value = 'unreachable';
    else
      door.value = await loadSignIn().then(
        (m) => {
          SignIn.value = m.SignIn;
          return 'sign_in';
        },
        () => 'unreachable' as const,
      );
  }
}

/** Everything the server serves beside the app's own pages is left to the browser. */
const ours = /^\/(?!api\/|licences|_sim|c\/|k\/|t\/|ws)/;

/** A one-time link is for people who are not signed in. */
const invitation = /^\/invitations\/([^/]+)\/?$/.exec(location.pathname)?.[1];
const InvitationPage = signal<typeof import('./invitation/page').default | undefined>(undefined);

function App() {
  if (invitation) return InvitationPage.value ? <InvitationPage.value token={invitation} /> : null;
  if (me.value)
    return (
      <LocationProvider scope={ours}>
        <Routes />
      </LocationProvider>
    );
  if (door.value === 'sign_in' && SignIn.value) return <SignIn.value />;
  if (door.value === 'unreachable') return <Unreachable />;
  return null; // the first 300 ms and a little more: nothing, then the page
}

function Unreachable() {
  useEffect(() => {
    const t = setTimeout(open, 5000);
    return () => clearTimeout(t);
  }, []);
  return (
    <main class="door" id="main">
      <div class="card">
        <h1 class="word">
          <Mark />
          Partyline
        </h1>
        <p role="status">
          The server cannot be reached. Nothing you saved is lost. This page tries again by itself.
        </p>
        <Button class="block" icon="refresh" onPress={() => void open()}>
          Try again
        </Button>
      </div>
    </main>
  );
}

/** The pages that most people open first come while the server is asked who is signed in. */
if (/^\/sessions\/./.test(location.pathname)) void import('./session/page');
else if (/^\/(sessions)?$/.test(location.pathname)) void import('./sessions/page');

placeIcons();
listenToKeys();
watchConnection();
if (invitation) void import('./invitation/page').then((page) => (InvitationPage.value = page.default));
else void open();
render(<App />, document.getElementById('root')!);
