import './browser';
import { render, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { live } from '../../src/app/here';
import { Room } from '../../src/app/session/room';
import { useEdits } from '../../src/app/session/supporter';
import { entriesOf } from '../../src/core/roster';
import type { Entry } from '../../src/core/types';
import { entry, session } from '../unit/world';

interface Ears {
  event: (e: unknown) => void;
  reset: () => void;
}
const ears = new Map<string, Ears>();
let rows: Entry[] = [];

beforeEach(() => {
  ears.clear();
  vi.spyOn(live, 'subscribe').mockImplementation(((topic: string, _: number, on: Ears) => {
    ears.set(topic, on);
    return { close: () => {}, here: () => {}, resume: () => {} };
  }) as never);
  vi.stubGlobal('fetch', (url: string) =>
    Promise.resolve(new Response(JSON.stringify(url.includes('/entries') ? { items: rows } : session()))),
  );
});

test('whoever missed what happened on the list reads anew who is with another leader', async () => {
  const with_ = (r: Room) => [...entriesOf(r.state.value!.roster)].map((e) => e.with?.name ?? '');
  rows = [entry(1, { with: { id: 'sarah', name: 'Sarah' } }), entry(2)];
  const room = new Room('session');
  const Page = () => {
    useEdits(
      'list',
      (e) => room.heard(e),
      () => room.again(),
    );
    return null;
  };
  render(<Page />);
  await room.open();
  expect(with_(room)).toEqual(['Sarah', '']);
  expect(room.state.value?.session.cycle.next?.entry).toBe('e2');
  rows = [entry(1), entry(2)]; // her call has ended while nobody told this page
  ears.get('list/list')?.reset();
  await waitFor(() => expect(with_(room)).toEqual(['', '']));
  expect(room.state.value?.session.cycle.next?.entry).toBe('e1');
});
