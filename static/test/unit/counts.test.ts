import { expect, test } from 'vitest';
import { count, counts } from '../../src/app/over';

test('figures of the sidebar are told when one of them changes, and not with each event', () => {
  let told = 0;
  const stop = counts.subscribe(() => told++);
  count({ '/sessions': 3 });
  count({ '/groups': 2, '/lists': 6 });
  const before = counts.value;
  for (let i = 0; i < 200; i++) count({ '/sessions': 3 });
  count({ '/groups': 2, '/lists': 6 });
  expect(counts.value).toBe(before);
  expect(told).toBe(3); // once at the beginning
  count({ '/sessions': 4 });
  expect(counts.value).toEqual({ '/sessions': 4, '/groups': 2, '/lists': 6 });
  stop();
});
