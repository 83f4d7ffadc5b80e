import '../styles/fields.css';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** On or off, with its words beside it; what it means stands under them. */
export function Check(p: {
  label: ComponentChildren;
  on: boolean;
  change: (on: boolean) => void;
  hint?: ComponentChildren;
  off?: boolean;
}) {
  const id = useId();
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        checked={p.on}
        disabled={p.off}
        aria-describedby={p.hint ? `${id}-h` : undefined}
        onChange={(e) => p.change(e.currentTarget.checked)}
      />
      <label for={id}>{p.label}</label>
      {p.hint && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
    </div>
  );
}
