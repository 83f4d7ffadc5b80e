// The callers' page: one file. What it knows at first stands in it (boot); the rest comes over one socket.
import './page.css';
import './wait.css';
import './script.css';
import './join.css';
import './last.css';
import './talk.css';
import { barsOf } from '../volunteer/alerts';
import { ask, type Invited, type Problem, pathOf, readBoot } from '../volunteer/boot';
import { serverClock } from '../volunteer/clock';
import { comingIn } from '../volunteer/coming';
import { type Line, open } from '../volunteer/line';
import { attend } from './attend';
import type { Does } from './does';
import { type Drafts, drafts } from './draft';
import { memory, storage } from './memory';
import { type Outbox, outbox, type Press, passes, type Store } from './outbox';
import { draw } from './page';
import {
  answered,
  beeping,
  begin,
  type Caller,
  late,
  type Mine,
  pathOf as pathIn,
  removed,
  screenOf,
  type Talk,
  taken,
  talkOf,
  told,
  unkept,
  wants,
} from './state';
import { kept } from './switch';
import { titleOf } from './title';

const boot = readBoot();
const root = document.getElementById('root') as HTMLElement;
const clock = serverClock(boot.now, () => performance.now());
const path = (rest = '') => pathOf('c', boot.token, rest);
/** What is shown is asked for anew this often, whatever was heard: the server's clock, and all else. */
const anew = 5 * 60_000;
/** How long the wait is, and own figures, while somebody waits. */
const waits = 20_000;
/** So long after it could not be known who is here it is tried again: until then there is nothing to show. */
const again = 3_000;

const tab = Math.random().toString(36).slice(2, 12);
let pressed = 0;
/** A press's own key. */
const newKey = () => `${tab}-${++pressed}`;
let caller: Caller = begin(boot.invited, boot.problem, tab);
let line: Line | undefined;
let asked = performance.now();
let box: Outbox | undefined;
let typed: Drafts | undefined;
let ends = 0; // of words that go by themselves

const store: Store | undefined = storage('localStorage');
const comeIn = comingIn('c', boot.token, storage('sessionStorage'));
const { known, remember } = memory(store);

const bars = barsOf('c', boot.token, clock.now, () => caller.invited?.me);
const attention = attend();

function show(next: Caller) {
  const before = caller;
  caller = next;
  const i = caller.invited;
  if (caller.over !== undefined) bars.show([]);
  else if (i && (i.messages !== before.invited?.messages || i.me?.name !== before.invited?.me?.name))
    bars.show(i.messages?.alerts ?? []);
  paint();
}

function paint() {
  const pending = box?.pending() ?? [];
  const screen = screenOf(caller, pending);
  document.title = titleOf(caller, screen, known().untitled);
  const turn = caller.mine?.state === 'talking' ? caller.mine.turn : 0;
  attention.is(screen, turn, pending.length > 0, !known().still);
  draw(root, {
    caller: beeping(caller, known().beep),
    pending,
    lasting: box?.lasting() ?? true,
    known: known(),
    does,
  });
}

/** Something did not go as it was pressed: why, for a while. */
function say(why: string) {
  show({ ...caller, word: why });
  clearTimeout(ends);
  ends = window.setTimeout(() => show({ ...caller, word: undefined }), 10_000);
}

/** Asks how it is now. */
async function refresh(): Promise<void> {
  asked = performance.now();
  const sent = asked;
  try {
    const i = await ask<Invited>('GET', path());
    if (i.messages) clock.asked(Date.parse(i.messages.now), sent, performance.now());
    if (caller.over === undefined) take(i);
  } catch (e) {
    const p = e as Problem;
    // who is in stays in when the link is given a new address
    if (!caller.invited?.me && p.code === 'link_invalid') return end(p.title);
  }
  if (caller.invited?.me) await look();
}

/** The last event of the campaign that was heard. */
let heard = 0;

function take(i: Invited) {
  if (i.removed) return end(removed);
  if (i.seq < heard) return; // it took longer than the news behind it
  show({ ...caller, invited: i });
  if (i.me && !line) connect(i);
}

