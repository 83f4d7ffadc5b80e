// The script as it will be used in a talk: nobody is on the line, nothing is kept.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { DoneIcon } from './icons';
import { Asked, typing } from './question';
import { type Given, type Script, said, walk } from './walk';

export function Preview(props: { script: Script; again: () => Promise<void>; close: () => void }) {
  const { script } = props;
  const [given, setGiven] = useState<readonly Given[]>([]);
  const { questions, open, lost } = walk(script, given);
  const head = useRef<HTMLHeadingElement>(null);
  const again = useRef(props.again);
  useEffect(() => {
    void again.current(); // it may have been edited since the page was opened
  }, []);
  useEffect(() => {
    if (open) return;
    window.scrollTo(0, 0);
    head.current?.focus();
  }, [!open]);
  const back = () => setGiven((g) => g.slice(0, -1));
  // at once, not after the next paint: fast fingers are ahead of it
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key === 'Escape') return props.close();
      if (e.key === 'Backspace' && !typing(e) && !e.ctrlKey && !e.metaKey && !e.altKey) {
        e.preventDefault();
        back();
      }
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [props.close]);
  const last = given[given.length - 1];
  const lastQ = last && questions.find((q) => q.id === last.question);
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
        {open ? (
          <Asked
            key={`${given.length} ${open.id}`}
            q={open}
            give={(value) => setGiven((before) => [...before, { question: open.id, value }])}
          />
        ) : (
          <div class="asked">
            <h2 class="t1" tabIndex={-1} ref={head}>
              {lost ? 'The script goes no further yet' : 'The talk ends here'}
            </h2>
            <p class="say">
              {lost
                ? 'The organisers are still writing this part.'
                : 'In a call, your answers are saved and the next person comes.'}
            </p>
          </div>
        )}
        <div class="foot">
          {lastQ && (
            <p class="given">
              <DoneIcon />
              <span>{said(lastQ, last.value)}</span>
              <button type="button" class="link" onClick={back}>
                Change
              </button>
            </p>
          )}
          {!open && (
            <>
              <button type="button" class="btn big primary" onClick={props.close}>
                Close the script
              </button>
              <button type="button" class="btn big" onClick={() => setGiven([])}>
                Read it again
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
