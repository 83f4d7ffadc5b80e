// The script as it will be used in a talk: nobody is on the line, nothing is kept.
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { DoneIcon } from './icons';
import { answer, end, type Given, here, paragraphs, parts, type Question, type Script } from './walk';

export function Preview(props: {
  script: Script;
  me: string;
  again: () => Promise<void>;
  close: () => void;
}) {
  const { script } = props;
  const [given, setGiven] = useState<readonly Given[]>([]);
  const q = here(script, given);
  const head = useRef<HTMLHeadingElement>(null);
  const again = useRef(props.again);
  useEffect(() => {
    void again.current(); // it may have been edited since the page was opened
  }, []);
  useEffect(() => {
    window.scrollTo(0, 0);
    head.current?.focus();
  }, [given.length]);
  const back = () => setGiven((g) => g.slice(0, -1));
  // at once, not after the next paint: fast fingers are ahead of it
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key === 'Escape') return props.close();
      const field = e.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(e.target.tagName);
      const typing = field && (e.target as HTMLInputElement).type !== 'checkbox';
      if (e.key === 'Backspace' && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
        e.preventDefault();
        back();
      }
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [props.close]);
  const last = given[given.length - 1];
  return (
    <>
      <header class="trial">
        <p>
          <span>THE SCRIPT</span>
          <button type="button" class="btn" onClick={props.close}>
            Close
          </button>
        </p>
        <h1>Nobody is on the line</h1>
      </header>
      <main class="screen">
        {q === 'end' || q === 'lost' ? (
          <div class="asked">
            <h2 class="t1" tabIndex={-1} ref={head}>
              {q === 'end' ? 'The talk ends here' : 'The script goes no further yet'}
            </h2>
            <p class="say">
              {q === 'end'
                ? 'In a call, your answers are saved and the next person comes.'
                : 'The organisers are still writing this part.'}
            </p>
          </div>
        ) : (
          <Asked
            key={`${given.length} ${q.id}`}
            q={q}
            head={head}
            give={(g) => setGiven((before) => [...before, g])}
          />
        )}
        <div class="foot">
          {last && (
            <p class="given">
              <DoneIcon />
              <span>{last.said.join(', ') || last.question}</span>
              <button type="button" class="link" onClick={back}>
                Change
              </button>
            </p>
          )}
          {(q === 'end' || q === 'lost') && (
            <>
              <button type="button" class="btn big primary" onClick={() => setGiven([])}>
                Read it again
              </button>
              <button type="button" class="btn big" onClick={props.close}>
                Close the script
              </button>
            </>
          )}
          <p class="keys">
            <kbd>1</kbd>–<kbd>9</kbd> answer · <kbd>Backspace</kbd> back · <kbd>Esc</kbd> close
          </p>
        </div>
      </main>
    </>
  );
}

/** One question with what to say and what can be answered. */
function Asked(props: {
  q: Question;
  head: { current: HTMLHeadingElement | null };
  give: (g: Given) => void;
}) {
  const { q, give } = props;
  const [more, setMore] = useState(false);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const choices = q.kind === 'single' || q.kind === 'multiple';
  const first = q.answers.filter((a) => !a.more);
  const rest = q.answers.filter((a) => a.more);
  const shown = choices ? (more || !first.length ? [...first, ...rest] : first) : [];
  const hidden = shown.length < q.answers.length && choices;
  const press = (id: string) => {
    if (q.kind === 'single') return give(answer(q, [id]));
    setPicked((p) => (p.indexOf(id) >= 0 ? p.filter((x) => x !== id) : [...p, id]));
  };
  const go = () => give(answer(q, picked, typed));
  const now = useRef({ shown, press, go, hidden });
  now.current = { shown, press, go, hidden };
  // at once, not after the next paint: fast fingers are ahead of it
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      const { shown, press, go, hidden } = now.current;
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && q.kind !== 'single') {
        e.preventDefault();
        return go();
      }
      const typing =
        e.target instanceof HTMLElement &&
        /^(INPUT|TEXTAREA)$/.test(e.target.tagName) &&
        (e.target as HTMLInputElement).type !== 'checkbox';
      if (typing || e.repeat || e.ctrlKey || e.metaKey || e.altKey || !/^[1-9]$/.test(e.key)) return;
      const n = Number(e.key) - 1;
      const a = shown[n];
      if (a) press(a.id);
      else if (hidden && n === shown.length) setMore(true);
      else return;
      e.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [q.kind]);
  const label = q.title || 'What did they say?';
  return (
    <div class="asked">
      {paragraphs(q.text).map((p) => (
        <p class="say" key={p}>
          <Words text={p} />
        </p>
      ))}
      <h2 class="ask" id="ask" tabIndex={-1} ref={props.head}>
        <Words text={q.title || (choices ? label : 'Then go on')} />
      </h2>
      {choices && (
        <div class="ans" role="group" aria-labelledby="ask">
          {shown.map((a, n) =>
            q.kind === 'single' ? (
              <button type="button" class="btn big" key={a.id} onClick={() => press(a.id)}>
                {n < 9 && <kbd aria-hidden="true">{n + 1}</kbd>}
                <span>{a.label}</span>
              </button>
            ) : (
              <label class="btn big" key={a.id}>
                {n < 9 && <kbd aria-hidden="true">{n + 1}</kbd>}
                <span>{a.label}</span>
                <input type="checkbox" checked={picked.indexOf(a.id) >= 0} onChange={() => press(a.id)} />
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
          onInput={(e) => setTyped(e.currentTarget.value)}
        />
      )}
      {(q.kind === 'number' || q.kind === 'date') && (
        <input
          class="typed"
          type={q.kind}
          inputMode={q.kind === 'number' ? 'decimal' : undefined}
          aria-labelledby="ask"
          value={typed}
          onInput={(e) => setTyped(e.currentTarget.value)}
        />
      )}
      {q.kind !== 'single' && (
        <button type="button" class="btn big primary next" onClick={go}>
          {q.next === end ? 'Save and end' : 'Next'}
        </button>
      )}
    </div>
  );
}

/** Words with merge fields shown as such. */
function Words({ text }: { text: string }) {
  return (
    <>
      {parts(text).map((p, n) => (
        <Fragment key={n}>{p.field ? <span class="mf">{p.words}</span> : p.words}</Fragment>
      ))}
    </>
  );
}