/** Asks how things are with the caller: the talk, the wait, own figures. */
async function look(): Promise<void> {
  if (!caller.mine) return arrive();
  try {
    mine(await ask<Mine>('GET', path('/state')));
  } catch (e) {
    out(e as Problem);
  }
}

function mine(m: Mine) {
  if (caller.over !== undefined) return;
  if (late(caller, m)) void look();
  else show(taken(caller, m));
}

/** This page is here, and the one that is used. */
let arriving: Promise<void> | undefined;
function arrive(): Promise<void> {
  arriving =
    arriving ??
    pressing('POST', '/open', { tab }, newKey())
      .then(
        (m) => {
          line?.follow(m.topic, m.seq);
          typed = typed ?? drafts(store, `partyline:typed:${m.id}`);
          box =
            box ??
            outbox<Mine>({
              store,
              prefix: `partyline:c:${m.id}:`,
              send,
              done(m, p) {
                caller = answered(caller, p);
                mine(m);
              },
              refused: notKept,
              changed: paint,
              after: (ms, f) => {
                const t = window.setTimeout(f, ms);
                return () => clearTimeout(t);
              },
              random: Math.random,
              wall: Date.now,
            });
          mine(m);
          remember({ number: m.number ?? known().number });
          beep.flush();
        },
        (e: Problem) => {
          out(e);
          if (caller.over === undefined && !caller.mine && passes(e)) setTimeout(() => void arrive(), again);
        },
      )
      .then(() => {
        arriving = undefined;
      });
  return arriving;
}

/** A request was refused: what that says of the page as a whole. */
function out(p: Problem) {
  if (p.code === 'removed') end(p.title);
}

/** Sends a press. One that is not answered for three seconds may have gone up on a dead line: that is asked, and comes back. */
function pressing(how: 'POST' | 'PUT', what: string, body: unknown, key: string): Promise<Mine> {
  return ask<Mine>(how, path(what), body, key, () => line?.probe());
}

function send(p: Press): Promise<Mine> {
  const at = `/turns/${p.turn}`;
  return p.kind === 'save'
    ? pressing('POST', `${at}/save`, undefined, p.key)
    : pressing(
        'PUT',
        `${at}/answers/${encodeURIComponent(p.question)}`,
        { value: p.value, call_back_at: p.callBack },
        p.key,
      );
}

function notKept(lost: readonly Press[], why: Problem) {
  out(why);
  if (caller.over !== undefined) return;
  const said = unkept(caller, lost, why);
  if (why.code === 'talk_gone' && caller.opened?.turn === lost[0]?.turn)
    show({ ...caller, opened: undefined });
  say(said);
  void look();
}

function connect(i: Invited) {
  line?.close();
  line = open({
    event(e) {
      if (clock.heard(Date.parse(e.at)) && performance.now() - asked > 10_000) void refresh();
      if (e.topic === caller.invited?.topic) heard = Math.max(heard, e.seq);
      const before = caller;
      show(told(caller, e.kind, e.data));
      if (wants(before, caller)) void look();
    },
    frame: () => undefined,
    up(is) {
      if (is) {
        box?.flush();
        beep.flush();
      }
      if (is === caller.up) return;
      const back = is && caller.downSince !== undefined;
      show(
        is
          ? { ...caller, up: true, downSince: undefined, downAt: undefined }
          : { ...caller, up: false, downSince: performance.now(), downAt: time(Date.now()) },
      );
      if (back) void refresh();
    },
    out: refused,
    missed() {
      heard = 0; // the log may begin anew
      void refresh();
    },
  });
  if (i.topic) line.follow(i.topic, i.seq);
  void arrive();
}

const time = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Does what was pressed; what comes of it is what is shown. A refusal is said. */
async function command(
  what: string,
  body: unknown = {},
  how: 'POST' | 'PUT' = 'POST',
  key = newKey(),
): Promise<Problem | undefined> {
  try {
    mine(await pressing(how, what, body, key));
    return undefined;
  } catch (e) {
    const p = e as Problem;
    out(p);
    return p;
  }
}

