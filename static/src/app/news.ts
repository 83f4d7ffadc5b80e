// What an admin should hear of on whichever page they are.

import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { refuse } from '../ui/toast';
import { news } from './here';

/** Says that a webhook was switched off by itself, until it is closed. */
export function useNews() {
  const { route } = useLocation();
  useEffect(
    () =>
      news.subscribe((e) => {
        if (e?.kind !== 'hooks.webhook_switched_off') return;
        refuse(`The webhook to ${e.data.host} failed for days and is switched off.`, {
          words: 'Webhooks',
          press: () => route('/organisation/webhooks'),
        });
      }),
    [],
  );
}
