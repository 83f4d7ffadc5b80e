// What the whole app shares: who is signed in, the one socket, the waiting actions, the clock. Parts get it as values.

import { computed, effect, signal } from '@preact/signals';
import { type Action, Actions, type Shelf } from '../core/actions';
import { type Api, client, Problem, root } from '../core/api';
import { Drafts } from '../core/drafts';
import type { AnyEvent } from '../core/events';
import { type Line, Live, type LiveState } from '../core/live';
import { couldNot } from '../core/presses';
import type { Me } from '../core/types';
import { refuse } from '../ui/toast';

export const me = signal<Me | undefined>(undefined);
/** Supporters' numbers are shown now: pages that hold some throw them away, or fetch them, as this changes. */
export const numbers = computed(() => me.value?.organisation.show_numbers ?? false);
/** The login ended elsewhere; a dialog over the page asks to sign in again. */
export const signedOut = signal(false);
export const liveState = signal<LiveState>({ kind: 'connecting' });
export const pending = signal<readonly Action[]>([]);
/** False: this browser keeps nothing, so the tab has to stay open while anything waits. */
export const durable = signal(true);
/** The connection has been gone for more than two seconds: the page says so, and buttons that ring phones wait. */
export const away = signal(false);
/** What last happened to the user. */
export const news = signal<AnyEvent | undefined>(undefined);
/** A newer build is being served. */
export const newVersion = signal(false);

export const api: Api = client(
  timedFetch,
  () => {
    if (!me.value) return;
    signedOut.value = true;
    actions?.hold();
  },
  () => {
    if (me.value) live.probe();
  },
);

/** How far the server's clock is ahead of this device's, in milliseconds. */
let ahead = 0;

async function timedFetch(url: string, init: RequestInit): Promise<Response> {
  const asked = Date.now();
  const reply = await fetch(url, init);
  const date = Date.parse(reply.headers.get('Date') ?? '');
  const answered = Date.now();
  // The header is cut to whole seconds: half a second is the best guess of what it lost.
  if (date && answered - asked < 2000) ahead = date + 500 - (asked + answered) / 2;
  return reply;
}

/** The time as the server has it. Small differences are not worth correcting. */
export function now(): number {
  return Date.now() + (Math.abs(ahead) > 2000 ? ahead : 0);
}

/** Ticks each second while the page is seen. */
export const tick = signal(Date.now());

/** What this browser keeps; undefined where it keeps nothing. */
export function shelf(): Shelf | undefined {
  try {
    const s = localStorage;
    s.setItem('partyline:probe', '1');
    s.removeItem('partyline:probe');
    return {
      getItem: (k) => s.getItem(k),
      setItem: (k, v) => s.setItem(k, v),
      removeItem: (k) => s.removeItem(k),
      keys: () => Object.keys(s),
    };
  } catch {
    return undefined;
  }
}

export function after(ms: number, f: () => void): () => void {
  const t = setTimeout(f, ms);
  return () => clearTimeout(t);
}

export function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export const live = new Live(
  {
    dial: () => {
      const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
      return new WebSocket(url, 'partyline.v1') as unknown as Line;
    },
    now: () => Date.now(),
    random: Math.random,
    after,
  },
  (state) => {
    const was = liveState.value.kind;
    liveState.value = state;
    noteAway(state);
    if (state.kind === 'live') {
      void actions?.flush();
      if (was === 'lost') void lookForNewVersion();
    }
    if (state.kind === 'signed_out')
      void api.get('/me').then(
        () => live.retry(),
        () => {},
      );
  },
);

let awayTimer: ReturnType<typeof setTimeout> | undefined;

function noteAway(state: LiveState) {
  if (state.kind === 'lost' && !away.value) {
    awayTimer ??= setTimeout(
      () => {
        away.value = true;
      },
      state.since + 2000 - Date.now(),
    );
  } else if (state.kind !== 'lost') {
    clearTimeout(awayTimer);
    awayTimer = undefined;
    away.value = false;
  }
}

export let actions: Actions | undefined;
export let drafts = new Drafts('', undefined);

