// How many are a person's: all their tabs show the same, and none shows a press that will not count.
import { beforeEach, expect, test } from 'vitest';
import { type Clicker, clicker } from '../../clicker/clicking';
import { alive, shelf } from '../../clicker/kept';
import type { ServerFrame } from '../../src/core/events';
import { progress, serverOf, World } from './clicker-world';

let w: World;
let me: Clicker;
beforeEach(() => {
  w = new World();
  me = clicker(w, progress, 10);
});

const { working } = serverOf(() => ({ w, me }));
const ack = (i: number, approved: number, mine?: number) =>
  me.frame({
    type: 'ack',
    key: w.of('approve')[i]?.key ?? '',
    approved,
    refused: [],
    until: 130_000,
    mine,
  } as ServerFrame);
const press = (n: number) => {
  for (let i = 0; i < n; i++) me.press();
  w.pass(250);
};
const refuse = (i: number, code: string) =>
  me.frame({ type: 'error', key: w.of('approve')[i]?.key ?? '', code, title: '…' } as ServerFrame);

test('an answer says what other tabs have done, too, and what is behind it is not in it', () => {
  working();
  press(2);
  press(3);
  ack(0, 2, 22); // another tab had ten more
  expect(me.mine()).toBe(25);
  ack(1, 3, 27); // and two meanwhile
  expect([me.mine(), w.told]).toEqual([27, [22, 27]]);
  press(1);
  ack(2, 1); // nothing was looked up
  expect(me.mine()).toBe(28);
});

test('what was sent on another connection may be counted already: the figure waits until it is answered', () => {
  working();
  press(2);
  press(3);
  me.up(false);
  me.up(true);
  w.said = w.said.slice(-2);
  ack(0, 2, 15); // both had been counted
  expect(me.mine()).toBe(15);
  ack(1, 3, 15);
  expect(me.mine()).toBe(15);
});

test('a tab at rest shows what another one was told; one that presses waits for its own answer', () => {
  working();
  me.heard(14);
  me.heard(12); // older
  expect(me.mine()).toBe(14);
  press(1);
  me.heard(20); // with this press, or without it
  expect(me.mine()).toBe(15);
  ack(0, 1, 21);
  expect(me.mine()).toBe(21);
});

test('presses that the server takes never leave the count with a word', () => {
  working();
  press(3);
  refuse(0, 'forbidden');
  expect([me.mine(), me.unsent()]).toEqual([10, 0]);
  expect(me.word()).toMatch(/^3 presses do not count/);
});

test('of who was taken off nothing goes up any more, and how much is lost is known', () => {
  working();
  press(2); // arrived, and its answer did not
  me.up(false);
  press(5);
  expect(me.mine()).toBe(17);
  me.up(true);
  refuse(w.of('approve').length - 1, 'removed');
  expect(me.unsent()).toBe(7); // the page ends in a moment, and says it
  expect(me.abandon(12)).toBe(5);
  expect([me.unsent(), w.store.all.size]).toEqual([0, 0]);
  expect(me.abandon(12)).toBe(0);
});

test('what a tab left for another campaign stays for it when this one is over', () => {
  const dead = shelf(w.store, 'dead', () => w.at);
  dead.beat();
  dead.put({ type: 'approve', key: 'old-1', campaign: 'other', lease: 'l9', presses: [[0, 5]] });
  dead.put({ type: 'approve', key: 'old-2', campaign: 'c', lease: 'l8', presses: [[0, 5]] });
  w.pass(3 * alive);
  me.adopt();
  expect(me.abandon(10)).toBe(1);
  expect([...w.store.all.keys()].filter((k) => /old/.test(k))).toEqual(['partyline:k:tab:old-1']);
});
