import './goto.css';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type Kind, type Section, sections, type Target } from '../../core/goto';
import { isAdmin } from '../../core/rights';
import type { Found, Page } from '../../core/types';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import type { IconName } from '../../ui/icons';
import { api, me } from '../here';
import { recent } from './recent';

const icons: Record<Kind, IconName> = {
  session: 'sessions',
  list: 'list',
  group: 'users',
  supporter: 'user',
  page: 'forward',
};

/** Without a datalist: the list is ours. */
const combobox = { role: 'combobox', list: undefined } as const;

/** How long typing rests before the server is asked, and how long after a failure it is asked again. */
const rest = 120;
const again = 2_000;

/** Finds sessions, lists, groups, supporters and pages by any part of the name. A combobox: the focus stays in the field. */
export default function GoTo({ close }: { close: () => void }) {
  const { route } = useLocation();
  const id = useId();
  const [query, setQuery] = useState('');
  const lately = useRef(recent()).current;
  const { found, asking, failed } = useFound(query.trim());
  const shown = sections(query, lately, found, isAdmin(me.value));
  const targets = shown.flatMap((s) => s.targets);
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, targets.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => setChosen(0), [query]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, shown.length]);
  const go = (t: Target | undefined) => {
    if (!t) return;
    close();
    route(t.href);
  };
  const keys = (e: KeyboardEvent) => {
    const n = targets.length;
    const step: Record<string, () => number> = {
      ArrowDown: () => (at + 1) % n,
      ArrowUp: () => (at - 1 + n) % n,
      PageDown: () => Math.min(at + 6, n - 1),
      PageUp: () => Math.max(at - 6, 0),
    };
    if (e.key === 'Enter' && !e.isComposing) go(targets[at]);
    else if (n && step[e.key]) setChosen(step[e.key]?.() ?? 0);
    else return;
    e.preventDefault();
  };
  return (
    <Dialog title="Go to…" class="goto" close={close}>
      <div class="body">
        <label class="search">
          <Icon name="search" />
          <span class="vh">Find a session, list, group, supporter or page</span>
          <input
            class="in"
            type="search"
            {...combobox}
            autofocus
            autocomplete="off"
            spellcheck={false}
            maxLength={120}
            placeholder="Any part of a name"
            aria-expanded={targets.length > 0}
            aria-controls={`${id}-l`}
            aria-autocomplete="list"
            aria-activedescendant={targets.length ? `${id}-${at}` : undefined}
            value={query}
            onInput={(e) => setQuery(e.currentTarget.value)}
            onKeyDown={keys}
          />
        </label>
        <div class="found" ref={list}>
          <div id={`${id}-l`} role="listbox" aria-label="Found">
            {numbered(shown).map(([s, first]) => (
              <div key={s.title} role="group" aria-label={s.title}>
                <div class="of" aria-hidden="true">
                  {s.title}
                </div>
                {s.targets.map((t, i) => (
                  <div
                    key={t.href}
                    id={`${id}-${first + i}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={first + i === at}
                    onPointerMove={() => setChosen(first + i)}
                    onClick={() => go(t)}
                    onKeyDown={keys}
                  >
                    <Icon name={icons[t.kind]} />
                    <span>{t.name}</span>
                    {t.about && <small>{t.about}</small>}
                  </div>
                ))}
              </div>
            ))}
          </div>
          {!targets.length && !asking && (
            <p class="none">
              {failed ? 'The server cannot be reached.' : `Nothing matches “${query.trim()}”.`}
            </p>
          )}
          {failed && targets.length > 0 && (
            <p class="none muted">The server cannot be reached: only pages and recent places are here.</p>
          )}
        </div>
        <p class="vh" role="status">
          {!asking && (targets.length === 1 ? '1 place' : `${targets.length} places`)}
        </p>
      </div>
    </Dialog>
  );
}

/** Each section with the number of its first target. */
function numbered(all: readonly Section[]): [Section, number][] {
  let n = 0;
  return all.map((s) => {
    n += s.targets.length;
    return [s, n - s.targets.length];
  });
}

/** What the server finds; while it is asked, what it found before. A server that could not be reached is asked again. */
function useFound(query: string): { found: readonly Found[]; asking: boolean; failed: boolean } {
  const [read, setRead] = useState<{ query: string; found: readonly Found[]; failed?: boolean }>({
    query: '',
    found: [],
  });
  useEffect(() => {
    const stop = new AbortController();
    if (!query) {
      setRead({ query, found: [] });
      return;
    }
    const ask = () =>
      api.get<Page<Found>>('/search', { query: { q: query }, signal: stop.signal }).then(
        (page) => setRead({ query, found: page.items }),
        () => {
          if (stop.signal.aborted) return;
          setRead({ query, found: [], failed: true });
          timer = setTimeout(ask, again);
        },
      );
    let timer = setTimeout(ask, rest);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query]);
  return { found: query ? read.found : [], asking: read.query !== query, failed: !!query && !!read.failed };
}
