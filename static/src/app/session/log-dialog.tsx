import './log.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { emptyLog, type LogDraft } from '../../core/drafts';
import { faultOf, requestOf, type SkipFault, surrounding } from '../../core/skips';
import { clock, timer } from '../../core/times';
import type { ContactLog, Entry, Outcome, Rsvp, SavedLog, Session } from '../../core/types';
import { missedOutcomes, outcomeWords, reachedOutcomes } from '../../core/words';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { api, drafts, durable, now, tick } from '../here';
import { freshSkip, SkipOptions } from './skip-dialog';
import { useSupporter } from './supporter';
import { Tags } from './tags';

const methods = [
  { value: 'phone_call', words: 'Phone call' },
  { value: 'text', words: 'Text message' },
  { value: 'email', words: 'Email' },
  { value: 'in_person', words: 'In person' },
  { value: 'other', words: 'Another way' },
];

export interface CallOf {
  attempt: string;
  /** Seconds of talk; undefined while it goes on. */
  seconds: number | undefined;
  answeredAt: string | undefined;
  prefill: Outcome | undefined;
}

interface Props {
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

export function LogDialog(p: Props) {
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
  const all = draft.reached === undefined ? [] : draft.reached ? reachedOutcomes : missedOutcomes;
  // "Do not call" has its own tick below; a log that says so already keeps it.
  const outcomes = all.filter((o) => o !== 'do_not_call' || draft.outcome === o);
  return (
    <Dialog
      title={
        <>
          {p.correct ? 'Correct the log' : 'Log contact'}{' '}
          <span class="muted light">
            {entry.supporter.name}
            {call ? <CallTime call={call} /> : ' · without a call'}
          </span>
        </>
      }
      class="log-d"
      close={p.close}
      closeLabel="Close, keep the draft"
      submit={submit}
      onKeyDown={keys}
      footer={
        <>
          <span class="sm muted wide then-key">{thenWords(session, entry)}</span>
          <Button quiet class="push" onPress={p.close}>
            Later
          </Button>
          <Button primary type="submit" hotkey="Ctrl ↵">
            Save
          </Button>
        </>
      }
    >
      <div class="body log">
        {p.over && touched && (
          <p class="warnl all" role="status">
            <Icon name="alert" />
            This call was logged or put off meanwhile. Saving replaces what was written down.
          </p>
        )}
        <div class="k" id="log-reached">
          Reached?
        </div>
        <div>
          <Choices
            name="reached"
            labelledBy="log-reached"
            firstRef={first}
            choices={[
              { value: 'yes', words: 'Yes' },
              { value: 'no', words: 'No' },
            ]}
            value={draft.reached === undefined ? undefined : draft.reached ? 'yes' : 'no'}
            change={(v) => reach(v === 'yes')}
          />
          {outcomes.length > 0 && (
            <Choices
              as="opt"
              name="outcome"
              label="How it went"
              choices={outcomes.map((o) => ({ value: o, words: outcomeWords[o] }))}
              value={draft.outcome}
              change={(o: Outcome) => change({ outcome: o })}
            />
          )}
          {faults.outcome && (
            <p class="err" role="alert">
              <Icon name="alert" />
              {faults.outcome}
            </p>
          )}
        </div>
        {session.list.event && (
          <>
            <div class="k" id="log-rsvp">
              RSVP
              <br />
              {session.list.event}
            </div>
            <div>
              <Choices
                name="rsvp"
                labelledBy="log-rsvp"
                choices={[
                  { value: 'yes', words: 'Yes' },
                  { value: 'no', words: 'No' },
                  { value: 'maybe', words: 'Maybe' },
                ]}
                value={draft.rsvp}
                change={(rsvp: Rsvp) => change({ rsvp })}
              />
            </div>
          </>
        )}
        <label class="k" for="log-notes">
          Notes
        </label>
        <div>
          <textarea
            class="in"
            id="log-notes"
            rows={3}
            maxLength={10_000}
            value={draft.notes}
            onInput={(e) => change({ notes: e.currentTarget.value })}
          />
          <p class="hint">
            {draft.savedAt
              ? `Draft saved on this device at ${clock(draft.savedAt)}`
              : durable.value
                ? ' '
                : 'This browser keeps nothing: save before you close the tab.'}
          </p>
        </div>
        <div class="k" id="log-tags">
          Tags
        </div>
        <Tags
          labelledBy="log-tags"
          had={supporter && 'value' in supporter ? supporter.value.tags : []}
          added={draft.tagsAdded}
          removed={draft.tagsRemoved}
          change={(tagsAdded, tagsRemoved) => change({ tagsAdded, tagsRemoved })}
        />
        <div class="k">Next time</div>
        <div>
          <div class="row wrap next-time">
            <label class="row">
              <input
                type="checkbox"
                checked={!!draft.skip}
                onChange={(e) => change({ skip: e.currentTarget.checked ? freshSkip : undefined })}
              />
              Skip for…
            </label>
            <label class="row">
              <input
                type="checkbox"
                checked={draft.doNotCall}
                onChange={(e) => change({ doNotCall: e.currentTarget.checked })}
              />
              Do not call again
            </label>
          </div>
          {draft.skip && <LogSkip draft={draft} session={session} fault={faults.skip} change={change} />}
          {draft.doNotCall && <p class="hint">Drops them from every session of the organisation at once.</p>}
          {draft.outcome === 'call_back' && !draft.skip && (
            <p class="hint">Tick “Skip for…” to say when. Without it they come back at the next cycle.</p>
          )}
        </div>
        <label class="k" for="log-method">
          Method
        </label>
        <div>
          <select
            class="in method"
            id="log-method"
            value={draft.method}
            onChange={(e) => change({ method: e.currentTarget.value })}
          >
            {methods.map((m) => (
              <option key={m.value} value={m.value}>
                {m.words}
              </option>
            ))}
          </select>
        </div>
      </div>
    </Dialog>
  );
}

function LogSkip(p: {
  draft: LogDraft;
  session: Session;
  fault: SkipFault | undefined;
  change: (c: Partial<LogDraft>) => void;
}) {
  const skip = p.draft.skip;
  tick.value;
  if (!skip) return null;
  return (
    <div class="log-skip">
      <SkipOptions
        form={skip}
        change={(s) => p.change({ skip: s })}
        around={surrounding(p.session, now())}
        fault={p.fault}
      />
      {skip.type === 'remove' && (
        <label class="f">
          <span class="l">Reason</span>
          <input
            class={p.fault?.field === 'reason' ? 'in bad' : 'in'}
            value={skip.reason}
            onInput={(e) => p.change({ skip: { ...skip, reason: e.currentTarget.value } })}
          />
        </label>
      )}
      {p.fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {p.fault.title}
        </p>
      )}
    </div>
  );
}

/** " · call 02:14", running while the talk goes on. */
function CallTime({ call }: { call: CallOf }) {
  tick.value;
  const running = call.answeredAt ? (now() - Date.parse(call.answeredAt)) / 1000 : 0;
  return <>{` · call ${timer(call.seconds ?? running)}`}</>;
}

function thenWords(s: Session, e: Entry): string {
  const next = s.cycle.next?.entry === e.id ? s.cycle.then : s.cycle.next;
  const up = s.phone.state === 'wrap_up' || s.phone.state === 'talking';
  return up && next && s.phone.person?.entry === e.id
    ? `Then press any key on your phone to call ${next.name}`
    : '';
}

function prefilled(outcome: Outcome | undefined): LogDraft {
  return outcome ? { ...emptyLog, reached: false, outcome } : emptyLog;
}

/** Reads the log that is corrected; its version goes back with the correction. A draft typed before wins. */
function useExisting(p: Props, about: string, set: (f: (d: LogDraft) => LogDraft) => void) {
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
