import { expect, test } from 'vitest';
import { beeping, begin, type Mine, told } from '../../caller/state';
import { kept } from '../../caller/switch';
import type { Invited, Problem } from '../../volunteer/boot';

/** A device and a server that answers when it is told to. */
function world() {
  const w = {
    device: undefined as boolean | undefined,
    said: [] as string[],
    later: [] as (() => void)[],
    answers: [] as ((p?: Problem) => void)[],
    async answer(p?: Problem) {
      w.answers.shift()?.(p);
      for (let i = 0; i < 4; i++) await Promise.resolve();
    },
  };
  const page = () =>
    kept({
      kept: () => w.device,
      keep(on) {
        w.device = on;
      },
      send(on) {
        w.said.push(`sent ${on}`);
        return new Promise((done) => w.answers.push(done));
      },
      done: (on) => void w.said.push(`done ${on}`),
      refused: (why) => void w.said.push(why.title),
      after: (_, f) => void w.later.push(f),
    });
  return { w, page };
}
const problem = (status: number): Problem => ({ status, code: 'c', title: `no ${status}` });

test('a switch that was pressed shows so, whatever is heard before the server has answered', () => {
  const mine = { id: 'ann', beep: true, version: 3, state: 'on_break', turn: 0, own: {} } as unknown as Mine;
  let c = { ...begin({ campaign: { name: 'C' } } as Invited, undefined), mine };
  // what the press itself brings about is heard before its answer comes, and says nothing of the beep
  c = told(c, 'dialer.caller_changed', { id: 'ann', version: 4, state: 'on_break', turn: 0 }) as typeof c;
  expect(c.mine.beep).toBe(true);
  expect(beeping(c, false).mine?.beep).toBe(false);
  expect(beeping(c, undefined)).toBe(c);
  expect(beeping(c, true)).toBe(c);
});

test('the last press goes up, one at a time', async () => {
  const { w, page } = world();
  const s = page();
  s.turn(false);
  s.turn(true);
  s.turn(false);
  s.turn(true);
  expect(w.said).toEqual(['sent false']);
  await w.answer();
  expect(w.device).toBe(true);
  await w.answer();
  expect(w.said).toEqual(['sent false', 'sent true', 'done true']);
  expect(w.device).toBeUndefined();
});

test('it goes up through a lost connection and a reload, and a refusal puts it back with a word', async () => {
  const { w, page } = world();
  let s = page();
  s.turn(false);
  await w.answer(problem(0));
  expect([w.device, w.later.length]).toEqual([false, 1]);
  w.later[0]?.();
  await w.answer(problem(503));
  s.flush();
  expect(w.said).toHaveLength(3);
  s = page(); // it was loaded again
  s.flush();
  expect(w.said).toHaveLength(4);
  w.answers.shift();
  await w.answer();
  expect(w.said.slice(-1)).toEqual(['done false']);
  s.flush();
  expect(w.said).toHaveLength(5);
  s.turn(true);
  await w.answer(problem(404));
  expect(w.device).toBeUndefined();
  expect(w.said.slice(-1)).toEqual(['no 404']);
});
