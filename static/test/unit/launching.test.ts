import { beforeEach, expect, test } from 'vitest';
import { lookTime } from '../../clicker/calls';
import { type Clicker, clicker, idleTime } from '../../clicker/clicking';
import type { ServerFrame } from '../../src/core/events';
import type { Clicking } from '../../volunteer/boot';
import { World } from './clicker-world';

type Code = Extract<ServerFrame, { type: 'launched' }>['code'];

const progress: Clicking = {
  on: true,
  mode: 'launch',
  approved: 0,
  left: 9,
  total: 9,
  clickers: 1,
  an_hour: 0,
  free: 1,
};

let w: World;
let me: Clicker;
let leases = 0;
beforeEach(() => {
  w = new World();
  me = clicker(w, progress, 0);
  me.up(true);
  me.start();
  leases = 0;
  leased();
});

function leased(more: Partial<Extract<ServerFrame, { type: 'leased' }>> = {}) {
  const key = w.of('lease').at(-1)?.key ?? '';
  leases++;
  me.frame({
    type: 'leased',
    key,
    lease: `l${leases}`,
    numbers: [`•• ${leases}`],
    lines: ['landline'],
    until: 120_000,
    held: 0,
    left: 9,
    launch: true,
    ...more,
  });
}

const told = (over: Partial<Clicking>) => me.told({ ...progress, ...over });
const answer = (code: Code, stays: boolean, key = w.of('launch').at(-1)?.key ?? '') =>
  me.frame({ type: 'launched', key, lease: `l${leases}`, code, title: 'In words.', stays });
const wait = () => {
  const v = me.view();
  return v.kind === 'number' ? v.wait : v.kind;
};

test('one number is looked at, then called: now, in a frame of its own, and not kept on the device', () => {
  expect(me.view()).toMatchObject({ kind: 'number', number: '•• 1', launch: true, wait: 'Next number…' });
  expect(me.press()).toBe(false);
  w.pass(lookTime);
  expect(wait()).toBe('');
  expect(me.press()).toBe(true);
  expect(w.of('launch')).toEqual([
    { type: 'launch', key: expect.any(String), campaign: 'c', lease: 'l1', ms: lookTime },
  ]);
  expect([...w.store.all.keys()].filter((k) => !k.endsWith('try'))).toEqual([]);
  expect([me.mine(), me.last(), wait()]).toEqual([0, '', 'Starting the call…']); // nothing is shown ahead of the answer
  expect(me.press()).toBe(false);
  expect(w.of('lease').length).toBe(1);
  answer('calling', false);
  expect([me.mine(), me.last(), me.view().kind, w.of('lease').length]).toEqual([1, '•• 1', 'asking', 2]);
  leased();
  expect(me.view()).toMatchObject({ number: '•• 2' });
});

test('nobody was free any more: the number stays, and another press has another key', () => {
  w.pass(lookTime);
  me.press();
  answer('nobody_free', true);
  expect([me.mine(), me.word(), me.view().kind]).toEqual([0, 'In words.', 'number']);
  expect(me.press()).toBe(true);
  const [a, b] = w.of('launch');
  expect(a?.key).not.toBe(b?.key);
});

test('a number that is gone gives way to the next', () => {
  w.pass(lookTime);
  me.press();
  answer('not_now', false);
  expect([me.mine(), me.word(), me.view().kind]).toEqual([0, 'In words.', 'asking']);
});

test('nobody is called while no caller is free, and anybody at once when one is', () => {
  w.pass(lookTime);
  told({ free: 0, wait: 'No caller is free just now.' });
  expect([wait(), me.press(), w.of('launch').length]).toEqual(['No caller is free just now.', false, 0]);
  told({ free: 1 });
  expect([wait(), me.press()]).toEqual(['', true]);
});

test('offline nothing is pressed; a press without an answer is said again with its key, and shown by its first answer', () => {
  w.pass(lookTime);
  me.press();
  w.connected = false;
  me.up(false);
  expect([wait(), me.press()]).toEqual(['You are offline: nobody is called until you are back.', false]);
  w.connected = true;
  w.pass(20_000);
  me.up(true);
  const [a, b, ...more] = w.of('launch');
  expect([b, more]).toEqual([a, []]);
  answer('too_late', true);
  expect([me.mine(), me.word(), wait()]).toEqual([0, 'In words.', '']);
  w.pass(5_000);
  expect(w.of('launch').length).toBe(2);
});

test('a press that the server had no time for is asked about again, not pressed again', () => {
  w.pass(lookTime);
  me.press();
  const key = w.of('launch')[0]?.key ?? '';
  me.frame({ type: 'error', key, code: 'busy', title: 'Later.' } as ServerFrame);
  expect(wait()).toBe('Starting the call…');
  w.pass(4_000);
  expect(w.of('launch').map((f) => f.key)).toEqual([key, key]);
  answer('calling', false, key);
  expect(me.mine()).toBe(1);
});

test('who waits for a caller keeps the number; who could press and does not gives it back', () => {
  told({ free: 0, wait: 'No caller is free just now.' });
  for (let i = 0; i < 4; i++) {
    w.pass(46_000);
    const asks = w.of('lease');
    expect(asks.at(-1)?.key).toBe(asks[0]?.key); // the same number, for longer
    leases = 0;
    leased();
    expect(me.view()).toMatchObject({ kind: 'number', number: '•• 1' });
  }
  told({ free: 1 });
  expect(wait()).toBe(''); // it was looked at long ago
  w.pass(idleTime + 1_000);
  expect(me.view().kind).toBe('recalled');
  expect(w.of('release').map((f) => f.lease)).toEqual(['l1']);
});

test('another mode: the numbers go back, and others are asked for', () => {
  told({ mode: 'approve' });
  expect(w.of('release').map((f) => f.lease)).toEqual(['l1']);
  leased({ launch: undefined, numbers: ['•• 1', '•• 2'], lines: ['cell', 'cell'] });
  expect(me.press()).toBe(true);
  w.pass(300);
  expect([w.of('approve').length, w.of('launch').length]).toEqual([1, 0]);
});

test('paused while no number is here: why, and a number as soon as calls go on', () => {
  w.pass(lookTime);
  me.press();
  answer('calling', false);
  told({ free: 0, wait: 'Calls are paused.' });
  leased({ lease: '', numbers: [], lines: [] });
  expect(me.view().kind).toBe('none');
  const asked = w.of('lease').length;
  told({});
  expect(w.of('lease').length).toBe(asked + 1);
});
