import './start.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { hoursWords, spanWords } from '../../core/amounts';
import {
  type Campaign,
  type Gap,
  gapsOf,
  type StepName,
  stepHref,
  steps,
  stepWords,
} from '../../core/campaign';
import { figure } from '../../core/text';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { api, newKey, Problem } from '../here';
import type { Room } from './room';
import { contactsOf, markOf } from './steps';

/** Step 8: everything at a glance, and Start. With something missing it says what, each with the way to its field. */
export default function StartStep({ room }: { room: Room }) {
  const c = room.campaign;
  const { route } = useLocation();
  const [missing, setMissing] = useState<readonly Gap[]>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const key = useRef(newKey());
  const box = useRef<HTMLElement>(null);
  // What was filled in meanwhile, here or by somebody else, is missing no more.
  const left = missing && c.missing;
  useEffect(() => {
    if (missing) box.current?.querySelector('a')?.focus();
  }, [missing]);
  const start = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await room.saving.flush(true); // what was typed last counts
      room.put(
        await api.post<Campaign>(`/campaigns/${c.id}/start`, {}, { key: key.current, patience: 60_000 }),
      );
      route(`/campaigns/${c.id}/run`, true);
    } catch (e) {
      key.current = newKey();
      if (e instanceof Problem && e.code === 'not_ready') {
        setMissing((e.body.missing as Gap[] | undefined) ?? c.missing);
        room.again();
      } else
        setFault(
          e instanceof Problem ? e.title : 'The server cannot be reached. Nothing was started; try again.',
        );
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {left && left.length > 0 && (
        <section class="miss" role="alert" aria-labelledby="miss" ref={box}>
          <h2 id="miss">
            <Icon name="alert" />
            {left.length} {left.length === 1 ? 'thing' : 'things'} left before calls can start
          </h2>
          <ol>
            {left.map((g) => (
              <li key={`${g.step}${g.field}`}>
                <a href={stepHref(c.id, g.step, c, g.field)}>
                  <span>
                    <u>{stepWords(g.step)}</u>: {lower(g.title)}
                  </span>
                  <Icon name="forward" small />
                </a>
              </li>
            ))}
          </ol>
        </section>
      )}
      <dl class="sum">
        {steps
          .filter((s) => s.step !== 'start')
          .map(({ step }) => (
            <Line key={step} c={c} step={step} />
          ))}
      </dl>
      <div class="go">
        <Button primary class="start" busy={busy} onPress={() => void start()}>
          {busy ? 'Starting…' : 'Start campaign'}
        </Button>
        <p>{afterwards(c)}</p>
      </div>
      {fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      )}
    </>
  );
}

/** Behind a colon a sentence goes on. */
function lower(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence) ? (sentence[0] ?? '').toLowerCase() + sentence.slice(1) : sentence;
}

function Line({ c, step }: { c: Campaign; step: StepName }) {
  const mark = markOf(c, step);
  const gap = gapsOf(c, step)[0];
  return (
    <div class={mark}>
      <Icon name={mark === 'ok' ? 'filled' : mark === 'gap' ? 'alert' : 'open'} />
      <dt>{stepWords(step)}</dt>
      <dd>{said(c, step)}</dd>
      <dd>
        <a
          href={stepHref(c.id, step, c, gap?.field)}
          aria-label={`${gap ? 'Fix' : 'Edit'} ${stepWords(step)}`}
        >
          {gap ? 'Fix' : 'Edit'}
        </a>
      </dd>
    </div>
  );
}

/** What a step holds, in a few words. */
function said(c: Campaign, step: StepName) {
  const gaps = gapsOf(c, step);
  switch (step) {
    case 'name':
      return c.name ? `${c.name}, ${placeOf(c.zone)} time` : 'No name';
    case 'integration':
      return 'None. Not needed.';
    case 'questions': {
      const n = c.script.questions.length;
      const words = `${n} ${n === 1 ? 'question' : 'questions'}`;
      if (!gaps.length) return words;
      return `${words}, ${gaps.length === 1 ? (gaps[0]?.title ?? '') : `${gaps.length} gaps`}`;
    }
    case 'contacts':
      return contactsSaid(c) ?? gaps[0]?.title ?? '';
    case 'caller_id':
      if (!c.caller_ids_chosen) return 'None chosen';
      return c.caller_ids?.length === 1 ? c.caller_ids[0] : `${c.caller_ids_chosen} numbers`;
    case 'hours':
      return hoursSaid(c);
    case 'passes':
      return `${c.passes === 1 ? 'One' : `${c.passes}, at least ${spanWords(c.gap_minutes)} apart`}${c.clicking_mode === 'launch' ? '. Each call by a click' : ''}`;
    case 'start':
      return '';
    default:
      return step satisfies never;
  }
}

function contactsSaid(c: Campaign) {
  const n = contactsOf(c);
  if (!n) return undefined;
  const rejected = c.loads.reduce((sum, l) => sum + l.rejected, 0);
  return (
    <>
      {figure(n)} from {c.loads.length === 1 ? 'one file' : `${c.loads.length} files`}.
      {rejected > 0 && (
        <>
          {' '}
          {figure(rejected)} {rejected === 1 ? 'row' : 'rows'} left out,{' '}
          <a href={stepHref(c.id, 'contacts', c)}>with reasons</a>
        </>
      )}
    </>
  );
}

function hoursSaid(c: Campaign): string {
  const [first, ...rest] = c.hours;
  if (!first) return 'No day chosen';
  const days =
    c.hours.length === 7
      ? 'every day'
      : c.hours.length === 1
        ? 'one day a week'
        : `${c.hours.length} days a week`;
  const alike = rest.every((d) => d.opens === first.opens && d.closes === first.closes);
  const never = c.never_open ? `. ${figure(c.never_open)} contacts never fit into them` : '';
  return `${alike ? hoursWords(first.opens, first.closes) : 'By the day'}, ${days}, at each person’s place${never}`;
}

function placeOf(zone: string): string {
  return (zone.split('/').pop() ?? zone).replace(/_/g, ' ');
}

/** What pressing Start does, and how long it takes: a server loads some fifty thousand rows a second. */
function afterwards(c: Campaign): string {
  const minutes = Math.ceil(c.loads.reduce((n, l) => n + l.rows, 0) / 50_000 / 60);
  const long = minutes > 1 ? `about ${minutes} minutes` : 'less than a minute';
  return `Starting loads the numbers, which takes ${long}. Nobody is called before callers join.`;
}