/** Told of every reply and every refusal of an action; open pages put the new state in and the drafts back. */
type Watcher = {
  done?: (a: Action, reply: unknown) => void;
  refused?: (a: Action, why: Problem) => void;
};
const watchers = new Set<Watcher>();

export function watchActions(w: Watcher): () => void {
  watchers.add(w);
  return () => watchers.delete(w);
}

/** Reads who is signed in and starts what they need. Throws Problem(401) when nobody is. */
export async function begin(): Promise<void> {
  const user = await api.get<Me>('/me');
  if (me.value && me.value.id !== user.id) return location.reload(); // somebody else: nothing of the old page may stay
  me.value = user;
  signedOut.value = false;
  if (!actions) start(user);
  live.start();
  if (liveState.value.kind === 'signed_out') live.retry();
  void actions?.flush(true);
}

function start(user: Me) {
  const kept = shelf();
  drafts = new Drafts(user.id, kept);
  const a = new Actions(
    user.id,
    { api, shelf: kept, now, random: Math.random, after, newKey, online: () => navigator.onLine },
    {
      changed: () => {
        pending.value = a?.pending ?? [];
        durable.value = a?.durable ?? true;
      },
      done: (action, reply) => {
        for (const w of watchers) w.done?.(action, reply);
      },
      refused: (action, why) => {
        const could = couldNot(action.press);
        refuse(could ? `${could}: ${lower(why.title)}` : why.title);
        for (const w of watchers) w.refused?.(action, why);
      },
    },
  );
  actions = a;
  pending.value = a.pending;
  follow(user);
}

/** What the user or an admin changes, here or on another page, reaches every open page: profile, rights, settings. */
function follow(user: Me) {
  live.subscribe(`user/${user.id}`, undefined, {
    event: (e) => {
      news.value = e;
      void readMe();
    },
    reset: readMe,
  });
  live.subscribe(`organisation/${user.organisation.id}`, undefined, {
    event: (e) => {
      const m = me.value;
      if (m && e.kind === 'account.organisation_changed')
        me.value = { ...m, organisation: { ...m.organisation, ...e.data } };
    },
    reset: readMe,
  });
}

async function readMe() {
  try {
    me.value = await api.get<Me>('/me');
  } catch {
    // offline, or signed out: both say so themselves
  }
}

function lower(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? (sentence[0] ?? '').toLowerCase() + sentence.slice(1) : sentence;
}

export async function signOut(everywhere = false): Promise<void> {
  await api.post('/logout', { everywhere });
  live.stop();
  location.assign('/');
}

/** A build that is not ours is served: offer a reload, never do it. */
async function lookForNewVersion() {
  const own = new URL(import.meta.url).pathname;
  if (!own.startsWith('/assets/')) return;
  try {
    const page = await (await fetch('/', { cache: 'no-cache' })).text();
    const script = /<script[^>]+src="([^"]+)"/.exec(page)?.[1];
    if (script && !document.querySelector(`script[src="${script}"]`)) newVersion.value = true;
  } catch {
    // offline again
  }
}

/** Starts the clock, and asks at once whether the connection lives when it may have died in sleep or in a tunnel. */
export function watchConnection() {
  let hiddenAt = 0;
  setInterval(() => {
    if (!document.hidden) tick.value = now();
  }, 1000);
  addEventListener('online', () => live.probe());
  addEventListener('offline', () => live.probe());
  addEventListener('pageshow', (e) => e.persisted && live.probe());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > 5000) live.probe();
    if (!document.hidden) tick.value = now();
  });
  // A part that cannot be fetched is gone with its version, or out of reach: the server knows.
  addEventListener('vite:preloadError', () => void lookForNewVersion());
  addEventListener('beforeunload', (e) => {
    if (!durable.value && pending.value.length) e.preventDefault();
  });
}

effect(() => {
  const theme = me.value?.theme;
  if (!theme) return;
  if (theme === 'device') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('partyline:theme', theme);
  } catch {
    // the next page follows the device until the profile is read
  }
});

export { Problem, root };
