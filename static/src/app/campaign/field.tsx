import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../ui/icon';
import type { Room } from './room';

/** What every field of the wizard does: it saves itself, follows what others type, and says so when both did. */
export function useSaved<T>(room: Room, field: string) {
  const { saving } = room;
  return {
    value: saving.value<T>(field),
    enter: (value: T) => saving.enter({ [field]: value }),
    clash: saving.draft.clashes[field],
    fault: saving.draft.faults[field],
    /** For the element that is typed into. */
    on: {
      'data-field': field,
      onFocus: () => saving.focus(field),
      onBlur: () => saving.leave(field),
    },
  };
}

/** Somebody else changed this field while it was edited here; both can still be had. */
export function Clashed({
  room,
  field,
  words,
}: {
  room: Room;
  field: string;
  words?: (theirs: unknown) => string;
}) {
  const clash = room.saving.draft.clashes[field];
  if (!clash) return null;
  const theirs = words ? words(clash.theirs) : String(clash.theirs ?? '');
  return (
    <p class="warnl clash" role="status">
      <Icon name="warn" small />
      <span>
        {clash.by.split(' ')[0]} changed this to {theirs ? `“${theirs}”` : 'nothing'}.{' '}
        <button type="button" class="link" onMouseDown={stay} onClick={() => room.saving.useTheirs(field)}>
          Use theirs
        </button>
        {room.saving.draft.typed.has(field) && (
          <>
            {' '}
            <button type="button" class="link" onMouseDown={stay} onClick={() => room.saving.keepMine(field)}>
              Keep mine
            </button>
          </>
        )}
      </span>
    </p>
  );
}

/** The field keeps the focus: leaving it would be a decision of its own. */
const stay = (e: MouseEvent) => e.preventDefault();

/** A line of text that saves itself. */
export function SavedText(p: {
  room: Room;
  field: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  maxLength?: number;
  rows?: number;
  placeholder?: string;
  /** The label is only spoken. */
  bare?: boolean;
  /** What is wrong with it, shown once it was left. */
  error?: string;
}) {
  const id = useId();
  const f = useSaved<string>(p.room, p.field);
  const error = f.fault ?? p.error;
  const same = {
    id,
    class: error ? 'in bad' : 'in',
    value: f.value ?? '',
    maxLength: p.maxLength,
    placeholder: p.placeholder,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-e` : p.hint ? `${id}-h` : undefined,
    ...f.on,
  };
  return (
    <div class="f">
      <label class={p.bare ? 'vh' : 'l'} for={id}>
        {p.label}
      </label>
      {p.rows ? (
        <textarea {...same} rows={p.rows} onInput={(e) => f.enter(e.currentTarget.value)} />
      ) : (
        <input {...same} autocomplete="off" onInput={(e) => f.enter(e.currentTarget.value)} />
      )}
      <Clashed room={p.room} field={p.field} />
      {error && (
        <p class="err" id={`${id}-e`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
      {p.hint && !error && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
    </div>
  );
}

/** One of several, saved at once. */
export function SavedSelect(p: {
  room: Room;
  field: string;
  label: ComponentChildren;
  choices: readonly { value: string; words: string }[];
  hint?: ComponentChildren;
  bare?: boolean;
  number?: boolean;
}) {
  const id = useId();
  const f = useSaved<string | number>(p.room, p.field);
  return (
    <div class="f">
      <label class={p.bare ? 'vh' : 'l'} for={id}>
        {p.label}
      </label>
      <select
        id={id}
        class={f.fault ? 'in bad' : 'in'}
        value={f.value ?? ''}
        aria-invalid={f.fault ? true : undefined}
        aria-describedby={f.fault ? `${id}-e` : p.hint ? `${id}-h` : undefined}
        {...f.on}
        onChange={(e) => f.enter(p.number ? Number(e.currentTarget.value) : e.currentTarget.value)}
      >
        {p.choices.map((c) => (
          <option key={c.value} value={c.value} selected={c.value === String(f.value)}>
            {c.words}
          </option>
        ))}
      </select>
      <Clashed
        room={p.room}
        field={p.field}
        words={(v) => p.choices.find((c) => c.value === String(v))?.words ?? String(v ?? '')}
      />
      {f.fault && (
        <p class="err" id={`${id}-e`}>
          <Icon name="alert" />
          {f.fault}
        </p>
      )}
      {p.hint && !f.fault && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
    </div>
  );
}
