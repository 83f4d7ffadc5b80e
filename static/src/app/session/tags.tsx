import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { tagsOf } from '../../core/amounts';
import { Icon } from '../../ui/icon';

/** Tags a person has, with what is put on and taken off here. */
export function Tags(p: {
  had: readonly string[];
  added: readonly string[];
  removed: readonly string[];
  change: (added: string[], removed: string[]) => void;
  /** The id of what says whose they are. */
  labelledBy: string;
  autoFocus?: boolean;
}) {
  const [adding, setAdding] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const shown = [
    ...p.had.filter((t) => !p.removed.includes(t)),
    ...p.added.filter((t) => !p.had.includes(t)),
  ];
  // What had the focus goes away: the next key must not fall into nothing.
  const lost = useRef(false);
  useLayoutEffect(() => {
    if (!lost.current || !button.current) return;
    lost.current = false;
    button.current.focus();
  });
  const focusButton = () => {
    lost.current = true;
  };
  /** Several may be typed at once, with commas between. */
  const add = (text: string) => {
    setAdding(false);
    const tags = tagsOf(text)
      .map((t) => t.slice(0, 50))
      .filter((t) => !shown.includes(t));
    if (!tags.length) return;
    p.change(
      [...p.added, ...tags.filter((t) => !p.had.includes(t))],
      p.removed.filter((t) => !tags.includes(t)),
    );
  };
  const remove = (tag: string) => {
    focusButton();
    if (p.had.includes(tag)) p.change([...p.added], [...p.removed, tag]);
    else
      p.change(
        p.added.filter((t) => t !== tag),
        [...p.removed],
      );
  };
  return (
    <div class="row wrap tags" role="group" aria-labelledby={p.labelledBy}>
      {shown.map((t) => (
        <span class="tag" key={t}>
          {t}
          <button type="button" aria-label={`Remove tag ${t}`} onClick={() => remove(t)}>
            <Icon name="close" small />
          </button>
        </span>
      ))}
      {adding ? (
        <input
          class="in tag-in"
          aria-label="New tag"
          autofocus
          ref={(el) => {
            el?.focus();
          }}
          maxLength={200}
          onKeyDown={(e) => {
            const field = e.currentTarget;
            if (e.key === 'Enter') {
              e.preventDefault();
              e.stopPropagation();
              const { form } = field;
              add(field.value);
              focusButton();
              // Ctrl Enter saves: what was typed here first.
              if (e.ctrlKey || e.metaKey) requestAnimationFrame(() => form?.requestSubmit());
            } else if (e.key === 'Escape') {
              e.preventDefault();
              e.stopPropagation();
              field.value = '';
              setAdding(false);
              focusButton();
            }
          }}
          onBlur={(e) => add(e.currentTarget.value)}
        />
      ) : (
        <button
          type="button"
          class="btn tiny"
          ref={button}
          autofocus={p.autoFocus}
          onClick={() => setAdding(true)}
        >
          <Icon name="plus" small />
          Add
        </button>
      )}
    </div>
  );
}
