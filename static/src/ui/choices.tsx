import '../styles/fields.css';
import type { Ref } from 'preact';

interface Choice<T extends string> {
  value: T;
  words: string;
}

/** One of a few, side by side. `as` tells how it looks: one bar, or loose buttons that wrap. */
export function Choices<T extends string>(p: {
  name: string;
  /** The id of the words that name the group, or the words. */
  labelledBy?: string;
  label?: string;
  choices: readonly Choice<T>[];
  value: T | undefined;
  change: (value: T) => void;
  as?: 'seg' | 'opt';
  firstRef?: Ref<HTMLInputElement>;
}) {
  return (
    <div class={p.as ?? 'seg'} role="radiogroup" aria-labelledby={p.labelledBy} aria-label={p.label}>
      {p.choices.map((c, i) => (
        <label key={c.value}>
          <input
            ref={i === 0 ? p.firstRef : undefined}
            type="radio"
            name={p.name}
            checked={c.value === p.value}
            onChange={() => p.change(c.value)}
          />
          {c.words}
        </label>
      ))}
    </div>
  );
}
