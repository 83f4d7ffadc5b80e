import { useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon';

/** Tags a person has, with what is added and taken away here. */
export function Tags(p: {
  had: readonly string[];
  added: readonly string[];
  removed: readonly string[];
  change: (added: string[], removed: string[]) => void;
}) {
  const [adding, setAdding] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const shown = [
    ...p.had.filter((t) => !p.removed.includes(t)),
    ...p.added.filter((t) => !p.had.includes(t)),
  ];
  const add = (text: string) => {
    const tag = text.trim().slice(0, 50);
    setAdding(false);
    requestAnimationFrame(() => button.current?.focus());
    if (!tag || shown.includes(tag)) return;
    if (p.had.includes(tag))
      p.change(
        [...p.added],
        p.removed.filter((t) => t !== tag),
      );
    else p.change([...p.added, tag], [...p.removed]);
  };
  const remove = (tag: string) => {
    if (p.had.includes(tag)) p.change([...p.added], [...p.removed, tag]);
    else
      p.change(
        p.added.filter((t) => t !== tag),
        [...p.removed],
      );
  };
  return (
    <div class="row wrap tags" role="group" aria-labelledby="log-tags">
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
          maxLength={50}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) {
              e.preventDefault();
              add(e.currentTarget.value);
            } else if (e.key === 'Escape') {
              e.preventDefault();
              e.stopPropagation();
              setAdding(false);
            }
          }}
          onBlur={(e) => add(e.currentTarget.value)}
        />
      ) : (
        <button type="button" class="btn tiny" ref={button} onClick={() => setAdding(true)}>
          <Icon name="plus" small />
          Add
        </button>
      )}
    </div>
  );
}
