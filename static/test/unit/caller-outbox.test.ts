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
      refused: (lost, why) =>
        refused.push(
          `${lost.map((p) => `${p.turn} ${p.kind === 'answer' ? p.question : 'save'}`).join(', ')}: ${why.code}`,
        ),
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
  expect(d.refused).toEqual(['1 who, 1 save: talk_gone']);
  expect(d.sent[1]!.press.turn).toBe(2);
  expect(box.pending()).toHaveLength(1);
});

test('an answer that is refused takes none of those behind it along; its talk is not ended without it', async () => {
  const store = device();
  const d = desk(store);
  const box = d.open();
  box.answer(1, 'who', 'yes');
  box.answer(1, 'sum', 1e99);
  box.answer(1, 'note', 'Has a dog');
  box.save(1);
  box.answer(2, 'who', 'no');
  d.sent[0]!.ok('');
  await settled();
  d.sent[1]!.no({ status: 422, code: 'invalid' });
  await settled();
  expect(d.refused).toEqual(['1 sum, 1 save: invalid']);
  expect(d.sent[2]!.press).toMatchObject({ turn: 1, question: 'note', value: 'Has a dog' });
  d.sent[2]!.ok('');
  await settled();
  expect(d.sent[3]!.press).toMatchObject({ turn: 2, question: 'who' });
  expect(store.size()).toBe(1);
  // whoever is let in no more is told once, and nothing is sent that nobody takes
  box.answer(2, 'vote', ['a']);
  d.sent[3]!.no({ status: 403, code: 'removed' });
  await settled();
  expect(d.refused[1]).toBe('2 who, 2 vote: removed');
  expect(d.sent).toHaveLength(4);
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

test('a press without an answer goes up again with its key when the connection is back, and the first answer counts', async () => {
  const store = device();
  const d = desk(store);
  const box = d.open();
  box.answer(1, 'who', 'yes');
  box.answer(1, 'who', 'no');
  box.flush(); // the connection is back: the line it went up on may have been half open
  expect(d.sent.map((x) => x.press.key)).toEqual([d.sent[0]!.press.key, d.sent[0]!.press.key]);
  expect(d.sent[1]!.press).toMatchObject({ value: 'yes' });
  d.sent[0]!.no({ status: 0, code: 'offline' }); // what was given up is no news
  await settled();
  expect(d.timers).toHaveLength(0);
  expect(d.sent).toHaveLength(2);
  box.flush();
  d.sent[1]!.ok(''); // the earlier one, after all
  await settled();
  expect(d.sent[3]!.press).toMatchObject({ value: 'no' });
  expect(box.pending()).toHaveLength(1);
  d.sent[2]!.ok(''); // its repeat takes nothing along
  await settled();
  expect(box.pending()).toHaveLength(1);
  expect(d.sent).toHaveLength(4);
  d.sent[2]!.no({ status: 0, code: 'offline' });
  d.sent[3]!.ok('');
  await settled();
  expect(box.pending()).toHaveLength(0);
  expect(new Set(d.sent.map((x) => x.press.key)).size).toBe(2);
});
