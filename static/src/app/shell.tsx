import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { isAdmin } from '../core/rights';
import { figure } from '../core/text';
import { Announcer } from '../ui/announce';
import { Avatar } from '../ui/avatar';
import { Icon, Mark } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Toasts, undoLast } from '../ui/toast';
import { me, signedOut } from './here';
import { useKeys } from './keys';
import { beside, Later } from './later';
import { counts, type Overlay, overlay } from './over';

interface Place {
  href: string;
  words: string;
  icon: IconName;
}

/** The places of the sidebar and of the bottom bar. A new page of the first rank gets a line here. */
const everybodys: readonly Place[] = [
  { href: '/sessions', words: 'Sessions', icon: 'sessions' },
  { href: '/lists', words: 'Call lists', icon: 'list' },
  { href: '/groups', words: 'Groups', icon: 'users' },
];
const admins: readonly Place[] = [
  ...everybodys,
  { href: '/campaigns', words: 'Campaigns', icon: 'campaign' },
];

const show = (o: Overlay) => {
  overlay.value = o;
};
/** Opens *Go to…*. */
export const goTo = () => show('goto');

export function Shell({ children }: { children: ComponentChildren }) {
  const { path, route } = useLocation();
  const Beside = beside.value?.default;
  const user = me.value;
  const places = isAdmin(user) ? admins : everybodys;
  useKeys({
    '?': () => show('shortcuts'),
    '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
    u: () => undoLast(),
    'g s': () => route('/sessions'),
    'g l': () => route('/lists'),
    'g g': () => route('/groups'),
    ...(places === admins && { 'g c': () => route('/campaigns') }),
  });
  useEffect(() => {
    loadBeside().then(
      (m) => {
        beside.value = m;
      },
      () => {}, // offline: the pages do without
    );
  }, []);
  const here = (href: string) => (path === href || path.startsWith(`${href}/`) ? 'page' : undefined);
  return (
    <div class="app">
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <nav class="side" aria-label="Main">
        <div>
          <a class="word" href="/sessions">
            <Mark />
            <span class="t">Partyline</span>
          </a>
          <ul>
            {places.map((p) => (
              <li key={p.href}>
                <a class="n" href={p.href} aria-current={here(p.href)} title={p.words}>
                  <Icon name={p.icon} />
                  <span class="t">{p.words}</span>
                  <Count of={p.href} />
                </a>
              </li>
            ))}
          </ul>
          <div class="foot">
            <button type="button" class="n" onClick={goTo} title="Go to…">
              <Icon name="search" />
              <span class="t">Go to…</span>
              <span class="count">
                <kbd aria-hidden="true">Ctrl K</kbd>
              </span>
            </button>
            <button type="button" class="n" onClick={() => show('shortcuts')} title="Shortcuts">
              <Icon name="keyboard" />
              <span class="t">Shortcuts</span>
              <span class="count">
                <kbd aria-hidden="true">?</kbd>
              </span>
            </button>
            <a class="n" href="/organisation" aria-current={here('/organisation')} title="Organisation">
              <Icon name="settings" />
              <span class="t">Organisation</span>
            </a>
            {user && (
              <a class="prof" href="/profile" aria-current={here('/profile')}>
                <Avatar name={user.name} me />
                <span>
                  {user.name}
                  <small>{user.groups?.[0]?.name ?? user.organisation?.name}</small>
                </span>
              </a>
            )}
          </div>
        </div>
      </nav>
      {children}
      <nav class="bottom" aria-label="Main, phone">
        {places.map((p) => (
          <a key={p.href} href={p.href} aria-current={here(p.href)}>
            <Icon name={p.icon} />
            {p.words.replace('Call lists', 'Lists')}
          </a>
        ))}
        <a href="/profile" aria-current={here('/profile')}>
          <Icon name="user" />
          You
        </a>
      </nav>
      <Toasts />
      <Announcer />
      {Beside && <Beside />}
      {signedOut.value && <Later of={signInAgain} />}
    </div>
  );
}

/** The figure beside a place. It is drawn by itself: the whole page is inside of the shell. */
function Count({ of }: { of: string }) {
  const n = counts.value[of];
  return n ? <span class="count">{figure(n)}</span> : null;
}

const loadBeside = () => import('./beside');
const signInAgain = () => import('./signin').then((m) => ({ default: m.SignInAgain }));

/** The one main landmark of a page. `class` adds page styles. */
export function Main({ children, class: extra }: { children: ComponentChildren; class?: string }) {
  return (
    <main class={extra ? `main ${extra}` : 'main'} id="main" tabIndex={-1}>
      {children}
    </main>
  );
}

/** Title, where it belongs, and the page's tools at the right: on a phone with *Go to…*, which has no sidebar there. */
export function Head(p: {
  title: ComponentChildren;
  crumb?: { href: string; words: string };
  tools?: ComponentChildren;
  /** *Go to…* is in the page's own menu. */
  crowded?: boolean;
}) {
  return (
    <header class="head">
      {p.crumb && (
        <a class="btn quiet icon phone" href={p.crumb.href} aria-label={`Back to ${p.crumb.words}`}>
          <Icon name="back" />
        </a>
      )}
      <div>
        {p.crumb && (
          <a class="crumb" href={p.crumb.href}>
            {p.crumb.words} <Icon name="forward" small />
          </a>
        )}
        {typeof p.title === 'string' ? <h1 tabIndex={-1}>{p.title}</h1> : p.title}
      </div>
      <div class="tools">
        {p.tools}
        {!p.crowded && (
          <button type="button" class="btn quiet icon phone" aria-label="Go to…" onClick={goTo}>
            <Icon name="search" />
          </button>
        )}
      </div>
    </header>
  );
}

/** The title of the tab. */
export function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
}

/** After a navigation, once the new page is there, the focus is on its title: it is read, and Tab goes on from there. */
export function focusTitle() {
  scrollTo(0, 0);
  requestAnimationFrame(() => {
    const target = document.querySelector<HTMLElement>('main h1') ?? document.getElementById('main');
    target?.focus({ preventScroll: true });
  });
}
