// What is typed into the log dialog: kept on the device with each letter, until it is saved.

import { useEffect, useRef, useState } from 'preact/hooks';
import { emptyLog, type LogDraft } from '../../core/drafts';
import { faultOf, requestOf, type SkipFault, surrounding } from '../../core/skips';
import type { ContactLog, Entry, Outcome, SavedLog, Session } from '../../core/types';
import { missedOutcomes } from '../../core/words';
import { api, drafts, now } from '../here';
import { useSupporter } from './supporter';

export interface CallOf {
  attempt: string;
  /** Seconds of talk; undefined while it goes on. */
  seconds: number | undefined;
  answeredAt: string | undefined;
  prefill: Outcome | undefined;
}

/** A contact that is logged, or whose log is corrected. */
export interface LogOf {
  entry: Entry;
  session: Session;
  /** The call it is about; undefined: logged without a call. */
  call: CallOf | undefined;
  /** A log that is there already is corrected. */
  correct: boolean;
  /** And that is of a contact without a call. */
  byHand?: string | undefined;
  /** Its call was logged meanwhile, or the next one is on: an untouched dialog goes away, a touched one says so. */
  over?: boolean;
  close: () => void;
  save: (log: ContactLog, draft: LogDraft) => void;
}

type Faults = { outcome?: string; skip?: SkipFault };

/** The draft of a log, and what is done with it. */
export function useLogDraft(p: LogOf) {
  const { entry, session, call } = p;
  const about = call?.attempt ?? p.byHand ?? entry.id;
  const supporter = useSupporter(entry.supporter.id, entry.version);
  const [draft, setDraft] = useState<LogDraft>(() => drafts.read(about) ?? prefilled(call?.prefill));
  const [faults, setFaults] = useState<Faults>({});
  const version = useExisting(p, about, setDraft);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const touched = draft.savedAt > 0;
  useEffect(() => {
    if (p.over && !touched) p.close();
  }, [p.over]);

  const change = (c: Partial<LogDraft>) => {
    setFaults({});
    setDraft((d) => {
      const next = { ...d, ...c, savedAt: now() };
      if (!drafts.keep(about, next)) next.savedAt = 0;
      return next;
    });
  };
  const reach = (yes: boolean) => {
    const outcome = yes
      ? 'talked'
      : draft.outcome && missedOutcomes.includes(draft.outcome)
        ? draft.outcome
        : 'no_answer';
    change({ reached: yes, outcome, rsvp: yes ? draft.rsvp : undefined });
  };
  const submit = () => {
    if (draft.reached === undefined || !draft.outcome) {
      setFaults({ outcome: 'Say whether you reached them.' });
      first.current?.focus();
      return;
    }
    const at = now();
    const skipFault = draft.skip && faultOf(draft.skip, surrounding(session, at));
    if (skipFault) return setFaults({ skip: skipFault });
    p.save(
      {
        reached: draft.reached,
        outcome: draft.outcome,
        rsvp: draft.rsvp,
        method: draft.method,
        notes: draft.notes.trim(),
        tags_added: draft.tagsAdded,
        tags_removed: draft.tagsRemoved,
        do_not_call: draft.doNotCall,
        skip: draft.skip && requestOf(draft.skip, at),
        version: version.current,
      },
      draft,
    );
    drafts.drop(about);
    p.close();
  };
  const keys = (e: KeyboardEvent) => {
    if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') {
      e.preventDefault();
      submit();
      return;
    }
    const t = e.target as HTMLElement;
    if (
      t.matches('textarea, select, input:not([type=radio]):not([type=checkbox])') ||
      e.ctrlKey ||
      e.metaKey ||
      e.altKey
    )
      return;
    if (e.key === 'y' || e.key === 'n') {
      e.preventDefault();
      reach(e.key === 'y');
    }
  };
  return { draft, faults, touched, first, supporter, change, reach, submit, keys };
}

function prefilled(outcome: Outcome | undefined): LogDraft {
  return outcome ? { ...emptyLog, reached: false, outcome } : emptyLog;
}

/** Reads the log that is corrected; its version goes back with the correction. A draft typed before wins. */
function useExisting(p: LogOf, about: string, set: (f: (d: LogDraft) => LogDraft) => void) {
  const version = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!p.correct) return;
    api.get<SavedLog>(p.byHand ? `/logs/${about}` : `/attempts/${about}/log`).then(
      (l) => {
        version.current = l.version;
        if (drafts.read(about)) return;
        set((d) => ({
          ...d,
          reached: l.reached,
          outcome: l.outcome,
          rsvp: l.rsvp || undefined,
          method: l.method,
          notes: l.notes,
          doNotCall: l.do_not_call,
        }));
      },
      () => {}, // no log yet, or offline: an empty dialog is right
    );
  }, []);
  return version;
}
