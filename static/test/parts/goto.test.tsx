import './browser';
import { fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import GoTo from '../../src/app/goto/dialog';
import { me } from '../../src/app/here';
import type { Me } from '../../src/core/types';

beforeEach(() => {
  me.value = { id: 'ben', name: 'Ben Adams', groups: [], organisation: {} } as unknown as Me;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a search that failed is asked again, until it is answered or something else is looked for', async () => {
  const asked: string[] = [];
  let away = true;
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(decodeURIComponent(String(url).replace(/.*q=/, '')));
    if (away) throw new TypeError('no network');
    const items = [{ kind: 'supporter', id: 's1', name: 'Xaver Schattenried', about: '' }];
    return new Response(JSON.stringify({ items }), { headers: { 'Content-Type': 'application/json' } });
  });
  render(
    <LocationProvider>
      <GoTo close={() => {}} />
    </LocationProvider>,
  );
  const field = screen.getByRole('combobox');
  fireEvent.input(field, { target: { value: 'schatt' } });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(screen.getByText('The server cannot be reached.')).toBeTruthy();
  fireEvent.input(field, { target: { value: 'schatten' } });
  await vi.advanceTimersByTimeAsync(200);
  away = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(screen.getByRole('option', { name: /Xaver Schattenried/ })).toBeTruthy();
  expect(screen.queryByText('The server cannot be reached.')).toBeNull();
  expect(asked).toEqual(['schatt', 'schatt', 'schatten', 'schatten']);
});
