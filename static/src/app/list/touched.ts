import { useEffect, useRef } from 'preact/hooks';
import type { Supporter } from '../../core/types';
import { api } from '../here';

/** Events carry no numbers: somebody who was edited is read again. */
export function useTouched(id: string | undefined, put: (s: Supporter) => void) {
  const latest = useRef(put);
  latest.current = put;
  useEffect(() => {
    const who = id?.split(' ')[0];
    if (!who) return;
    const stop = new AbortController();
    api.get<Supporter>(`/supporters/${who}`, { signal: stop.signal }).then(
      (s) => latest.current(s),
      () => {},
    );
    return () => stop.abort();
  }, [id]);
}
