import '../styles/fields.css';
import type { ComponentChildren, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon';

interface Props<T extends string> {
  label: ComponentChildren;
  value: T;
  choices: readonly { value: T; words: string }[];
  change: (value: T) => void;
  error?: string;
  hint?: ComponentChildren;
  /** The label is only spoken. */
  bare?: boolean;
  off?: boolean;
  class?: string;
  selectRef?: Ref<HTMLSelectElement>;
}

/** One of several, chosen from the device's own list. */
export function Select<T extends string>(p: Props<T>) {
  const id = useId();
  return (
    <div class={p.class ? `f ${p.class}` : 'f'}>
      <label class={p.bare ? 'vh' : 'l'} for={id}>
        {p.label}
      </label>
      <select
        id={id}
        ref={p.selectRef}
        class={p.error ? 'in bad' : 'in'}
        value={p.value}
        disabled={p.off}
        aria-invalid={p.error ? true : undefined}
        aria-describedby={p.error ? `${id}-e` : p.hint ? `${id}-h` : undefined}
        onChange={(e) => p.change(e.currentTarget.value as T)}
      >
        {p.choices.map((c) => (
          <option key={c.value} value={c.value} selected={c.value === p.value}>
            {c.words}
          </option>
        ))}
      </select>
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
