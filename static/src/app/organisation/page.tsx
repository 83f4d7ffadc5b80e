import '../../styles/pages.css';
import { isAdmin } from '../../core/rights';
import { listed } from '../../core/text';
import type { Group, Page } from '../../core/types';
import { Tabs } from '../../ui/tabs';
import { ConnectionBanner } from '../connection';
import { me } from '../here';
import { useReading } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { NotFound, Notice, WriteTo } from '../states';
import { Audit } from './audit';
import { Clicking } from './clicking';
import { OptOuts } from './optouts';
import { Settings } from './settings';
import { Tokens } from './tokens';
import { Users } from './users';
import { Webhooks } from './webhooks';

/** The organisation's settings, its users, API tokens and audit trail. For admins. */
export default function OrganisationPage({ tab }: { tab?: string }) {
  const org = me.value?.organisation;
  useTitle('Organisation – Partyline');
  if (!isAdmin(me.value))
    return (
      <Main>
        <Head title="Organisation settings" />
        <NotForYou />
      </Main>
    );
  const to = (part: string) => `/organisation${part && `/${part}`}`;
  const at = tab ?? '';
  return (
    <Main>
      <Head title={org?.name ?? 'Organisation'} />
      <ConnectionBanner />
      <Tabs
        label="Organisation"
        tabs={[
          { href: to(''), words: 'Settings', here: at === '' },
          { href: to('users'), words: 'Users', here: at === 'users' },
          { href: to('tokens'), words: 'API tokens', here: at === 'tokens' },
          { href: to('do-not-call'), words: 'Do Not Call', here: at === 'do-not-call' },
          { href: to('webhooks'), words: 'Webhooks', here: at === 'webhooks' },
          { href: to('audit'), words: 'Audit', here: at === 'audit' },
        ]}
      />
      {at === '' ? (
        <>
          <Settings />
          <Clicking />
        </>
      ) : at === 'users' ? (
        <Users />
      ) : at === 'tokens' ? (
        <Tokens />
      ) : at === 'do-not-call' ? (
        <OptOuts />
      ) : at === 'webhooks' ? (
        <Webhooks />
      ) : at === 'audit' ? (
        <Audit />
      ) : (
        <NotFound />
      )}
    </Main>
  );
}

/** The page keeps its title, and says who can help. */
function NotForYou() {
  const groups = useReading<Page<Group>>('/groups');
  const own = me.value?.id;
  const captains = new Map(
    groups.value?.items.flatMap((g) =>
      g.leaders.filter((l) => l.role === 'captain' && l.id !== own).map((l) => [l.name, l] as const),
    ) ?? [],
  );
  const names = [...captains.keys()];
  return (
    <Notice
      title="Only admins can change these"
      action={
        <div class="row wrap">
          {[...captains.values()].slice(0, 1).map((l) => (
            <WriteTo key={l.id} whom={l} />
          ))}
          <a class="btn" href="/profile">
            My profile
          </a>
        </div>
      }
    >
      {names.length === 1
        ? `Your group’s captain is ${names[0]}, who can ask one.`
        : names.length
          ? `Your groups’ captains are ${listed(names)}, who can ask one.`
          : `Ask an admin of ${me.value?.organisation.name ?? 'your organisation'}.`}
    </Notice>
  );
}
