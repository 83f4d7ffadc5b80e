import './browser';
import { render, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { begin, live } from '../../src/app/here';
import { Room } from '../../src/app/session/room';
import { useEdits } from '../../src/app/session/supporter';
import { entriesOf } from '../../src/core/roster';
import type { Entry } from '../../src/core/types';
import { entry, event, session } from '../unit/world';

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

test('what is acknowledged is not taken back by news from before it', async () => {
  rows = [entry(1), entry(2)];
  const room = new Room('session');
  await room.open();
  const session = ears.get('session/session')!;
  const status = (n: number) => room.entry(`e${n}`)?.status;
  const skip = { type: 'today' as const };
  const { seq } = room.state.value!;
  const replies: ((r: unknown) => void)[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.endsWith('/me'))
      return new Response(JSON.stringify({ id: 'ben', name: 'Ben', organisation: { id: 'o' } }));
    return new Response(JSON.stringify(await new Promise((go) => replies.push(go))));
  });
  await begin();

  // Skipped and taken back before anything is heard: the replies come first, then the skip's event, then that of the undo.
  const undo = room.undoable({ kind: 'skip', session: 'session', entry: 'e1', name: 'Aisha Khan', skip });
  expect(status(1)).toBe('skipped');
  undo?.();
  expect(status(1)).toBe('available');
  await waitFor(() => expect(replies.length).toBe(1));
  replies[0]?.({ version: 2, action: 'a1', undo_until: '2026-04-15T13:00:10Z' });
  await waitFor(() => expect(replies.length).toBe(2));
  replies[1]?.({
    action: 'a1',
    kind: 'skip',
    at: '2026-04-15T13:00:01Z',
    entry: { ...entry(1), version: 3 },
  });
  await waitFor(() => expect(room.waiting.value.size).toBe(0));
  expect(status(1)).toBe('available');
  const other = entry(2, {
    status: 'skipped',
    skip: { ...skip, at: '', by: { id: '', name: '' } },
    version: 2,
  });
  session.event(event(seq + 1, { entries: [{ ...other, id: 'e1' }, other] }));
  await waitFor(() => expect(status(2)).toBe('skipped')); // that is in
  expect(status(1)).toBe('available');
  session.event(event(seq + 2, { entries: [entry(1, { version: 3, attempts: 4 })] }));
  await waitFor(() => expect(room.entry('e1')?.attempts).toBe(4));
});
