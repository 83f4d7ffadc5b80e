import { expect, test } from 'vitest';
import { inTurn } from '../../src/ui/turns';

const frame = () => new Promise<void>((go) => requestAnimationFrame(() => go()));

test('one piece of work in each frame, first come, first served; what is given up is not done', async () => {
  const done: string[] = [];
  let frames = 0;
  const at: number[] = [];
  const work = (name: string, then?: () => void) => () => {
    done.push(name);
    at.push(frames);
    then?.();
  };
  inTurn(work('a', () => inTurn(work('d'))));
  inTurn(work('b'));
  const stop = inTurn(work('given up'));
  inTurn(work('c'));
  stop();
  while (done.length < 4 && frames < 100) {
    await frame();
    frames++;
  }
  expect(done).toEqual(['a', 'b', 'c', 'd']);
  expect(new Set(at).size).toBe(4);
});
