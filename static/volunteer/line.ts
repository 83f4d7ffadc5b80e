// The socket of a volunteer's page: it comes back by itself, with jitter, finds a dead connection early, and listens to its topics.
import { backoff } from '../src/core/backoff';
import type { BrowserFrame, ServerFrame } from '../src/core/events';

type Event = Extract<ServerFrame, { type: 'event' }>;

export interface Ears {
  /** An event of a topic: the new state of what it is about. */
  event(e: Event): void;
  /** Any other frame: answers to what was said. */
  frame(f: ServerFrame): void;
  /** It carries, or it does not. */
  up(is: boolean): void;
  /** The server does not know this browser (any more), or takes no more of it: nothing more comes. */
  out(): void;
  /** Events were missed that cannot be had again: ask for the present state. */
  missed(): void;
}

export interface Line {
  /** Listens to a topic, after `since` if it is known. */
  follow(topic: string, since: number | undefined): void;
  /** Writes a frame; false when there is no connection. */
  say(f: BrowserFrame): boolean;
  /** Is it really up? Asks, and dials again when nothing comes back in two seconds. */
  probe(): void;
  close(): void;
}

const heartbeat = 10_000;
const silence = 25_000;
const probeTime = 2_000;
const signedOut = 4100;
/** The server found fault with what this page sent: coming back at once would only do it again. */
const faults = [1002, 1003, 1007, 1009, 4101];
const faultWait = 30_000;

/** Opens the socket. */
export function open(ears: Ears): Line {
  let socket: WebSocket | undefined;
  let attempt = 0;
  let heard = 0;
  let holdUntil = 0;
  let closed = false;
  /** The number of the last event of each topic; undefined: from now on. */
  const last: Record<string, number | undefined> = {};
  let retry = 0;
  let probing = 0;
  const isOpen = () => !!socket && socket.readyState === WebSocket.OPEN;

  function say(f: BrowserFrame): boolean {
    if (!isOpen()) return false;
    socket?.send(JSON.stringify(f));
    return true;
  }

  function listen(topic: string) {
    const since = last[topic];
    say(since === undefined ? { type: 'subscribe', topic } : { type: 'subscribe', topic, since });
  }

  function dial() {
    clearTimeout(retry);
    const at = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws?as=page`;
    let s: WebSocket;
    try {
      s = new WebSocket(at, 'partyline.v1');
    } catch {
      return lost(0);
    }
    socket = s;
    heard = Date.now();
    s.onopen = () => {
      if (s !== socket) return;
      heard = Date.now();
      Object.keys(last).forEach(listen);
      ears.up(true);
    };
    s.onmessage = (e) => {
      if (s === socket && typeof e.data === 'string') read(JSON.parse(e.data));
    };
    s.onclose = (e) => {
      if (s !== socket) return;
      socket = undefined;
      if (e.code === signedOut) {
        closed = true;
        ears.up(false);
        return ears.out();
      }
      lost(e.code);
    };
  }

  function read(f: ServerFrame) {
    heard = Date.now();
    attempt = 0;
    clearTimeout(probing);
    probing = 0;
    if (f.type === 'event') {
      if (!(f.topic in last)) return;
      const had = last[f.topic];
      if (f.seq > 0) {
        if (had !== undefined && f.seq <= had) return;
        if (had !== undefined && f.seq > had + 1) return listen(f.topic); // a gap: ask for it again
        last[f.topic] = f.seq;
      }
      ears.event(f);
    } else if (f.type === 'events') {
      f.events.forEach(read);
    } else if (f.type === 'subscribed') {
      if (f.topic in last && last[f.topic] === undefined) last[f.topic] = f.seq;
    } else if (f.type === 'reset') {
      last[f.topic] = undefined;
      listen(f.topic);
      ears.missed();
    } else if (f.type === 'going_away') {
      holdUntil = Date.now() + f.in;
    } else if (f.type === 'error' && f.topic && f.topic in last) {
      ears.out();
    } else ears.frame(f);
  }

  /** Gives the connection up, whatever it says about itself. */
  function drop() {
    const s = socket;
    socket = undefined;
    if (s) {
      s.onopen = s.onmessage = s.onclose = null;
      s.close();
    }
    lost(0);
  }

  function lost(code: number) {
    clearTimeout(probing);
    probing = 0;
    if (closed) return;
    ears.up(false);
    let wait = holdUntil > Date.now() ? holdUntil - Date.now() : backoff(attempt++, Math.random);
    if (faults.indexOf(code) >= 0) wait = faultWait;
    holdUntil = 0;
    clearTimeout(retry);
    retry = window.setTimeout(dial, wait);
  }

  function probe() {
    if (closed) return;
    if (!isOpen()) {
      if (socket && Date.now() - heard < probeTime) return; // under way
      attempt = 0;
      const s = socket;
      socket = undefined;
      if (s) {
        s.onopen = s.onmessage = s.onclose = null;
        s.close();
      }
      return dial();
    }
    if (probing) return;
    say({ type: 'ping' });
    probing = window.setTimeout(drop, probeTime);
  }

  const beat = window.setInterval(() => {
    if (socket && Date.now() - heard >= silence) drop();
    else say({ type: 'ping' });
  }, heartbeat);
  const back = () => {
    if (document.visibilityState !== 'hidden') probe();
  };
  for (const what of ['pageshow', 'online']) window.addEventListener(what, back);
  document.addEventListener('visibilitychange', back);
  dial();

  return {
    follow(topic, since) {
      if (topic in last) return;
      last[topic] = since;
      listen(topic);
    },
    say,
    probe,
    close() {
      closed = true;
      clearInterval(beat);
      clearTimeout(retry);
      clearTimeout(probing);
      for (const what of ['pageshow', 'online']) window.removeEventListener(what, back);
      document.removeEventListener('visibilitychange', back);
      socket?.close();
    },
  };
}
