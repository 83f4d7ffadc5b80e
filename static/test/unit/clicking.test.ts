import { beforeEach, expect, test } from 'vitest';
import { type Clicker, clicker, idleTime } from '../../clicker/clicking';
import type { ServerFrame } from '../../src/core/events';
import { progress, serverOf, World } from './clicker-world';

let w: World;
let me: Clicker;
beforeEach(() => {
  w = new World();
  me = clicker(w, progress, 0);
});

const { leased, working, ack } = serverOf(() => ({ w, me }));

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
  me.frame({ type: 'error', key, code: 'not_found', title: 'No.' } as ServerFrame);
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
  ack(w.of('approve')[0]?.key ?? '', 1);
  // on again at once, the server would wait two minutes for what nobody sees
  expect(w.of('release').map((f) => f.lease)).toEqual(['l1']);
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
