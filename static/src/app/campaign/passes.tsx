import { useEffect, useState } from 'preact/hooks';
import { amountOf, minutesOf, spanWords, type Unit } from '../../core/amounts';
import { Choices } from '../../ui/choices';
import { Icon } from '../../ui/icon';
import { Clashed, SavedSelect, useSaved } from './field';
import type { Room } from './room';

const passes = ['1', '2', '3', '4', '5'].map((value) => ({ value, words: value }));
const units: readonly Unit[] = ['minutes', 'hours', 'days'];
const longest = 30 * 1440;

const modes = [
  { value: 'approve', words: 'says that a number may be called' },
  { value: 'launch', words: 'calls the number, there and then' },
];

/** The times to choose from, and one that the API may have set. */
function wrapUps(now = 120) {
  return [...new Set([30, 60, 120, 180, 300, 600, now])]
    .sort((a, b) => a - b)
    .map((s) => ({
      value: String(s),
      words: s % 60 || s < 60 ? `${s} seconds` : s === 60 ? 'one minute' : `${s / 60} minutes`,
    }));
}

/** Step 7: how often a number is tried that nobody answered, and the time between; and who begins a call. */
export default function PassesStep({ room }: { room: Room }) {
  const f = useSaved<number>(room, 'passes');
  const gap = useSaved<number>(room, 'gap_minutes');
  const n = f.value ?? 1;
  const minutes = gap.value ?? 0;
  return (
    <div class="form">
      <div class="f" data-field="passes">
        <span class="l" id="passes-l">
          Passes
        </span>
        <div onFocusCapture={f.on.onFocus} onBlurCapture={f.on.onBlur}>
          <Choices
            name="passes"
            labelledBy="passes-l"
            choices={passes}
            value={String(n)}
            change={(v) => f.enter(Number(v))}
          />
        </div>
        <Clashed room={room} field="passes" />
        <p class="hint">
          {n === 1
            ? 'Each number is called once. Call-backs that were agreed come on top.'
            : `Where nobody answers, the number is called up to ${n} times. Question 1 says which answers end it sooner.`}
        </p>
      </div>
      <Gap room={room} field={gap} />
      {minutes < 60 && !gap.fault && (
        <p class="warnl" role="status">
          <Icon name="warn" />
          People may be called again within the hour. Most find that too often.
        </p>
      )}
      {n > 1 && minutes >= 60 && (
        <p class="sub">
          {n} passes, at least {spanWords(minutes)} apart: somebody who never answers is called for the last
          time {spanWords(minutes * (n - 1))} after the first, or later.
        </p>
      )}
      <SavedSelect
        room={room}
        field="wrap_up_seconds"
        number
        label="After a talk, callers have for their answers"
        choices={wrapUps(room.saving.value<number>('wrap_up_seconds'))}
        hint="Who is not done by then is asked whether they are ready. Each may take 30 seconds more."
      />
      <Mode room={room} />
    </div>
  );
}

/** What a press of a clicker does. It may be changed at any time. */
function Mode({ room }: { room: Room }) {
  const launch = room.saving.value<string>('clicking_mode') === 'launch';
  return (
    <>
      <SavedSelect
        room={room}
        field="clicking_mode"
        label="A clicker’s press"
        choices={modes}
        hint={
          launch
            ? 'Every call is begun by a clicker, and only while a caller is free for it: landlines and further passes too. Nothing is dialled by itself.'
            : 'A clicker approves each number that is not a landline, once. It is called when a caller is free.'
        }
      />
      {!room.campaign.clicking.on && (
        <p class="sub">
          Clicking is switched off for all campaigns, so no call needs a press.{' '}
          <a href="/organisation">Settings</a>
        </p>
      )}
    </>
  );
}

/** The time between attempts, as an amount and its unit. */
function Gap({ room, field: f }: { room: Room; field: ReturnType<typeof useSaved<number>> }) {
  const minutes = f.value ?? 0;
  const [typed, setTyped] = useState(() => shown(minutes));
  const [fault, setFault] = useState<string>();
  useEffect(() => {
    // Somebody else's value came in: it shows.
    if (minutesOf(typed.amount, typed.unit) !== minutes && !fault) setTyped(shown(minutes));
  }, [minutes]);
  const put = (next: typeof typed) => {
    setTyped(next);
    const m = minutesOf(next.amount, next.unit);
    if (m === undefined) return setFault('Give a whole number.');
    if (m > longest) return setFault('The time between attempts is at most 30 days.');
    setFault(undefined);
    f.enter(m);
  };
  const error = fault ?? f.fault;
  return (
    <div class="f">
      <label class="l" for="gap">
        At least this long between attempts at one person
      </label>
      <span class="row amount">
        <input
          id="gap"
          class={error ? 'in bad' : 'in'}
          inputMode="numeric"
          autocomplete="off"
          value={typed.amount}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'gap-e' : undefined}
          {...f.on}
          onInput={(e) => put({ ...typed, amount: e.currentTarget.value })}
        />
        <select
          class="in"
          aria-label="Unit"
          value={typed.unit}
          onFocus={f.on.onFocus}
          onBlur={f.on.onBlur}
          onChange={(e) => put({ ...typed, unit: e.currentTarget.value as Unit })}
        >
          {units.map((u) => (
            <option key={u} value={u} selected={u === typed.unit}>
              {u}
            </option>
          ))}
        </select>
      </span>
      <Clashed room={room} field="gap_minutes" words={(v) => spanWords(Number(v))} />
      {error && (
        <p class="err" id="gap-e">
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
  );
}

function shown(minutes: number): { amount: string; unit: Unit } {
  const { amount, unit } = amountOf(minutes);
  return { amount: String(amount), unit };
}
