// One question with what to say and what can be answered: in a talk, and in the preview of its script.
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Draft } from './draft';
import { end, paragraphs, parts, type Question } from './walk';
import { When } from './when';

type Choice = Question['answers'][number];

export interface Asking {
  q: Question;
  /** Values for merge fields; those without one are shown by their names. */
  fields?: Readonly<Record<string, string>>;
  /** What was answered before. */
  value?: unknown;
  /** The answer is given; with a time where one was asked for. */
  give(value: unknown, callBack?: string): void;
  /** Asks for the time of a call back. */
  times?: boolean;
  /** What was typed and not given, and where that is kept; without a draft there is none any more. */
  draft?: Draft;
  keep?(draft?: Draft): void;
}

export function Asked({ q, fields, value, times, draft, ...props }: Asking) {
  const before = value !== undefined;
  const choices = q.kind === 'single' || q.kind === 'multiple';
  const [more, setMore] = useState(false);
  const [picked, setPicked] = useState<readonly string[]>(
    draft?.picked ?? (Array.isArray(value) ? (value as string[]) : []),
  );
  const [typed, setTyped] = useState(
    draft?.typed ?? (before && value !== null && !choices ? String(value) : ''),
  );
  const [later, setLater] = useState<Choice | undefined>(q.answers.find((a) => a.id === draft?.later));
  const [wrong, setWrong] = useState('');
  const head = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, []);

  const first = q.answers.filter((a) => !a.more || a.id === value);
  const rest = q.answers.filter((a) => first.indexOf(a) < 0);
  const shown = choices ? (more || !first.length ? [...first, ...rest] : first) : [];
  const hidden = choices && shown.length < q.answers.length;
  const chosen = useRef(picked); // two presses may come before the next drawing
  const give = (given: unknown, callBack?: string) => {
    props.keep?.();
    props.give(given, callBack);
  };
  const type = (words: string) => {
    setTyped(words);
    props.keep?.({ typed: words });
  };
  const put = (a?: Choice) => {
    setLater(a);
    props.keep?.(a && { later: a.id });
  };
  const press = (a: Choice) => {
    if (q.kind === 'multiple') {
      const was = chosen.current;
      chosen.current = was.indexOf(a.id) >= 0 ? was.filter((x) => x !== a.id) : [...was, a.id];
      props.keep?.({ picked: chosen.current });
      return setPicked(chosen.current);
    }
    if (times && a.retry?.again === 'at_time') return put(a);
    give(a.id);
  };
  const go = () => {
    switch (q.kind) {
      case 'multiple':
        return give(picked);
      case 'number': {
        const n = typed.trim() === '' ? null : Number(typed.replace(',', '.'));
        if (field.current?.validity.badInput || (n !== null && !Number.isFinite(n))) {
          setWrong('This is no number.');
          return field.current?.focus();
        }
        return give(n);
      }
      case 'date':
        if (field.current?.validity.badInput) {
          setWrong('This is no date.');
          return field.current.focus();
        }
        return give(typed || null);
      case 'read':
        return give(true);
      default:
        return give(typed.trim());
    }
  };
  const now = useRef({ shown, press, go, hidden, later });
  now.current = { shown, press, go, hidden, later };
  // at once, not after the next paint: fast fingers are ahead of it
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      const { shown, press, go, hidden, later } = now.current;
      if (later || e.defaultPrevented) return;
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && q.kind !== 'single') {
        e.preventDefault();
        return go();
      }
      if (typing(e) || e.repeat || e.ctrlKey || e.metaKey || e.altKey || !/^[1-9]$/.test(e.key)) return;
      const n = Number(e.key) - 1;
      const a = shown[n];
      if (a) press(a);
      else if (hidden && n === shown.length) setMore(true);
      else return;
      e.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [q.kind]);

  if (later)
    return (
      <When
        label={later.label}
        typed={draft?.at}
        type={(at) => props.keep?.({ later: later.id, at })}
        give={(at) => give(later.id, at)}
        back={() => put()}
      />
    );
  return (
    <div class="asked">
      {paragraphs(q.text).map((p, n) => (
        <p class="say" key={n}>
          <Words text={p} fields={fields} />
        </p>
      ))}
      <h2 class="ask" id="ask" tabIndex={-1} ref={head}>
        <Words text={q.title || (choices ? 'What did they say?' : 'Then go on')} fields={fields} />
      </h2>
      {choices && (
        <div class="ans" role="group" aria-labelledby="ask">
          {shown.map((a, n) =>
            q.kind === 'single' ? (
              <button
                type="button"
                class="btn big"
                key={a.id}
                aria-pressed={before ? a.id === value : undefined}
                onClick={() => press(a)}
              >
                {n < 9 && <kbd aria-hidden="true">{n + 1}</kbd>}
                <span>{a.label}</span>
              </button>
            ) : (
              <label class="btn big" key={a.id}>
                {n < 9 && <kbd aria-hidden="true">{n + 1}</kbd>}
                <span>{a.label}</span>
                <input type="checkbox" checked={picked.indexOf(a.id) >= 0} onChange={() => press(a)} />
              </label>
            ),
          )}
          {hidden && (
            <button type="button" class="btn big quiet" aria-expanded={false} onClick={() => setMore(true)}>
              {shown.length < 9 && <kbd aria-hidden="true">{shown.length + 1}</kbd>}
              <span>More</span>
            </button>
          )}
        </div>
      )}
      {q.kind === 'text' && (
        <textarea
          class="typed"
          rows={3}
          maxLength={2000}
          aria-labelledby="ask"
          value={typed}
          onInput={(e) => type(e.currentTarget.value)}
        />
      )}
      {(q.kind === 'number' || q.kind === 'date') && (
        <input
          class="typed"
          ref={field}
          type={q.kind}
          step="any"
          inputMode={q.kind === 'number' ? 'decimal' : undefined}
          aria-labelledby="ask"
          aria-invalid={!!wrong}
          aria-describedby="wrong"
          value={typed}
          onInput={(e) => {
            type(e.currentTarget.value);
            setWrong('');
          }}
        />
      )}
      <p id="wrong" class="wrong">
        {wrong}
      </p>
      {q.kind !== 'single' && (
        <button type="button" class="btn big primary next" onClick={go}>
          {q.next === end ? 'Save and end' : 'Next'}
        </button>
      )}
    </div>
  );
}

/** Whether a key goes into a field. */
export function typing(e: KeyboardEvent): boolean {
  return (
    e.target instanceof HTMLElement &&
    /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) &&
    ['checkbox', 'radio'].indexOf((e.target as HTMLInputElement).type) < 0
  );
}

/** Words with merge fields: filled, or shown as such. */
export function Words({ text, fields }: { text: string; fields?: Readonly<Record<string, string>> }) {
  return (
    <>
      {parts(text, fields).map((p, n) => (
        <Fragment key={n}>{p.field ? <span class="mf">{p.words}</span> : p.words}</Fragment>
      ))}
    </>
  );
}
