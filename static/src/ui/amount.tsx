import '../styles/fields.css';
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { amountOf, minutesOf, type Unit } from '../core/amounts';
import { Icon } from './icon';

const units: readonly Unit[] = ['minutes', 'hours', 'days'];

/** A span of time as a whole number and its unit. Tells minutes; NaN while no amount stands there. */
export function Amount(p: {
  label: ComponentChildren;
  minutes: number;
  change: (minutes: number) => void;
  error?: string;
  hint?: ComponentChildren;
}) {
  const id = useId();
  const [typed, setTyped] = useState(() => shown(p.minutes));
  const known = minutesOf(typed.amount, typed.unit);
  // Somebody else's value came in: it shows.
  if (!Number.isNaN(p.minutes) && known !== p.minutes) setTyped(shown(p.minutes));
  const put = (next: { amount: string; unit: Unit }) => {
    setTyped(next);
    p.change(minutesOf(next.amount, next.unit) ?? Number.NaN);
  };
  return (
    <div class="f">
      <label class="l" for={id}>
        {p.label}
      </label>
      <span class="row amount">
        <input
          id={id}
          class={p.error ? 'in bad' : 'in'}
          inputMode="numeric"
          autocomplete="off"
          value={typed.amount}
          aria-invalid={p.error ? true : undefined}
          aria-describedby={p.error ? `${id}-e` : p.hint ? `${id}-h` : undefined}
          onInput={(e) => put({ ...typed, amount: e.currentTarget.value })}
        />
        <select
          class="in"
          aria-label="Unit"
          value={typed.unit}
          onChange={(e) => put({ ...typed, unit: e.currentTarget.value as Unit })}
        >
          {units.map((u) => (
            <option key={u} value={u} selected={u === typed.unit}>
              {u}
            </option>
          ))}
        </select>
      </span>
      {p.error && (
        <p class="err" id={`${id}-e`}>
          <Icon name="alert" />
          {p.error}
        </p>
      )}
      {p.hint && !p.error && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
    </div>
  );
}

function shown(minutes: number): { amount: string; unit: Unit } {
  const { amount, unit } = amountOf(minutes);
  return { amount: String(amount), unit };
}
