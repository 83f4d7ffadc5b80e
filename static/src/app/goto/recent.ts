// Where somebody was lately, kept on this device, for Go to… Supporters are not kept.

import { type Kind, type Target, visited } from '../../core/goto';
import { me } from '../here';

const kinds: Record<string, Kind> = { sessions: 'session', lists: 'list', groups: 'group' };
const suffix = ' – Partyline';

function shelf(): string {
  return `partyline:recent:${me.value?.id}`;
}

export function recent(): Target[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(shelf()) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** Notes each session, list and group whose page gets its title. Answers how to stop. */
export function noteVisits(): () => void {
  const title = document.querySelector('title');
  if (!title) return () => {};
  const watch = new MutationObserver(() => {
    const kind = kinds[/^\/(\w+)\/[^/]+$/.exec(location.pathname)?.[1] ?? ''];
    const name = document.title;
    if (!kind || !name.endsWith(suffix) || name.startsWith('●')) return; // ● says who is on the phone
    keep(visited(recent(), { kind, name: name.slice(0, -suffix.length), href: location.pathname }));
  });
  watch.observe(title, { childList: true });
  return () => watch.disconnect();
}

function keep(all: readonly Target[]) {
  try {
    localStorage.setItem(shelf(), JSON.stringify(all));
  } catch {
    // a device that keeps nothing
  }
}
