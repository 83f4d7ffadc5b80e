// The talk: who it is, how long it goes on, one question after the other; when the contact has gone, the rest of the answers.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { minutes, useNow } from './clock';
import type { Does } from './does';
import { DoneIcon, DotsIcon, HangUpIcon } from './icons';
import type { Press } from './outbox';
import { Asked, typing } from './question';
import { type Caller, given, type Mine, pathOf, type Talk as Talked } from './state';
import { said } from './walk';

export function Talk(props: { caller: Caller; talk: Talked; pending: readonly Press[]; does: Does }) {
  const { talk, pending, does } = props;
  const mine = props.caller.mine as Mine;
  const [back, setBack] = useState(0);
  const [menu, setMenu] = useState(false);
  const [ending, setEnding] = useState(false);
  const over = mine.state === 'wrap_up';
  const answers = given(talk, pending);
  const path = pathOf(talk, pending);
  const steps = path.questions;
  const last = path.open ? steps.length - 1 : steps.length;
  const at = Math.max(0, last - back);
  const q = steps[at];
  const before = steps[at - 1];
  const known = answers.some((g) => g.question === talk.script.questions[0]?.id);
  const fields = { ...talk.fields, caller_first_name: firstOf(props.caller.invited?.me?.name ?? '') };

  useEffect(() => {
    setBack(0);
    setEnding(false);
  }, [talk.turn]);
  useEffect(() => {
    if (over) setEnding(false);
  }, [over]);
  const give = (value: unknown, callBack?: string) => {
    if (!q) return;
    setBack(0);
    does.answer(talk.turn, q.id, value, callBack);
  };
  const go = () => setBack((b) => Math.min(b + 1, last));
  const save = () => does.save(talk.turn);
  const rest = () => (mine.wish === 'break' ? does.back() : does.rest());
  const now = useRef({ go, save, rest, able: over && known });
  now.current = { go, save, rest, able: over && known };
  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      const { go, save, rest, able } = now.current;
      if (e.key === 'Backspace' && !typing(e) && !e.ctrlKey && !e.metaKey && !e.altKey) {
        e.preventDefault();
        go();
      } else if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.defaultPrevented && able) {
        e.preventDefault();
        save();
      } else if (e.altKey && e.code === 'KeyB') {
        e.preventDefault();
        rest();
      } else if (e.key === 'Escape') setMenu(false);
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);

  return (
    <>
      <OnAir talk={talk} mine={mine} does={does} />
      <main class="screen">
        {q ? (
          <Asked
            key={`${talk.turn} ${at} ${q.id}`}
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
            <h2 class="t1">That was the last question</h2>
          </div>
        )}
        <div class="foot hold">
          {before && (
            <p class="given">
              <DoneIcon />
              <span>{said(before, answers.find((g) => g.question === before.id)?.value)}</span>
              <button type="button" class="link" onClick={go}>
                Change
              </button>
            </p>
          )}
          {back > 0 && (
            <button
              type="button"
              class="btn big quiet"
              onClick={() => {
                if (q) does.keep(talk.turn, q.id);
                setBack(0);
              }}
            >
              Leave it as it is
            </button>
          )}
          {mine.wish && (
            <p class="wish">
              <span>
                {mine.notice === 'asked_to_finish'
                  ? 'The organisers have asked everybody to finish: this is your last call.'
                  : mine.wish === 'break'
                    ? 'You take a break after this call.'
                    : 'You finish after this call.'}
              </span>
              <button type="button" class="link" onClick={does.back}>
                Carry on
              </button>
            </p>
          )}
          {menu && (
            <div class="menu" id="more">
              {mine.wish !== 'break' && (
                <button
                  type="button"
                  class="btn big"
                  onClick={() => {
                    setMenu(false);
                    does.rest();
                  }}
                >
                  Take a break after this call
                </button>
              )}
              {mine.wish !== 'finish' && (
                <button
                  type="button"
                  class="btn big"
                  onClick={() => {
                    setMenu(false);
                    does.finish();
                  }}
                >
                  Finish after this call
                </button>
              )}
            </div>
          )}
          <div class="foot2">
            {over ? (
              <button
                type="button"
                class={`btn big${q ? '' : ' primary'}`}
                aria-disabled={!known}
                onClick={() => known && save()}
              >
                {!known ? 'Say first who answered' : q ? 'Leave the rest out' : saves(mine.wish)}
              </button>
            ) : (
              <button
                type="button"
                class="btn big bad"
                aria-disabled={ending}
                onClick={() => {
                  setEnding(true);
                  void does.hangUp(talk.turn).then((lost) => lost && setEnding(false));
                }}
              >
                <HangUpIcon />
                {ending ? 'Ending the call…' : 'End call'}
              </button>
            )}
            <button
              type="button"
              class="btn big quiet dots"
              aria-label="More"
              aria-expanded={menu}
              aria-controls="more"
              onClick={() => setMenu((m) => !m)}
            >
              <DotsIcon />
            </button>
          </div>
          <p class="keys">
            <kbd>1</kbd>–<kbd>9</kbd> answer · <kbd>Backspace</kbd> previous answer · <kbd>Alt B</kbd> break
          </p>
        </div>
      </main>
    </>
  );
}

function saves(wish: Mine['wish']): string {
  if (wish === 'break') return 'Save and take the break';
  return wish === 'finish' ? 'Save and finish' : 'Save and next';
}

export function firstOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}

/** Green while they are on the line. */
function OnAir({ talk, mine, does }: { talk: Talked; mine: Mine; does: Does }) {
  const over = mine.state === 'wrap_up';
  const now = useNow(does.now);
  const left = mine.due_at ? Date.parse(mine.due_at) - now : 0;
  const same = talk.household.length ? `same number: ${talk.household.join(', ')}` : '';
  const place = [talk.fields.city ?? talk.fields.town ?? '', same].filter(Boolean).join(' · ');
  return (
    <>
      <header class={`onair${over ? ' done' : ''}`}>
        <p class="k">
          <span>{over ? 'THE CALL WITH' : 'YOU ARE TALKING TO'}</span>
          {over ? (
            <span class="left">
              <span role="timer">{minutes(left, false)} left</span>
              <button type="button" class="link" onClick={() => does.more(talk.turn)}>
                30 s more
              </button>
            </span>
          ) : (
            <time role="timer">{minutes(now - Date.parse(talk.since))}</time>
          )}
        </p>
        <h1 class="n">
          {talk.name || 'Somebody without a name'}
          {over && <small> is over</small>}
        </h1>
      </header>
      <p class="vh" role="status">
        {over
          ? `The call with ${talk.name} is over. ${left < 30_000 ? 'Less than 30 seconds are left for your answers.' : 'Save your answers.'}`
          : `You are talking to ${talk.name}.`}
      </p>
      {place && (
        <section class="hh" aria-label="About them">
          {place}
        </section>
      )}
      {!mine.phone_connected && (
        <div class="strip" role="status">
          <span>Your phone is off the line. What you answer is kept all the same.</span>
          <button type="button" class="btn" onClick={() => void does.ring()}>
            Ring my phone
          </button>
        </div>
      )}
    </>
  );
}
