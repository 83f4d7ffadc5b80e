// The person behind a row: read when first looked at, again when their contacts have changed.

import { useEffect, useState } from 'preact/hooks';
import type { Supporter } from '../../core/types';
import { api } from '../here';

export type Read<T> = { value: T } | { fault: unknown } | undefined;

/** `mark` is anything that changes when the person's record may have (an entry's version). */
export function useSupporter(id: string | undefined, mark: unknown): Read<Supporter> {
  const [read, setRead] = useState<{ of: string; what: Read<Supporter> }>();
  useEffect(() => {
    if (!id) return;
    const stop = new AbortController();
    api.get<Supporter>(`/supporters/${id}`, { signal: stop.signal }).then(
      (value) => setRead({ of: id, what: { value } }),
      (fault) => {
        if (stop.signal.aborted) return;
        // What was read before is better than nothing.
        setRead((old) =>
          old?.of === id && old.what && 'value' in old.what ? old : { of: id, what: { fault } },
        );
      },
    );
    return () => stop.abort();
  }, [id, mark]);
  return read?.of === id ? read?.what : undefined;
}
