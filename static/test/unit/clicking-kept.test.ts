import { beforeEach, expect, test } from 'vitest';
import { type Clicker, clicker } from '../../clicker/clicking';
import { type Action, alive, shelf } from '../../clicker/kept';
import { markIn } from '../../clicker/mark';
import type { ServerFrame } from '../../src/core/events';
import { memory, progress, serverOf, World } from './clicker-world';

let w: World;
let me: Clicker;
beforeEach(() => {
  w = new World();
  me = clicker(w, progress, 0);
});

const { working, ack } = serverOf(() => ({ w, me }));

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

test('nothing stays of tabs that died, not even that they lived, and nothing of the living is touched', () => {
  for (const tab of ['a', 'b', 'c', 'd']) shelf(w.store, tab, () => w.at).beat();
  w.store.setItem('partyline:k:a:1', 'no item');
  w.store.setItem('partyline:k:b:1', 'nor this');
  w.at += 3 * alive;
  shelf(w.store, 'd', () => w.at).beat();
  w.store.setItem('other', 'thing');
  shelf(w.store, 'e', () => w.at).adopt();
  const keys = Array.from({ length: w.store.length }, (_, i) => w.store.key(i));
  expect(keys.filter((k) => k?.startsWith('partyline:k:')).sort()).toEqual(['partyline:k:d']);
  expect(keys).toContain('other');
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
