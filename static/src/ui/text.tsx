import '../styles/fields.css';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon';

/** Several lines of text; the field grows with them. */
export function TextArea(p: {
  label: ComponentChildren;
  value: string;
  change: (value: string) => void;
  error?: string;
  hint?: ComponentChildren;
  maxLength?: number;
  rows?: number;
  placeholder?: string;
  bare?: boolean;
}) {
  const id = useId();
  return (
    <div class="f">
      <label class={p.bare ? 'vh' : 'l'} for={id}>
        {p.label}
      </label>
      <textarea
        id={id}
        class={p.error ? 'in bad' : 'in'}
        rows={p.rows ?? 3}
        value={p.value}
        maxLength={p.maxLength}
        placeholder={p.placeholder}
        aria-invalid={p.error ? true : undefined}
        aria-describedby={p.error ? `${id}-e` : p.hint ? `${id}-h` : undefined}
        onInput={(e) => p.change(e.currentTarget.value)}
      />
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
