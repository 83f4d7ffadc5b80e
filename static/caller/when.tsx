// When to call back: a time that was agreed on, or none.
import { useEffect, useRef, useState } from 'preact/hooks';

/** What a field for date and time takes, in the device's time. */
export function local(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The next full quarter of an hour, so many hours from now. */
export function inHours(now: Date, hours: number): Date {
  const at = new Date(now.getTime() + hours * 3_600_000);
  at.setMinutes(Math.ceil(at.getMinutes() / 15) * 15, 0, 0);
  return at;
}

/** How long ahead a time can be: the server takes no later one. */
const most = 30 * 24 * 3_600_000;

export function When(props: {
  label: string;
  /** What was typed before, and hears of what is. */
  typed?: string;
  type: (at: string) => void;
  give: (at?: string) => void;
  back: () => void;
}) {
  const [now] = useState(() => new Date());
  const [at, put] = useState(() => props.typed || local(inHours(now, 2)));
  const setAt = (words: string) => {
    put(words);
    props.type(words);
  };
  const [wrong, setWrong] = useState('');
  const head = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, []);
  const go = () => {
    const ms = Date.parse(at);
    if (!(ms > Date.now()) || ms > Date.now() + most) {
      setWrong('Choose a time within the next 30 days.');
      return field.current?.focus();
    }
    props.give(new Date(ms).toISOString());
  };
  const soon: [string, Date][] = [
    ['In an hour', inHours(now, 1)],
    ['In 3 hours', inHours(now, 3)],
    ['This time tomorrow', inHours(now, 24)],
  ];
  return (
    <div class="asked">
      <h2 class="ask" id="ask" tabIndex={-1} ref={head}>
        When shall we call back?
      </h2>
      <p class="hint">{props.label}</p>
      <div class="soon" role="group" aria-label="Soon">
        {soon.map(([words, when]) => (
          <button type="button" class="btn" key={words} onClick={() => setAt(local(when))}>
            {words}
          </button>
        ))}
      </div>
      <label class="field f">
        <span>Date and time, as your clock has it</span>
        <input
          type="datetime-local"
          ref={field}
          value={at}
          aria-invalid={!!wrong}
          aria-describedby="wrong"
          onInput={(e) => {
            setAt(e.currentTarget.value);
            setWrong('');
          }}
        />
      </label>
      <p id="wrong" class="wrong" role="alert">
        {wrong}
      </p>
      <div class="ans next">
        <button type="button" class="btn big primary mid1" onClick={go}>
          Call back then
        </button>
        <button type="button" class="btn big mid1" onClick={() => props.give()}>
          No time was agreed on
        </button>
        <button type="button" class="btn big quiet mid1" onClick={props.back}>
          Another answer
        </button>
      </div>
    </div>
  );
}
