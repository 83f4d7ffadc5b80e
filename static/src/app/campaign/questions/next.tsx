import { end, leads } from '../../../core/questions';
import { Clashed, useSaved } from '../field';
import type { Editor } from './editor';

const another = 'new question';
const theEnd = 'End the call';

/** Where a branch leads: another question, a new one, or the end of the call. */
export function Next({
  editor,
  field,
  from,
  label,
  gap,
}: {
  editor: Editor;
  field: string;
  /** The question it is in. */
  from: string;
  label: string;
  gap?: boolean;
}) {
  const { room, script } = editor;
  const f = useSaved<string>(room, field);
  const value = leads(script, f.value) ? f.value : '';
  const wordsOf = (v: unknown) => {
    const i = editor.names.findIndex((q) => q.id === v);
    return v === end ? theEnd : i < 0 ? '' : `${i + 1} ${editor.names[i]!.title.value}`;
  };
  return (
    <span class="nx">
      <select
        class={gap || !value ? 'in gap' : 'in'}
        aria-label={label}
        aria-invalid={gap || !value ? true : undefined}
        value={value}
        {...f.on}
        onChange={(e) => {
          const to = e.currentTarget.value;
          f.enter(to === another ? editor.add(from) : to);
        }}
      >
        {!value && (
          <option value="" selected>
            Choose what comes next
          </option>
        )}
        {editor.names.map(
          (q, i) =>
            q.id !== from && (
              <option key={q.id} value={q.id} selected={q.id === value}>
                {i + 1} {q.title}
              </option>
            ),
        )}
        <option key={end} value={end} selected={value === end}>
          {theEnd}
        </option>
        <option key={another} value={another}>
          A new question…
        </option>
      </select>
      <Clashed room={room} field={field} words={wordsOf} />
    </span>
  );
}
