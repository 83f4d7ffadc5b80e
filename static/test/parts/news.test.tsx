import { render } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { expect, test } from 'vitest';
import { news } from '../../src/app/here';
import { useNews } from '../../src/app/news';
import type { AnyEvent } from '../../src/core/events';
import { toasts } from '../../src/ui/toast';

function Listening() {
  useNews();
  return null;
}

const told = (kind: string, data: unknown): AnyEvent =>
  ({ topic: 'user/u', seq: 4, kind, at: '2026-04-15T10:00:00Z', data }) as AnyEvent;

test('a webhook that was switched off by itself is said on any page, with the way to it; other news are not', () => {
  render(
    <LocationProvider>
      <Listening />
    </LocationProvider>,
  );
  news.value = told('account.mobile_verified', {});
  expect(toasts.value).toEqual([]);
  news.value = told('hooks.webhook_switched_off', { id: 'h', host: 'hooks.example' });
  expect(toasts.value).toMatchObject([
    { words: 'The webhook to hooks.example failed for days and is switched off.', stays: true },
  ]);
  toasts.value[0]?.action?.press();
  expect(location.pathname).toBe('/organisation/webhooks');
});
