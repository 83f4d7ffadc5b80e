import '../styles/fields.css';
import type { ComponentChildren, Ref, TargetedClipboardEvent } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon';

interface Props {
  label: ComponentChildren;
  value: string;
  change: (value: string) => void;
  /** In words; the field is marked and described by it. */
  error?: string;
  hint?: ComponentChildren;
  type?: 'text' | 'email' | 'password' | 'tel' | 'date';
  name?: string;
  autoComplete?: string;
  inputRef?: Ref<HTMLInputElement>;
  placeholder?: string;
  maxLength?: number;
  min?: string;
  max?: string;
  onBlur?: () => void;
  after?: ComponentChildren;
  autoFocus?: boolean;
  inputMode?: 'text' | 'tel' | 'email' | 'numeric' | 'decimal';
}

/** A labelled text field. What is pasted is trimmed; an error stands under it in words. */
export function Field(p: Props) {
  const id = useId();
  return (
    <div class="f">
      <label class="l" for={id}>
        {p.label}
      </label>
      <span class="with">
        <input
          id={id}
          ref={p.inputRef}
          class={p.error ? 'in bad' : 'in'}
          {...{ type: (p.type ?? 'text') as 'text' }}
          name={p.name}
          value={p.value}
          autocomplete={p.autoComplete ?? 'off'}
          placeholder={p.placeholder}
          maxLength={p.maxLength}
          min={p.min}
          max={p.max}
          inputMode={p.inputMode}
          autofocus={p.autoFocus}
          aria-invalid={p.error ? true : undefined}
          aria-describedby={p.error ? `${id}-e` : p.hint ? `${id}-h` : undefined}
          onInput={(e) => p.change(e.currentTarget.value)}
          onPaste={(e) => trimPaste(e, p.change)}
          onBlur={p.onBlur}
        />
        {p.after}
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

function trimPaste(e: TargetedClipboardEvent<HTMLInputElement>, change: (v: string) => void) {
  const text = e.clipboardData?.getData('text');
  if (!text || text === text.trim()) return;
  e.preventDefault();
  const i = e.currentTarget;
  i.setRangeText(text.trim(), i.selectionStart ?? i.value.length, i.selectionEnd ?? i.value.length, 'end');
  change(i.value);
}
