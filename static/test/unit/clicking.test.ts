import { beforeEach, expect, test } from 'vitest';
import { type Clicker, clicker, idleTime } from '../../clicker/clicking';
import { type Action, alive, shelf } from '../../clicker/kept';
import { markIn } from '../../clicker/mark';
import type { ServerFrame } from '../../src/core/events';
import type { Clicking } from '../../volunteer/boot';
import { memory, World } from './clicker-world';

const progress = {
  on: true,
  approved: 0,
  left: 100,
  total: 100,
  clickers: 1,
  an_hour: 0,
  mode: 'approve',
} as Clicking;

let w: World;
let me: Clicker;
beforeEach(() => {
  w = new World();
  me = clicker(w, progress, 0);
});

function leased(n: number, more: Partial<Extract<ServerFrame, { type: 'leased' }>> = {}) {
  const key = w.of('lease').at(-1)?.key ?? '';
  me.frame({
    type: 'leased',
    key,
    lease: n ? `l${w.of('lease').length}` : '',
    numbers: Array.from({ length: n }, (_, i) => `•• ${i}`),
    lines: Array.from({ length: n }, () => 'cell'),
    until: 120_000,
    held: 0,
    left: 100,
    ...more,
  });
}

function working(n = 20) {
  me.up(true);
  me.start();
  leased(n);
}

const ack = (key: string, approved: number, refused: { ordinal: number; code: string }[] = []) =>
  me.frame({ type: 'ack', key, approved, refused, until: 130_000 } as ServerFrame);

test('opening the page asks for nothing; starting does', () => {
  me.up(true);
  w.pass(60_000);
  expect(w.said).toEqual([]);
  expect(me.view().kind).toBe('ready');
  me.start();
  expect(w.of('lease').length).toBe(1);
  expect(me.view().kind).toBe('asking');
  leased(3);
  expect(me.view()).toMatchObject({ kind: 'number', number: '•• 0', here: 3 });
});

test('presses are gathered for 250 ms, each with its own moment, and shown at once', () => {
  working();
  for (let i = 0; i < 3; i++) {
    expect(me.press()).toBe(true);
    expect(me.mine()).toBe(i + 1);
    w.pass(50);
  }
  expect(w.of('approve')).toEqual([]);
  w.pass(100);
  const [f] = w.of('approve');
  expect(f?.presses).toEqual([
    [0, 0],
    [1, 50],
    [2, 100],
  ]);
  expect(me.unsent()).toBe(3);
  ack(f?.key ?? '', 3);
  expect([me.unsent(), me.mine(), w.store.all.size]).toEqual([0, 3, 0]);
});

test('a refused press leaves the count, with a word', () => {
  working();
  me.press();
  me.press();
  w.pass(250);
  ack(w.of('approve')[0]?.key ?? '', 1, [{ ordinal: 0, code: 'already' }]);
  expect(me.mine()).toBe(1);
  expect(me.word()).toMatch(/Somebody else had approved 1/);
});

test('without a connection presses go on into the device and go up once, under their first key', () => {
  working();
  me.press();
  w.pass(250);
  const key = w.of('approve')[0]?.key;
  w.connected = false;
  me.up(false);
  for (let i = 0; i < 7; i++) {
    me.press();
    w.pass(300);
  }
  expect(me.view()).toMatchObject({ kind: 'number', offline: true });
  expect(w.store.all.size).toBe(2); // the frame under way, and one that grows
  w.said = [];
  w.connected = true;
  me.up(true);
  expect(w.of('approve').map((f) => [f.key === key, f.presses.length])).toEqual([
    [true, 1],
    [false, 7],
  ]);
  for (const f of w.of('approve')) ack(f.key, f.presses.length);
  expect([me.mine(), me.unsent()]).toEqual([8, 0]);
});

test('a lease is over by the clock that goes on while the device sleeps', () => {
  working();
  w.connected = false;
  me.up(false);
  expect(me.press()).toBe(true);
  w.slept = 121_000;
  expect(me.press()).toBe(false);
  expect(me.view().kind).toBe('out');
  expect(me.mine()).toBe(1);
});

