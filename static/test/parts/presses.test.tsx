import './browser';
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { beforeEach, expect, test, vi } from 'vitest';
import ContactsStep from '../../src/app/campaign/contacts/contacts';
import type { Room } from '../../src/app/campaign/room';
import StartStep from '../../src/app/campaign/start';
import { me } from '../../src/app/here';
import { Clicking } from '../../src/app/organisation/clicking';
import type { Campaign } from '../../src/core/campaign';
import type { Me } from '../../src/core/types';
import { campaign, load } from '../unit/campaign-world';

interface Sent {
  key: string;
  body: unknown;
}
/** What was sent to a path, and what comes back: undefined is no answer at all. */
function server(answers: (path: string, method: string) => [number, unknown] | undefined) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    if (method !== 'GET')
      sent.push({
        key: new Headers(init.headers).get('Idempotency-Key') ?? '',
        body: JSON.parse(String(init.body ?? 'null')),
      });
    const a = answers(path, method);
    if (!a) return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve(new Response(JSON.stringify(a[1]), { status: a[0] }));
  });
  return sent;
}

const roomOf = (c: Campaign) =>
  ({
    campaign: c,
    put: vi.fn(),
    again: vi.fn(),
    saving: { flush: () => Promise.resolve() },
  }) as unknown as Room;

beforeEach(() => {
  me.value = { id: 'ben', name: 'Ben', groups: [], organisation: { role: 'owner' } } as unknown as Me;
  history.replaceState(null, '', '/');
});

test('each press of “Load contacts” is one of its own: a refusal is not the answer to the next', async () => {
  let refused = true;
  const sent = server((_, method) =>
    method === 'GET'
      ? [200, { items: [] }]
      : refused
        ? [422, { status: 422, code: 'not_ready', title: 'Choose a caller ID.' }]
        : [200, campaign()],
  );
  const room = roomOf(
    campaign({ started_at: '2026-04-15T12:00:00Z', loads: [load({ state: 'scanned', valid: 5 })] }),
  );
  render(<ContactsStep room={room} />);
  const press = screen.getByRole('button', { name: 'Load 5 contacts' });
  fireEvent.click(press);
  await screen.findByText('Choose a caller ID.');
  refused = false;
  fireEvent.click(press);
  await waitFor(() => expect(room.put).toHaveBeenCalledOnce());
  expect(new Set(sent.map((x) => x.key)).size).toBe(2);
});

test('who ticks “let them be called” after a lost answer is heard', async () => {
  const on = { on: true, released: false, waiting: 7, total: 0, moved: 0 };
  let lost = true;
  const sent = server((_, method) =>
    method === 'GET' ? [200, on] : lost ? undefined : [200, { ...on, on: false }],
  );
  history.replaceState(null, '', '/?turn=off');
  render(
    <LocationProvider>
      <Clicking />
    </LocationProvider>,
  );
  const dialog = await screen.findByRole('dialog');
  fireEvent.submit(dialog.querySelector('form')!);
  await screen.findByText(/The server cannot be reached/);
  fireEvent.click(screen.getByRole('checkbox'));
  lost = false;
  fireEvent.submit(dialog.querySelector('form')!);
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent.map((x) => x.body)).toEqual([
    { on: false, release_unapproved: false },
    { on: false, release_unapproved: true },
  ]);
  expect(sent[0]?.key).not.toBe(sent[1]?.key);
});

test('a start that is refused moves the focus to the first gap', async () => {
  const missing = [
    { step: 'contacts', field: 'contacts', title: 'Upload contacts.' },
    { step: 'caller-id', field: 'caller_ids', title: 'Choose a caller ID.' },
  ] as Campaign['missing'];
  server(() => [422, { status: 422, code: 'not_ready', title: 'Two things are missing.', missing }]);
  render(
    <LocationProvider>
      <StartStep room={roomOf(campaign({ missing }))} />
    </LocationProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Start campaign' }));
  await screen.findByText('2 things left before calls can start');
  await waitFor(() => expect(document.activeElement?.tagName).toBe('A'));
  expect(document.activeElement?.textContent).toMatch(/upload contacts/);
});
