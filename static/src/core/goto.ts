// Go to…: what can be gone to, and in which order it is offered.

import { fold, matches } from './text';
import type { Found } from './types';

export type Kind = Found['kind'] | 'page';

/** Somewhere to go. */
export interface Target {
  kind: Kind;
  name: string;
  href: string;
  /** What tells it from its namesakes. */
  about?: string;
}

export interface Section {
  title: string;
  targets: Target[];
}

const titles: Record<Kind, string> = {
  session: 'Calling sessions',
  list: 'Call lists',
  group: 'Groups',
  supporter: 'Supporters',
  page: 'Pages',
};

const pages: readonly (Target & { admins?: boolean; words?: string })[] = [
  { kind: 'page', name: 'Calling sessions', href: '/sessions' },
  { kind: 'page', name: 'My calling sessions', href: '/sessions?mine=yes' },
  { kind: 'page', name: 'Due call-backs', href: '/sessions?due=yes', words: 'call back' },
  { kind: 'page', name: 'Call lists', href: '/lists' },
  { kind: 'page', name: 'New call list', href: '/lists?new=yes' },
  { kind: 'page', name: 'Groups', href: '/groups' },
  { kind: 'page', name: 'My profile', href: '/profile', words: 'theme mobile number password shortcuts' },
  { kind: 'page', name: 'Organisation', href: '/organisation', words: 'settings hours caller id' },
  { kind: 'page', name: 'Campaigns', href: '/campaigns', admins: true, words: 'dialer' },
  { kind: 'page', name: 'New campaign', href: '/campaigns?new=yes', admins: true },
  { kind: 'page', name: 'Users', href: '/organisation/users', admins: true, words: 'invite people' },
  { kind: 'page', name: 'API tokens', href: '/organisation/tokens', admins: true },
  { kind: 'page', name: 'Audit', href: '/organisation/audit', admins: true, words: 'history who did what' },
];

/** Where a found thing is. */
export function targetOf(f: Found): Target {
  const href = {
    session: `/sessions/${f.id}`,
    list: `/lists/${f.id}`,
    group: `/groups/${f.id}`,
    supporter: `/supporters/${f.id}`,
  }[f.kind];
  return { kind: f.kind, name: f.name, href, about: f.about };
}

/**
 * What is offered for what was typed: where one was lately first, then what the server found by kind, then pages.
 * Nothing stands there twice. Without a query: where one was lately, and the pages.
 */
export function sections(
  query: string,
  recent: readonly Target[],
  found: readonly Found[],
  admin: boolean,
): Section[] {
  const has = (folded: string) => matches(folded, query);
  const typed = query.trim() !== '';
  const seen = new Set<string>();
  const once = (t: Target) => !seen.has(t.href) && !!seen.add(t.href);
  const lately = recent.filter((t) => has(fold(`${t.name} ${t.about ?? ''}`)) && once(t));
  const things = found.map(targetOf).filter(once);
  const places = pages.filter(
    (p) => (admin || !p.admins) && has(fold(typed ? `${p.name} ${p.words ?? ''}` : '')) && once(p),
  );
  const all: Section[] = [{ title: 'Recent', targets: lately.slice(0, typed ? 4 : 8) }];
  for (const kind of ['session', 'list', 'group', 'supporter'] as const)
    all.push({ title: titles[kind], targets: things.filter((t) => t.kind === kind) });
  all.push({ title: titles.page, targets: places });
  return all.filter((s) => s.targets.length);
}

/** Where one was lately, with this place first; the oldest go. */
export function visited(recent: readonly Target[], now: Target): Target[] {
  return [now, ...recent.filter((t) => t.href !== now.href)].slice(0, 12);
}