test('who does nothing for a minute gives the numbers back, and what was pressed goes up before', () => {
  working();
  me.press();
  w.pass(idleTime + 2_000);
  expect(me.view().kind).toBe('recalled');
  expect(w.of('release')).toEqual([]); // the presses are not acknowledged yet
  ack(w.of('approve')[0]?.key ?? '', 1);
  expect(w.of('release').map((f) => f.lease)).toEqual(['l1']);
});

test('numbers that were withdrawn are passed over', () => {
  working(4);
  me.withdrawn('l1', [0, 1], 'opted_out');
  expect(me.view()).toMatchObject({ number: '•• 2', here: 2 });
  expect(me.word()).toMatch(/asked not to be called/);
  me.withdrawn('another', [2], 'opted_out');
  expect(me.view()).toMatchObject({ number: '•• 2' });
});

test('more numbers are asked for before the last is pressed; others may hold the rest', () => {
  working(10);
  for (let i = 0; i < 7; i++) me.press();
  w.pass(300);
  expect(w.of('lease').length).toBe(2);
  expect(w.of('lease')[1]?.have).toEqual(['l1']);
  leased(0, { held: 40, left: 40 });
  while (me.press());
  expect(me.view()).toEqual({ kind: 'held', held: 40 });
  w.pass(12_000);
  expect(w.of('lease').length).toBe(3);
  leased(0, { held: 0, left: 0 });
  expect(me.view().kind).toBe('done');
});

test('a busy server gets the same frame again, later; one that will never take it does not', () => {
  working();
  me.press();
  w.pass(250);
  const key = w.of('approve')[0]?.key ?? '';
  me.frame({ type: 'error', key, code: 'busy', title: 'Later.' } as ServerFrame);
  expect(me.unsent()).toBe(1);
  w.pass(3_500);
  expect(w.of('approve').map((f) => f.key)).toEqual([key, key]);
  me.frame({ type: 'error', key, code: 'removed', title: 'No.' } as ServerFrame);
  expect([me.unsent(), w.store.all.size]).toEqual([0, 0]);
});

test('an unanswered frame makes the page look whether the connection lives', () => {
  working();
  me.press();
  w.pass(250);
  expect(w.probes).toBe(0);
  w.pass(5_000);
  expect(w.probes).toBeGreaterThan(0);
});

test('switched off in the middle: what is on the screen goes, what was pressed stays', () => {
  working();
  me.press();
  me.told({ ...progress, on: false, over: 'Clicking is switched off: numbers need no click.' });
  expect(me.view()).toMatchObject({ kind: 'over' });
  w.pass(300);
  expect(w.of('approve').length).toBe(1);
});

test('the end of a campaign takes the numbers off the screen, also before Start; what was pressed goes up', () => {
  working();
  me.press();
  me.told({ ...progress, left: 99, over: 'This campaign is over. Thank you!' });
  expect(me.view()).toEqual({ kind: 'over', why: 'This campaign is over. Thank you!' });
  expect([me.press(), me.holds()]).toEqual([false, []]);
  w.pass(300);
  expect([w.of('approve').length, w.of('release')]).toEqual([1, []]);
  const late = new World();
  expect(clicker(late, { ...progress, over: 'Over.' }, 0).view()).toEqual({ kind: 'over', why: 'Over.' });
});

test('switched on again, or with more contacts, the work goes on by itself', () => {
  working();
  me.told({ ...progress, on: false, over: 'Off.' });
  expect(w.of('lease').length).toBe(1);
  me.told(progress);
  expect(w.of('lease').length).toBe(2);
  leased(3);
  expect(me.view()).toMatchObject({ kind: 'number', here: 3 });
});

test('a device whose clock was put forward gives its numbers back and asks for others', () => {
  working();
  w.slept = 121_000;
  expect(me.press()).toBe(false);
  w.pass(1_500);
  expect(w.of('release').map((f) => f.lease)).toEqual(['l1']);
  expect(w.of('lease').length).toBe(2);
  leased(4);
  expect(me.press()).toBe(true);
});

