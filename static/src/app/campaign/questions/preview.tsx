import { useEffect, useState } from 'preact/hooks';
import type { Answer, Question, Script } from '../../../core/campaign-fields';
import { end, said, sampleOf } from '../../../core/questions';
import { Icon } from '../../../ui/icon';
import type { Room } from '../room';

/** The script in a phone-sized frame, as a caller reads it. A press on an answer follows its path. */
export function Preview({ room, script, at }: { room: Room; script: Script; at?: string }) {
  const [path, setPath] = useState<readonly string[]>([]);
  const [more, setMore] = useState(false);
  // What is edited is what is seen.
  useEffect(() => {
    if (at) setPath([at]);
    setMore(false);
  }, [at]);
  const here = path.at(-1);
  const q = here === end ? undefined : (script.questions.find((x) => x.id === here) ?? script.questions[0]);
  const person = sampleOf(room.campaign.loads);
  const go = (to: string | undefined) => {
    setMore(false);
    setPath([...(path.length ? path : [script.questions[0]?.id ?? end]), to ?? '']);
  };
  const lost = here !== undefined && here !== end && !script.questions.some((x) => x.id === here);
  return (
    <>
      <div class="frame">
        <p class="on">
          YOU ARE TALKING TO
          <b>{person.name}</b>
        </p>
        <div class="in3">
          {lost ? (
            <p class="warnl">
              <Icon name="warn" />
              This answer leads nowhere yet.
            </p>
          ) : q ? (
            <Asked q={q} person={person} more={more} setMore={setMore} go={go} />
          ) : (
            <p class="ask">The talk is over. The next person comes by itself.</p>
          )}
        </div>
      </div>
      <p class="hint row">
        {path.length > 1 ? (
          <button type="button" class="link" onClick={() => setPath(path.slice(0, -1))}>
            One answer back
          </button>
        ) : (
          'Press an answer to follow its path.'
        )}
      </p>
    </>
  );
}

function Asked({
  q,
  person,
  more,
  setMore,
  go,
}: {
  q: Question;
  person: Record<string, string>;
  more: boolean;
  setMore: (on: boolean) => void;
  go: (to: string | undefined) => void;
}) {
  const behind = q.answers.filter((a) => a.more);
  const shown = q.answers.filter((a) => !a.more || more);
  const press = (a: Answer) => q.kind === 'single' && go(a.next);
  return (
    <>
      {q.text.trim() && <p class="quote">{said(q.text, person)}</p>}
      <p class="ask">{said(q.title, person) || 'Question without a title'}</p>
      {(q.kind === 'single' || q.kind === 'multiple') &&
        shown.map((a) => (
          <button type="button" class="btn" key={a.id} onClick={() => press(a)}>
            {q.kind === 'multiple' && <span class="box" aria-hidden="true" />}
            {a.label || 'Answer'}
          </button>
        ))}
      {behind.length > 0 && !more && (
        <button type="button" class="btn quiet" onClick={() => setMore(true)}>
          More…
        </button>
      )}
      {q.kind === 'text' && <input class="in" aria-label="Answer in the preview" placeholder="A few words" />}
      {q.kind === 'number' && (
        <input class="in" type="number" aria-label="Answer in the preview" placeholder="0" />
      )}
      {q.kind === 'date' && <input class="in" type="date" aria-label="Answer in the preview" />}
      {q.kind !== 'single' && (
        <button type="button" class="btn primary" onClick={() => go(q.next)}>
          Continue
        </button>
      )}
    </>
  );
}
