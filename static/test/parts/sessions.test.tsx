import './browser';
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { beforeEach, expect, test, vi } from 'vitest';
import { live, me } from '../../src/app/here';
import { SessionsPage } from '../../src/app/sessions/page';
import type { Me, SessionRow } from '../../src/core/types';
import { toasts } from '../../src/ui/toast';

const row = (id: string, leader: string, over: Partial<SessionRow> = {}) =>
  ({
    id,
    name: `Session ${id}`,
    group: { id: 'g1', name: 'Leeds North' },
    list: { id: 'l1', name: 'Event RSVPs' },
    leader: { id: leader, name: leader },
    status: 'started',
    progress: { total: 4, completed: 1, completed_by_leader: 1 },
    on_phone: false,
    active_at: '2026-04-15T14:00:00Z',
    version: 3,
    ...over,
  }) as SessionRow;

const user = (role: 'captain' | 'vice_captain', organisation?: 'owner' | 'admin') =>
  ({
    id: 'ben',
    name: 'Ben Adams',
    mobile: '+447700900123',
    groups: organisation ? [] : [{ id: 'g1', name: 'Leeds North', role }],
    organisation: { role: organisation },
  }) as unknown as Me;

/** Answers the reading of the index with rows, and what comes after with the answers in their order. */
let callBacks: unknown[] = [];
function server(rows: SessionRow[], ...answers: [status: number, body: unknown][]) {
  const asked: { call: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if ((init.method ?? 'GET') === 'GET') {
      const items = url.includes('/groups') ? [{ id: 'g1' }] : url.includes('/call-backs') ? callBacks : rows;
      return Promise.resolve(
        new Response(JSON.stringify({ items, archived: url.includes('archived') ? 0 : 5 })),
      );
    }
    const path = url.replace('/api/v1', '');
    asked.push({ call: `${init.method} ${path}`, body: JSON.parse(String(init.body)) });
    const [status, body] = answers.shift() ?? [503, { status: 503, code: 'busy', title: 'No more answers.' }];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return asked;
}

const open = () =>
  render(
    <LocationProvider>
      <SessionsPage />
    </LocationProvider>,
  );
const menuOf = async (id: string) => {
  const button = await screen.findByRole('button', { name: `Menu for Session ${id}` });
  button.focus();
  fireEvent.click(button);
  return screen.getAllByRole('menuitem').map((i) => i.textContent);
};
const choose = (words: string) => fireEvent.click(screen.getByRole('menuitem', { name: words }));
const name = () => screen.getByLabelText('Name') as HTMLInputElement;
const submit = () => fireEvent.submit(screen.getByRole('dialog').querySelector('form')!);

beforeEach(() => {
  history.replaceState(null, '', '/sessions');
  toasts.value = [];
  callBacks = [];
  me.value = user('vice_captain');
});

test('what happens while the list is read is not lost', async () => {
  const topic = vi.spyOn(live, 'subscribe');
  let answer = (_: Response) => {};
  vi.stubGlobal('fetch', () => new Promise<Response>((go) => (answer = go)));
  open();
  await waitFor(() => expect(topic).toHaveBeenCalled());
  const listener = topic.mock.calls[0]?.[2];
  const session = row('2', 'ben');
  listener?.event({
    kind: 'calling.session_listed',
    topic: 'sessions/g1',
    seq: 7,
    at: '',
    data: { session },
  });
  answer(new Response(JSON.stringify({ items: [row('1', 'ben')] })));
  await screen.findByText('Session 1');
  expect(screen.getByText('Session 2')).toBeTruthy();
  topic.mockRestore();
});

const another = 'Duplicate for another list';
const own = ['Rename', another, 'Archive'];
test.each<[string, Me, string[], string[]]>([
  ['a vice-captain', user('vice_captain'), own, [another]],
  ['a captain', user('captain'), own, own],
  ['an admin', user('captain', 'admin'), own, own],
])(
  'the menu of %s has what they may do with their own and with others’ sessions',
  async (_, who, own, other) => {
    me.value = who;
    server([row('1', 'ben'), row('2', 'chloe')]);
    open();
    expect(await menuOf('1')).toEqual(own);
    fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' });
    expect(await menuOf('2')).toEqual(other);
  },
);

test('a session is renamed in the index, with the version that was seen', async () => {
  const asked = server([row('1', 'ben')], [200, { ...row('1', 'ben'), name: 'Tuesday', version: 4 }]);
  open();
  await menuOf('1');
  choose('Rename');
  await screen.findByRole('dialog');
  expect(name().value).toBe('Session 1');
  fireEvent.input(name(), { target: { value: '  ' } });
  submit();
  await screen.findByText('Give the session a name.');
  expect(asked).toEqual([]);
  fireEvent.input(name(), { target: { value: ' Tuesday ' } });
  submit();
  await screen.findByRole('link', { name: 'Tuesday' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([{ call: 'PATCH /sessions/1', body: { name: 'Tuesday', version: 3 } }]);
  expect(toasts.value.map((t) => t.words)).toEqual(['The session is called Tuesday now.']);
});

test('renamed elsewhere meanwhile: both names stand there, and the second press is asked of the new version', async () => {
  const theirs = { ...row('1', 'ben'), name: 'Monday', version: 4 };
  const asked = server(
    [row('1', 'ben')],
    [409, { status: 409, code: 'conflict', title: 'The session was renamed meanwhile.', current: theirs }],
    [200, { ...theirs, name: 'Tuesday', version: 5 }],
  );
  open();
  await menuOf('1');
  choose('Rename');
  await screen.findByRole('dialog');
  fireEvent.input(name(), { target: { value: 'Tuesday' } });
  submit();
  await screen.findByText(/changed this to “Monday”/);
  expect(name().value).toBe('Tuesday');
  submit();
  await screen.findByRole('link', { name: 'Tuesday' });
  expect(asked.map((a) => a.body)).toEqual([
    { name: 'Tuesday', version: 3 },
    { name: 'Tuesday', version: 4 },
  ]);
});

test('an archived session leaves the index, and the focus goes to the row beside it', async () => {
  const asked = server([row('1', 'ben'), row('2', 'ben')], [200, { ...row('1', 'ben'), status: 'archived' }]);
  open();
  await menuOf('1');
  choose('Archive');
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Session 1' })).toBeNull());
  expect(asked.map((a) => a.call)).toEqual(['POST /sessions/1/archive']);
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Menu for Session 2');
  expect(toasts.value.map((t) => t.words)).toEqual(['Session 1 is archived.']);
});

test('it says how many archived ones there are, and of filtered ones, of which that is not known, only that', async () => {
  server([row('1', 'ben'), row('2', 'ben')], [200, { ...row('1', 'ben'), status: 'archived' }]);
  open();
  await screen.findByRole('button', { name: 'Show 5 archived' });
  await menuOf('1');
  choose('Archive');
  await screen.findByRole('button', { name: 'Show 6 archived' });
  fireEvent.click(screen.getByRole('radio', { name: 'Mine' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Show archived' }));
  await screen.findByRole('button', { name: 'Hide archived' });
});

test('a refused archiving says why and leaves the row', async () => {
  server([row('1', 'ben')], [403, { status: 403, code: 'forbidden', title: 'Only captains may do this.' }]);
  open();
  await menuOf('1');
  choose('Archive');
  await waitFor(() => expect(toasts.value.map((t) => t.words)).toEqual(['Only captains may do this.']));
  expect(screen.getByRole('link', { name: 'Session 1' })).toBeTruthy();
});

test('who asked for a call back and cannot be called now is in the list, with why and until when', async () => {
  const back = (name: string, over: object) => ({
    entry: name,
    at: new Date(Date.now() - 60_000).toISOString(),
    due: true,
    supporter: { id: name, name },
    session: { id: '1', name: 'Session 1' },
    list: { id: 'l1', name: 'Event RSVPs' },
    leader: { id: 'ben', name: 'Ben Adams' },
    ...over,
  });
  const night = { cause: 'hours', status: 'unavailable', returns_at: '2036-04-15T09:00:00Z' };
  callBacks = [
    back('Chloe Reid', night),
    back('Tom Whitfield', { status: 'system_skipped', cause: 'minimum_time' }),
  ];
  server([row('1', 'ben')]);
  history.replaceState(null, '', '/sessions?due=yes');
  const page = open();
  await screen.findByText(/^Waits until .*: it is outside of the calling hours where they live\.$/);
  screen.getByText(
    'Passed over: another leader has just tried them. A new cycle or Check again brings them back.',
  );
  expect(screen.queryByText('due now')).toBeNull();
  screen.getByText(/asked for a call back today, and cannot be called just now:/);
  page.unmount();

  callBacks = [back('Chloe Reid', night), back('Ivy Marsh', { status: 'available' })];
  server([row('1', 'ben')]);
  open();
  await screen.findByText('due now');
  screen.getByText(/one is due since/);
  expect(screen.getByText(/asked for a call back today/).textContent).toMatch(/: Ivy Marsh/);
});