test('a lease that ran out by both clocks is not given back: the server has taken it', () => {
  working();
  w.at += 121_000; // and no timer ran
  expect(me.press()).toBe(false);
  w.pass(1_500);
  expect(w.of('release')).toEqual([]);
});

test('who duplicates a tab has two: what the first one holds stays there until it is dead', () => {
  const session = memory();
  const first = shelf(w.store, 'first', () => w.at);
  first.beat();
  markIn(session, 'c', 'first').hold(['l1', 'l2']);
  const copy = { ...memory(), getItem: session.getItem };
  expect(markIn(copy, 'c', 'second').before()).toEqual({ tab: 'first', leases: ['l1', 'l2'] });
  expect(w.shelf.lives('first')).toBe(true);
  w.at += 3 * alive;
  expect(w.shelf.lives('first')).toBe(false);
  first.beat();
  first.leave(); // a reload
  expect(w.shelf.lives('first')).toBe(false);
  w.at -= 3_600_000; // the device's clock was put back
  first.beat();
  w.at -= 3_600_000;
  expect(w.shelf.lives('first')).toBe(false);
});

test('what a tab holds is forgotten when it stops, and where nothing is kept', () => {
  const session = memory();
  const mark = markIn(session, 'c', 'first');
  mark.hold(['l1']);
  mark.hold(undefined);
  expect(markIn(session, 'c', 'second').before()).toBeUndefined();
  session.setItem('partyline:at:c', '["l1"]'); // as an older page left it
  expect(markIn(session, 'c', 'second').before()).toBeUndefined();
  mark.hold(['l1']);
  expect(markIn(session, 'other', 'second').before()).toBeUndefined();
  expect(markIn(undefined, 'c', 'second').before()).toBeUndefined();
  markIn(undefined, 'c', 'second').hold(['l1']);
});

test('a tab that died is followed by the next: its presses go up, and the server says what they came to', async () => {
  const left: Action = { type: 'approve', key: 'old-1', campaign: 'c', lease: 'l9', presses: [[0, 5]] };
  const dead = shelf(w.store, 'dead', () => w.at);
  dead.beat();
  dead.put(left);
  me.up(true);
  me.adopt();
  expect(w.of('approve')).toEqual([]); // it may live
  w.pass(3 * alive);
  me.adopt();
  expect(w.of('approve').map((f) => f.key)).toEqual(['old-1']);
  w.recounted = 17;
  ack('old-1', 1);
  await Promise.resolve();
  await Promise.resolve();
  expect(me.mine()).toBe(17);
  expect([...w.store.all.keys()].filter((k) => /old-1/.test(k))).toEqual([]);
});

test('presses that a browser kept over night go up the next day, and the late ones leave the count with a word', () => {
  working();
  w.connected = false;
  me.up(false);
  me.press();
  me.leave();
  w.pass(24 * 3_600_000);
  const tomorrow = new World();
  tomorrow.at = w.at;
  tomorrow.store = w.store;
  tomorrow.tab = 'tomorrow';
  tomorrow.shelf = shelf(w.store, 'tomorrow', () => tomorrow.at);
  const again = clicker(tomorrow, progress, 0);
  again.adopt();
  expect(again.mine()).toBe(1);
  again.up(true);
  expect(tomorrow.of('approve').length).toBe(1);
  again.frame({
    type: 'ack',
    key: tomorrow.of('approve')[0]?.key ?? '',
    approved: 0,
    refused: [{ ordinal: 0, code: 'already' }],
    until: 0,
  } as ServerFrame);
  expect([again.unsent(), w.store.all.size]).toEqual([0, 0]);
  expect(again.word()).toMatch(/Somebody else had approved 1/);
});

