import { expect, test } from 'vitest';
import { type Outbox, outbox, type Press, type Store } from '../../caller/outbox';
import { device } from './device';

/** A device's storage, and a server that answers when it is told to. */
function desk(store: Store) {
  const sent: { press: Press; ok: (m: string) => void; no: (p: object) => void }[] = [];
  const timers: (() => void)[] = [];
  const refused: string[] = [];
  const open = (): Outbox =>
    outbox<string>({
      store,
      prefix: 'p:',
      send: (press) => new Promise((ok, no) => sent.push({ press, ok, no })),
      done: () => undefined,
      refused: (p, why) => refused.push(`${p.turn} ${why.code}`),
      changed: () => undefined,
      after: (_, f) => {
        timers.push(f);
        return () => timers.splice(timers.indexOf(f), 1);
      },
      random: () => 0,
      wall: () => 1_000,
    });
  return { sent, timers, refused, open };
}

const settled = () => new Promise((go) => setImmediate(go));

test('answers go up one by one in their order, through a lost connection and a reload', async () => {
  const store = device();
  const d = desk(store);
  const box = d.open();
  box.answer(1, 'who', 'yes');
  box.answer(1, 'vote', ['a']);
  box.save(1);
  box.save(1); // pressed twice
  expect(box.pending()).toHaveLength(3);
  expect(d.sent.map((x) => x.press.kind)).toEqual(['answer']);
  d.sent[0]!.no({ status: 0, code: 'offline' });
  await settled();
  expect(box.pending()).toHaveLength(3);
  d.timers.shift()!();
  expect(d.sent).toHaveLength(2);
  d.sent[1]!.ok('');
  await settled();
  expect(d.sent[2]!.press).toMatchObject({ question: 'vote', value: ['a'] });
  expect(store.size()).toBe(2);
  // the page is gone before the answer: the next one sends what is left, in its order
  const after = desk(store);
  const again = after.open();
  expect(again.pending().map((p) => p.kind)).toEqual(['answer', 'save']);
  after.sent[0]!.ok('');
  await settled();
  after.sent[1]!.ok('');
  await settled();
  expect(store.size()).toBe(0);
});

test('a talk that is gone takes its answers with it, and no other', async () => {
  const store = device();
  const d = desk(store);
  const box = d.open();
  box.answer(1, 'who', 'yes');
  box.save(1);
  box.answer(2, 'who', 'no');
  d.sent[0]!.no({ status: 409, code: 'talk_gone' });
  await settled();
  expect(d.refused).toEqual(['1 talk_gone']);
  expect(d.sent[1]!.press.turn).toBe(2);
  expect(box.pending()).toHaveLength(1);
});

test('where nothing can be kept the answers are sent all the same', () => {
  const full = {
    ...device(),
    setItem: () => {
      throw new Error('full');
    },
  };
  const d = desk(full as Store);
  const box = d.open();
  box.answer(1, 'who', 'yes');
  expect(box.lasting()).toBe(false);
  expect(d.sent).toHaveLength(1);
});

test('a page that slept sends nothing that another one has sent: what was answered there since then stays', async () => {
  const store = device();
  store.setItem('else', '1');
  const asleep = desk(store);
  const first = asleep.open();
  first.answer(1, 'who', 'yes');
  asleep.sent[0]!.no({ status: 0, code: 'offline' });
  await settled();
  const awake = desk(store);
  const second = awake.open();
  awake.sent[0]!.ok('');
  await settled();
  second.answer(1, 'who', 'no');
  awake.sent[1]!.ok('');
  await settled();
  asleep.timers.shift()!();
  first.flush();
  expect(asleep.sent).toHaveLength(1);
  expect(first.pending()).toHaveLength(0);
  // what it is told itself goes up as ever, and so does all when the device forgot everything
  first.answer(2, 'who', 'yes');
  expect(asleep.sent).toHaveLength(2);
  asleep.sent[1]!.no({ status: 0, code: 'offline' });
  await settled();
  for (let key = store.key(0); key; key = store.key(0)) store.removeItem(key);
  first.flush();
  expect(asleep.sent[2]!.press.turn).toBe(2);
});
