import { useId } from 'preact/hooks';
import { Icon } from '../../../ui/icon';

/** A date and a time, as a clock on the wall of the campaign's place shows it. */
export function Moment(p: { label: string; value: string; change: (value: string) => void; error?: string }) {
  const id = useId();
  return (
    <div class="f">
      <label class="l" for={id}>
        {p.label}
      </label>
      <input
        id={id}
        type="datetime-local"
        class={p.error ? 'in bad' : 'in'}
        value={p.value}
        aria-invalid={p.error ? true : undefined}
        aria-describedby={p.error ? `${id}-e` : undefined}
        onInput={(e) => p.change(e.currentTarget.value)}
      />
      {p.error && (
        <p class="err" id={`${id}-e`}>
          <Icon name="alert" />
          {p.error}
        </p>
      )}
    </div>
  );
}
