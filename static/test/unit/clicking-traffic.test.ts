import { beforeEach, expect, test } from 'vitest';
import { type Clicker, clicker } from '../../clicker/clicking';
import type { ServerFrame } from '../../src/core/events';
import { progress, serverOf, World } from './clicker-world';

let w: World;
let me: Clicker;
beforeEach(() => {
  w = new World();
  me = clicker(w, progress, 0);
});

const { working } = serverOf(() => ({ w, me }));

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
