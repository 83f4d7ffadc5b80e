import { end, leads } from '../../../core/questions';
import { Clashed, useSaved } from '../field';
import type { Editor } from './editor';

const another = 'new question';

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
  const choices = [
    ...(value ? [] : [{ value: '', words: 'Choose what comes next' }]),
    ...editor.names.flatMap((q, i) =>
      q.id === from ? [] : [{ value: q.id, words: `${i + 1} ${q.title || 'Question without a title'}` }],
    ),
    { value: end, words: 'End the call' },
    { value: another, words: 'A new question…' },
  ];
  const wordsOf = (v: unknown) => choices.find((c) => c.value === v)?.words ?? '';
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
        {choices.map((c) => (
          <option key={c.value} value={c.value} selected={c.value === value}>
            {c.words}
          </option>
        ))}
      </select>
      <Clashed room={room} field={field} words={wordsOf} />
    </span>
  );
}
