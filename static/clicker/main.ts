// The clicker's page: one file, no framework. What it knows at first stands in it (boot); the rest comes over one socket.
import './page.css';
import { barsOf } from '../volunteer/alerts';
import {
  ask,
  type Clicking,
  type Invited,
  type Messages,
  type Problem,
  pathOf,
  readBoot,
} from '../volunteer/boot';
import { serverClock } from '../volunteer/clock';
import { comingIn } from '../volunteer/coming';
import { type Line, open } from '../volunteer/line';
import { type Clicker, clicker } from './clicking';
import { alive, shelf } from './kept';
import { type Held, markIn } from './mark';
import { page } from './page';
import { many, num } from './words';

const takenOff = 'The organisers have taken you off this campaign. Ask them if that was a mistake.';

const boot = readBoot();
const root = document.getElementById('root') as HTMLElement;
const clock = serverClock(boot.now, () => performance.now());
let asked = performance.now();
let askedAt = Date.now(); // the other one may stand still while a phone sleeps
/** The present state is asked for anew as often, and when the page wakes: what begins and ends by the clock depends on it. */
const anew = 300_000;

const tab = Math.random().toString(36).slice(2, 10);
let me: Clicker | undefined;
let line: Line | undefined;
let up = false;
let over = false;
let clicking: Clicking | undefined;
let invited: Invited | undefined = boot.invited;
let tabs: BroadcastChannel | undefined;
/** The last event that was heard: an answer from before it is old. */
let heard = 0;

const store = (kind: 'localStorage' | 'sessionStorage'): Storage | undefined => {
  try {
    return window[kind];
  } catch {
    return undefined; // forbidden here
  }
};
const comeIn = comingIn('k', boot.token, store('sessionStorage'));
const kept = shelf(store('localStorage'), tab, Date.now);
const mark = markIn(store('sessionStorage'), invited?.campaign.id ?? '', tab);
/** What a page before this one held here, while its tab may live: who duplicates a tab has two. */
let left: Held | undefined;

const view = page(root, invited?.campaign.name ?? '', {
  press() {
    const is = me?.view().kind;
    if (is === 'number') me?.press();
    else if (is === 'ready' || is === 'stopped' || is === 'recalled') me?.start();
    else return;
    show();
    spoken();
  },
  skip: () => me?.skip(),
  stop: () => me?.stop(),
});

const bars = barsOf('k', boot.token, clock.now, () => invited?.me);

/** Paints at most once a frame; a press paints at once. */
let painting = 0;
function paint() {
  painting = painting || requestAnimationFrame(show);
}
function show() {
  cancelAnimationFrame(painting);
  painting = 0;
  if (!me || !clicking || over) return;
  view.show({
    view: me.view(),
    mine: me.mine(),
    unsent: me.unsent(),
    last: me.last(),
    word: me.word(),
    clicking,
    up,
    lasting: kept.lasting,
    name: invited?.me?.name ?? '',
  });
  mark.hold(me.working() ? me.holds() : undefined);
}

/** What is said aloud: the count every fifty, once, and what changed by itself. */
let said = '';
let counted = 0;
function spoken() {
  const mine = me?.mine() ?? 0;
  if (mine === counted || mine % 50 !== 0) return;
  counted = mine;
  if (mine > 0) view.speak(`${num(mine)} approved`);
}
function announce() {
  const v = me?.view();
  const kind = v?.kind ?? '';
  const launch = v?.kind === 'number' && v.launch;
  const what = `${up} ${kind} ${launch && !v.wait}`;
  if (what === said) return;
  const first = said === '';
  said = what;
  if (first) return;
  if (!up) view.speak('You are offline. What you press is saved on this device.');
  else if (kind === 'done') view.speak('All numbers are approved. Thank you!');
  else if (kind === 'held' || kind === 'asking') view.speak('Waiting for more numbers.');
  else if (launch) view.speak(v.wait || 'A caller is free: ready to call.');
  else if (kind === 'number') view.speak('Ready to approve.');
}

/** Gives back what a dead page of this tab held: true when there was one. */
function inherit(): boolean {
  if (!left || kept.lives(left.tab)) return false;
  for (const lease of left.leases) me?.giveBack(lease);
  left = undefined;
  return true;
}

function work(at: Invited, on: boolean) {
  if (!at.me || !at.clicking) return;
  invited = at;
  messages(at);
  clicking = at.clicking;
  tabs = tabs || together(at.campaign.id);
  left = mark.before();
  me = clicker(
    {
      campaign: at.campaign.id,
      tab,
      shelf: kept,
      now: () => performance.now(),
      wall: Date.now,
      random: Math.random,
      after: (ms, f) => {
        const t = window.setTimeout(f, ms);
        return () => clearTimeout(t);
      },
      say: (f) => !!line?.say(f),
      probe: () => line?.probe(),
      recount: () =>
        ask<Invited>('GET', pathOf('k', boot.token)).then((i) => {
          if (!i.me) throw new Error('nobody');
          return i.me.approved;
        }),
      tell: (mine) => tabs?.postMessage(mine),
      changed: () => {
        paint();
        announce();
      },
    },
    clicking,
    at.me.approved,
  );
  if (left) me.recount();
  me.adopt();
  connect(at.topic, at.seq);
  if (inherit() || on) me.start();
  show();
}