test('a device that keeps nothing says so, and a full one goes on in memory', () => {
  expect(shelf(undefined, 'x', () => 0).lasting).toBe(false);
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error('full');
    },
  };
  const s = shelf(full, 'x', () => 0);
  expect(s.lasting).toBe(false);
  s.put({ type: 'release', key: 'k', campaign: 'c', lease: 'l' } as Action);
  expect(s.adopt()).toEqual([]);
  const broken = memory();
  broken.all.set('partyline:k:gone:k1', '{"type":"nonsense"');
  expect(shelf(broken, 'x', () => 1e9).adopt()).toEqual([]);
  expect(broken.all.size).toBe(0);
});

test('numbers whose answer was lost with the connection are asked for again under the same key', () => {
  me.up(true);
  me.start();
  const key = w.of('lease')[0]?.key;
  me.up(false);
  w.pass(2_000);
  me.up(true);
  w.pass(16_000); // and a server that is slow
  expect(new Set(w.of('lease').map((f) => f.key))).toEqual(new Set([key]));
  expect(w.of('lease').length).toBe(3);
  leased(5);
  expect(me.view()).toMatchObject({ kind: 'number', here: 5 });
});

/** What a frame is on the line, the socket's own head included. */
function bytes(f: unknown, masked: boolean): number {
  const n = new TextEncoder().encode(JSON.stringify(f)).length;
  return n + (n < 126 ? 2 : 4) + (masked ? 4 : 0);
}

test('the campaign is named once a connection', () => {
  working();
  me.press();
  w.pass(300);
  me.up(false);
  me.up(true);
  const named = w.said.map((f) => [f.type, (f as { campaign?: string }).campaign]);
  expect(named).toEqual([
    ['lease', 'c'],
    ['approve', undefined],
    ['approve', 'c'], // not acknowledged: said again
  ]);
});

test('an hour of 20,000 presses is under 2 MB, up and down', () => {
  const id = '01936d7a-5f3c-7cc1-8d2e-3b0a7c5e9f10';
  w.campaign = id;
  w.tab = 'k3j9x2pq';
  me = clicker(w, { ...progress, total: 60_000, left: 60_000 }, 0);
  let up = 0;
  let down = 0;
  const answer = (f: ServerFrame) => {
    down += bytes(f, false);
    me.frame(f);
  };
  let read = 0;
  const serve = () => {
    for (; read < w.said.length; read++) {
      const f = w.said[read] as (typeof w.said)[number];
      up += bytes(f, true);
      if (f.type === 'lease')
        answer({
          type: 'leased',
          key: f.key ?? '',
          lease: `${id.slice(0, -4)}${String(1000 + read).slice(-4)}`,
          numbers: Array.from({ length: 500 }, () => '90 012'),
          lines: Array.from({ length: 500 }, () => 'cell'),
          until: 120_000,
          held: 12_000,
          left: 40_000,
        });
      else if (f.type === 'approve')
        answer({ type: 'ack', key: f.key, approved: f.presses.length, refused: [], until: 154_321 });
    }
  };
  me.up(true);
  me.start();
  serve();
  let told = 0;
  for (let i = 0; i < 20_000; i++) {
    expect(me.press()).toBe(true);
    w.pass(180);
    serve();
    if (w.at - told < 2_000) continue;
    told = w.at;
    down += bytes(
      {
        type: 'event',
        topic: `campaign/${id}/clickers`,
        seq: 123_456,
        kind: 'campaign.clicking_changed',
        at: '2026-04-15T12:00:00.123Z',
        data: {
          ...progress,
          approved: 20_000,
          total: 60_000,
          left: 40_000,
          clickers: 12,
          an_hour: 240_000,
          free: 0,
          done_at: '2026-04-15T12:00:00Z',
        },
      },
      false,
    );
  }
  w.pass(1_000);
  serve();
  expect([me.unsent(), me.mine()]).toEqual([0, 20_000]);
  console.info(`an hour of 20,000 presses: ${up} bytes up, ${down} down`);
  expect(Math.max(up, down)).toBeLessThan(2_000_000);
}, 60_000); // an hour of presses takes some seconds, more on a busy machine
