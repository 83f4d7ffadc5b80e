// The last people a caller talked to: for some minutes their answers can still be changed.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hour, minutes, useNow } from './clock';
import type { Does } from './does';
import type { Press } from './outbox';
import { Asked, typing } from './question';
import { given, lastOf, type Mine, pathOf, type Talk } from './state';
import { said, walk } from './walk';

const nameless = 'Somebody without a name';

/** Who they were, what was said last, and a way to change it; nothing when there is nobody. */
export function Last({ mine, does }: { mine?: Mine; does: Does }) {
  const last = lastOf(mine, useNow(does.now));
  if (!last.length) return null;
  return (
    <section class="last" aria-labelledby="last">
      <h3 id="last">
        Your last people <small>open for five minutes</small>
      </h3>
      <ul>
        {last.map((t) => (
          <li key={t.turn}>
            <b>{t.name || nameless}</b>
            <span>{t.said || 'Nothing said yet'}</span>
            <button
              type="button"
              class="link"
              aria-label={`Change ${t.name || nameless}, until ${hour(t.editable_until)}`}
              onClick={() => does.open(t.turn)}
            >
              Change
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One of them: what was answered, each to be changed; an answer that leads elsewhere asks what comes then. */
export function Correct(props: { talk: Talk; pending: readonly Press[]; caller: string; does: Does }) {
  const { talk, pending, does } = props;
  const [at, setAt] = useState<string>();
  const left = Date.parse(talk.editable_until ?? '') - useNow(does.now);
  const answers = given(talk, pending);
  const path = pathOf(talk, pending);
  const q = path.questions.find((x) => x.id === at);
  const head = useRef<HTMLHeadingElement>(null);
  const fields = { ...talk.fields, caller_first_name: props.caller };
  useEffect(() => {
    if (q) return;
    window.scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, [!q]);
  useEffect(() => {
    if (left <= 0) does.close('The five minutes for changes are over. What you had changed is kept.');
  }, [left <= 0]);
  const back = () => (q ? setAt(undefined) : does.close());
  const now = useRef(back);
  now.current = back;
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      const away = e.key === 'Escape' || (e.key === 'Backspace' && !typing(e) && !e.ctrlKey && !e.metaKey);
      if (!away || e.altKey) return;
      e.preventDefault();
      now.current();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
  const give = (value: unknown, callBack?: string) => {
    if (!q) return;
    does.answer(talk.turn, q.id, value, callBack);
    const then = [...answers.filter((g) => g.question !== q.id), { question: q.id, value }];
    setAt(walk(talk.script, then).open?.id);
  };
  return (
    <>
      <header class="onair done">
        <p class="k">
          <span>THE CALL WITH</span>
          <span role="timer">{minutes(left, false)} left</span>
        </p>
        <h1 class="n">{talk.name || nameless}</h1>
      </header>
      <main class="screen">
        {q ? (
          <Asked
            key={q.id}
            q={q}
            fields={fields}
            value={answers.find((g) => g.question === q.id)?.value}
            give={give}
            draft={does.draft(talk.turn, q.id)}
            keep={(draft) => does.keep(talk.turn, q.id, draft)}
            times
          />
        ) : (
          <div class="asked">
            <h2 class="t1" tabIndex={-1} ref={head}>
              What was said
            </h2>
            <ul class="told">
              {path.questions.map((x) => {
                const g = answers.find((y) => y.question === x.id);
                if (x.kind === 'read') return null;
                return (
                  <li key={x.id}>
                    <small>{x.title}</small>
                    <b>{g ? said(x, g.value) : 'Not answered'}</b>
                    <button
                      type="button"
                      class="link"
                      aria-label={`Change: ${x.title}`}
                      onClick={() => setAt(x.id)}
                    >
                      Change
                    </button>
                  </li>
                );
              })}
            </ul>
          </div>
        )}
        <div class="foot">
          <button type="button" class={`btn big${q ? ' quiet' : ' primary'}`} onClick={back}>
            {q ? 'Leave it as it is' : 'Done'}
          </button>
        </div>
      </main>
    </>
  );
}