function connect(topic: string | undefined, seq: number | undefined) {
  line?.close();
  line = open({
    event(e) {
      if (clock.heard(Date.parse(e.at)) && performance.now() - asked > 10_000) refresh();
      const data = e.data as unknown;
      heard = Math.max(heard, e.seq);
      switch (e.kind) {
        case 'campaign.clicking_changed':
          clicking = data as Clicking;
          me?.told(clicking);
          break;
        default:
          other(e.kind, data);
      }
      paint();
    },
    frame: (f) => me?.frame(f),
    up(is) {
      up = is;
      me?.up(is);
      paint();
    },
    out: refused,
    missed() {
      heard = 0; // the log may begin anew
      refresh();
    },
  });
  if (topic) line.follow(topic, seq);
}

function other(kind: string, data: unknown) {
  if (kind === 'campaign.numbers_withdrawn') {
    const w = data as { lease: string; ordinals: number[]; why: string };
    me?.withdrawn(w.lease, w.ordinals, w.why);
  } else if (kind === 'campaign.messages_changed') bars.show((data as Messages).alerts);
}

/** Events were missed, or may have been: how it is now. */
function refresh() {
  const sent = performance.now();
  asked = sent;
  askedAt = Date.now();
  ask<Invited>('GET', pathOf('k', boot.token)).then(
    (i) => {
      if (i.messages) clock.asked(Date.parse(i.messages.now), sent, performance.now());
      if (i.me) me?.heard(i.me.approved);
      if (i.seq < heard) return;
      if (i.clicking) {
        clicking = i.clicking;
        me?.told(clicking);
      }
      messages(i);
    },
    () => undefined, // the next event has it
  );
}

function wake() {
  if (me && !over && document.visibilityState !== 'hidden') refresh();
}

/** What one tab is told of how many are this person's, their other ones hear. */
function together(campaign: string): BroadcastChannel | undefined {
  if (typeof BroadcastChannel !== 'function') return undefined; // they hear of it when they are looked at
  const tabs = new BroadcastChannel(`partyline:mine:${campaign}`);
  tabs.onmessage = (e) => me?.heard(Number(e.data));
  return tabs;
}

/** Whoever pressed here was taken off: what they read, with what is lost of what was kept on this device. */
function takeOff(i: Invited): string {
  const counted = i.approved ?? 0;
  let lost = me?.abandon(counted) ?? 0;
  for (const a of me ? [] : kept.adopt()) {
    if (a.campaign !== i.campaign.id) continue;
    if (a.type === 'approve') lost += a.presses.length;
    kept.drop(a.key);
  }
  if (!lost) return takenOff;
  return `${takenOff} ${many(counted, 'press of yours counts', 'presses of yours count')}. ${many(lost, 'more was', 'more were')} still on this device: what had not reached us by then does not count.`;
}

/** The server takes no more of this browser: why, in its words. */
function refused() {
  ask<Invited>('GET', pathOf('k', boot.token)).then(
    (i) => end(i.removed ? takeOff(i) : 'The server closed this page. Open the link again.'),
    (p: Problem) => end(p.title),
  );
}

function end(why: string) {
  over = true;
  line?.close();
  view.sentence(why);
}

function messages(i: Invited) {
  if (i.messages) bars.show(i.messages.alerts);
}

kept.beat();
setInterval(() => {
  kept.beat();
  me?.adopt();
  inherit();
}, alive);
window.addEventListener('pagehide', () => {
  me?.leave();
});
window.addEventListener('pageshow', (e) => {
  kept.beat();
  if (e.persisted) wake();
});
document.addEventListener('visibilitychange', () => {
  if (Math.abs(Date.now() - askedAt) > 2_000) wake();
});
setInterval(wake, anew);

if (invited?.removed) {
  view.sentence(takeOff(invited));
} else if (invited) {
  messages(invited);
  if (invited.me && invited.clicking) work(invited, false);
  else
    view.joining(!!invited.passcode, invited.clicking_mode === 'launch', (name, passcode) =>
      comeIn(name, passcode).then(
        (i) => {
          work(i, true);
          return '';
        },
        (p: Problem) => {
          if (p.code === 'removed' || p.code === 'link_invalid') end(p.title);
          return p.title;
        },
      ),
    );
} else {
  view.sentence(boot.problem?.title ?? 'This link leads nowhere (any more).');
}
