// Logs on their way to the server.

import { useEffect } from 'preact/hooks';
import type { LogDraft } from '../../core/drafts';
import { drafts, watchActions } from '../here';

/** What was typed, by the key of its action. */
const sent = new Map<string, LogDraft>();

/** Remembers what a log was made of until the server has it. */
export function remember(key: string, draft: LogDraft) {
  sent.set(key, draft);
}

/** A log that the server refuses is a draft again: nothing typed is lost. */
export function useSentLogs() {
  useEffect(
    () =>
      watchActions({
        refused: (a) => {
          const d = sent.get(a.key);
          if (a.press.kind === 'log' && d) drafts.keep(a.press.attempt ?? a.press.entry, d);
        },
        done: (a) => void sent.delete(a.key),
      }),
    [],
  );
}
