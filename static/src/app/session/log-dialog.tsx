import './log.css';
import { clock, timer } from '../../core/times';
import type { Entry, Outcome, Rsvp, Session } from '../../core/types';
import { missedOutcomes, outcomeWords, reachedOutcomes } from '../../core/words';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { durable, now, tick } from '../here';
import { type CallOf, type LogOf, useLogDraft } from './log-draft';
import { LogSkip } from './log-skip';
import { freshSkip } from './skip-dialog';
import { Tags } from './tags';

const methods = [
  { value: 'phone_call', words: 'Phone call' },
  { value: 'text', words: 'Text message' },
  { value: 'email', words: 'Email' },
  { value: 'in_person', words: 'In person' },
  { value: 'other', words: 'Another way' },
];

export function LogDialog(p: LogOf) {
  const { entry, session, call } = p;
  const { draft, faults, touched, first, supporter, change, reach, submit, keys } = useLogDraft(p);
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