const press = async (what: string): Promise<Problem | undefined> => {
  const p = await command(what);
  if (p && caller.over === undefined) say(p.title);
  return p;
};

let turned = ''; // the key of the last turn of that switch
const beep = kept({
  kept: () => known().beep,
  keep(on) {
    turned = newKey();
    remember({ beep: on });
    paint();
  },
  send: (on) => command('/beep', { beep: on }, 'PUT', turned || newKey()),
  done: (on) => show(beeping(caller, on)),
  refused(why) {
    if (caller.over === undefined) say(why.title);
  },
  after: (ms, f) => void window.setTimeout(f, ms),
});

const does: Does = {
  async join(name, passcode) {
    try {
      const i = await comeIn(name, passcode);
      remember({ name });
      show({ ...caller, invited: i, coming: !caller.mine });
      if (!line) connect(i);
      await arrive();
      show({ ...caller, coming: false });
      return undefined;
    } catch (e) {
      const p = e as Problem;
      if (p.code === 'removed' || p.code === 'link_invalid') end(p.title);
      return p;
    }
  },
  async check(number) {
    try {
      const v = await ask<{ international: string; kind: string }>('POST', path('/phone'), { number });
      return { right: `${v.kind}, ${v.international}` };
    } catch (e) {
      const p = e as Problem;
      return p.code === 'number_invalid' ? { wrong: p.title } : undefined;
    }
  },
  async number(number) {
    if (!caller.mine) await arrive();
    const p = await command('/number', { number });
    if (!p) remember({ number: caller.mine?.number });
    return p;
  },
  async ring() {
    if (!caller.mine) await arrive();
    return command('/ring');
  },
  rest: () => void press('/break'),
  back: () => void press('/back'),
  finish: () => void press('/finish'),
  hangUp: (turn) => press(`/turns/${turn}/hang-up`),
  more: (turn) => void press(`/turns/${turn}/extend`),
  answer(turn, question, value, callBack) {
    box?.answer(turn, question, value, callBack);
    const talk = talkOf(caller);
    if (talk?.turn === turn && box && !pathIn(talk, box.pending()).open) box.save(turn); // that was the last one
  },
  save: (turn) => box?.save(turn),
  here: () => void arrive(),
  script: refresh,
  retry() {
    line?.probe();
    box?.flush();
  },
  async open(turn) {
    try {
      show({ ...caller, opened: await ask<Talk>('GET', path(`/turns/${turn}`)) });
    } catch (e) {
      say((e as Problem).title);
      void look();
    }
  },
  close(why) {
    show({ ...caller, opened: undefined });
    if (why) say(why);
  },
  draft: (turn, question) => typed?.of(turn, question),
  keep: (turn, question, draft) => typed?.keep(turn, question, draft),
  remember(more) {
    remember(more);
    paint();
  },
  beep: beep.turn,
  now: clock.now,
};

/** The server takes no more of this browser: why, in its words. */
function refused() {
  ask<Invited>('GET', path()).then(
    (i) => end(i.me ? 'The server closed this page. Open the link again.' : removed),
    (p: Problem) => end(p.code === 'offline' ? 'The server closed this page. Open the link again.' : p.title),
  );
}

function end(why: string) {
  line?.close();
  line = undefined;
  show({ ...caller, over: why });
}

bars.show(caller.over === undefined ? (caller.invited?.messages?.alerts ?? []) : []);
show(caller);
if (caller.invited?.me && caller.over === undefined) connect(caller.invited);
const visible = () => document.visibilityState === 'visible' && caller.over === undefined;
document.addEventListener('visibilitychange', () => {
  if (visible() && performance.now() - asked > 2_000) void refresh();
});
window.addEventListener('pageshow', (e) => {
  if (e.persisted && visible() && caller.invited?.me) void arrive();
});
window.setInterval(() => {
  if (visible()) void refresh();
}, anew);
window.setInterval(() => {
  if (visible() && caller.mine?.state === 'waiting') void look();
}, waits);
