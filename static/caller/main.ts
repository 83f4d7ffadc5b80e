// The callers' page: one file. What it knows at first stands in it (boot); the rest comes over one socket.
import './page.css';
import { barsOf } from '../volunteer/alerts';
import { ask, type Invited, type Problem, pathOf, readBoot } from '../volunteer/boot';
import { serverClock } from '../volunteer/clock';
import { type Line, open } from '../volunteer/line';
import { draw } from './page';
import { begin, type Caller, removed, told, word } from './state';

const boot = readBoot();
const root = document.getElementById('root') as HTMLElement;
const clock = serverClock(boot.now, () => performance.now());
const path = (rest = '') => pathOf('c', boot.token, rest);
/** What is shown is asked for anew this often, whatever was heard: the server's clock, and all else. */
const anew = 5 * 60_000;

let caller: Caller = begin(boot.invited, boot.problem);
let line: Line | undefined;
let asked = performance.now();

const bars = barsOf('c', boot.token, clock.now, () => caller.invited?.me);

function show(next: Caller) {
  const before = caller;
  caller = next;
  const i = caller.invited;
  if (caller.over !== undefined) bars.show([]);
  else if (i && (i.messages !== before.invited?.messages || i.me?.name !== before.invited?.me?.name))
    bars.show(i.messages?.alerts ?? []);
  document.title = i ? `${caller.over ? '' : `${word(i.status.state)} – `}${i.campaign.name}` : 'Partyline';
  draw(root, caller, { join, script: refresh, retry: () => line?.probe() });
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
    if (!caller.invited?.me && p.code === 'link_invalid') end(p.title);
  }
}

function take(i: Invited) {
  if (i.removed) return end(removed);
  show({ ...caller, invited: i });
  if (i.me && !line) connect(i);
}

function connect(i: Invited) {
  line?.close();
  line = open(i.topic, i.seq, {
    event(e) {
      if (clock.heard(Date.parse(e.at)) && performance.now() - asked > 10_000) void refresh();
      show(told(caller, e.kind, e.data));
    },
    frame: () => undefined,
    up(is) {
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
    missed: () => void refresh(),
  });
}

const time = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

async function join(name: string, passcode: string): Promise<Problem | undefined> {
  try {
    const i = await ask<Invited>('POST', path('/join'), passcode ? { name, passcode } : { name });
    show({ ...caller, invited: i });
    if (!line) connect(i);
    return undefined;
  } catch (e) {
    const p = e as Problem;
    if (p.code === 'removed' || p.code === 'link_invalid') end(p.title);
    return p;
  }
}

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
document.addEventListener('visibilitychange', () => {
  if (
    document.visibilityState === 'visible' &&
    caller.over === undefined &&
    performance.now() - asked > 2_000
  )
    void refresh();
});
window.setInterval(() => {
  if (document.visibilityState === 'visible' && caller.over === undefined) void refresh();
}, anew);
