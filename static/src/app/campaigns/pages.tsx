import { lazy } from 'preact-iso';
import { isAdmin } from '../../core/rights';
import { me } from '../here';
import { Head, Main, useTitle } from '../shell';
import { Notice } from '../states';

const List = lazy(() => import('./page'));
const One = lazy(() => import('../campaign/page'));

/** The campaigns of an organisation, and one of them. For admins. */
export default function Campaigns({ id, step }: { id?: string; step?: string }) {
  if (!isAdmin(me.value)) return <NotForYou />;
  return id ? <One key={id} id={id} step={step} /> : <List />;
}

function NotForYou() {
  useTitle('Campaigns – Partyline');
  return (
    <Main>
      <Head title="Campaigns" />
      <Notice
        title="Only admins can manage campaigns"
        action={
          <a class="btn" href="/sessions">
            All sessions
          </a>
        }
      >
        To call with everybody else, ask an admin for the campaign’s caller URL: it needs no account.
      </Notice>
    </Main>
  );
}
