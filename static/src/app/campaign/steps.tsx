import { useLocation } from 'preact-iso';
import { hoursWords, spanWords } from '../../core/amounts';
import { type Campaign, gapsOf, type StepName, stepHref, steps, stepWords } from '../../core/campaign';
import { figure } from '../../core/text';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { stateWords } from '../campaigns/badge';
import type { Room } from './room';

/** The eight steps at the left: what is done, what is missing, and who else is where. */
export function StepsNav({ room, step }: { room: Room; step: StepName }) {
  const c = room.campaign;
  return (
    <nav class="steps" aria-label="Steps">
      <p class="t0">
        <b>{c.name || 'Campaign without a name'}</b>
        <span class="muted">{headline(c)}</span>
      </p>
      <ol>
        {steps.map(({ step: s }) => {
          const mark = markOf(c, s);
          return (
            <li key={s}>
              <a class={mark} href={stepHref(c.id, s, c)} aria-current={s === step ? 'step' : undefined}>
                <Icon name={mark === 'ok' ? 'filled' : mark === 'gap' ? 'alert' : 'open'} />
                <span class="vh">{mark === 'ok' ? 'done:' : mark === 'gap' ? 'not finished:' : ''}</span>
                {stepWords(s, c)}
                <small>{aside(c, s)}</small>
              </a>
            </li>
          );
        })}
      </ol>
      <Beside room={room} />
    </nav>
  );
}

/** On a phone and a narrow window the steps are a select. */
export function StepChoice({ room, step }: { room: Room; step: StepName }) {
  const { route } = useLocation();
  const c = room.campaign;
  return (
    <div class="stepsel">
      <label class="f">
        <span class="l">Step</span>
        <select
          class="in"
          value={step}
          onChange={(e) => route(stepHref(c.id, e.currentTarget.value as StepName, c))}
        >
          {steps.map(({ step: s }, i) => (
            <option key={s} value={s} selected={s === step}>
              {[`${i + 1} ${stepWords(s, c)}`, aside(c, s)].filter(Boolean).join(', ')}
            </option>
          ))}
        </select>
      </label>
      <Beside room={room} />
    </div>
  );
}

function Beside({ room }: { room: Room }) {
  if (!room.people.length) return null;
  return (
    <ul class="beside" aria-label="Also here">
      {room.people.slice(0, 4).map((p) => (
        <li key={p.id} class="row sm muted">
          <span aria-hidden="true">
            <Avatar name={p.name} />
          </span>
          {whereWords(p)}
        </li>
      ))}
    </ul>
  );
}

/** "Dev is editing Hours" */
function whereWords(p: { name: string; step: string; editing: boolean }): string {
  const first = p.name.split(' ')[0] ?? p.name;
  const known = steps.some((s) => s.step === p.step);
  if (!known) return `${first} is here`;
  return `${first} is ${p.editing ? 'editing' : 'in'} ${stepWords(p.step as StepName)}`;
}

export type Mark = 'ok' | 'gap' | '';

/** Whether a step has what a start needs. Integration and the start need nothing. */
export function markOf(c: Campaign, s: StepName): Mark {
  if (s === 'integration') return '';
  if (s === 'start') return c.started_at ? 'ok' : '';
  return gapsOf(c, s).length ? 'gap' : 'ok';
}

function headline(c: Campaign): string {
  const n = c.missing.length;
  const state = stateWords(c.state);
  if (!n) return c.started_at ? state : `${state}, ready to start`;
  return `${state}, ${n} ${n === 1 ? 'thing' : 'things'} left`;
}

/** The second word of a step: its gaps, else what it says. */
function aside(c: Campaign, s: StepName): string {
  const gaps = gapsOf(c, s).length;
  if (gaps) return gaps === 1 ? '1 gap' : `${gaps} gaps`;
  switch (s) {
    case 'name':
      return '';
    case 'integration':
      return 'none';
    case 'questions':
      return figure(c.script.questions.length);
    case 'contacts':
      return figure(contactsOf(c));
    case 'caller_id':
      return c.caller_ids_chosen > 1 ? figure(c.caller_ids_chosen) : '';
    case 'hours':
      return hoursAside(c);
    case 'passes':
      return passesWords(c);
    case 'start':
      return '';
    default:
      return s satisfies never;
  }
}

/** How many contacts there are, or will be by what the scan has seen. */
export function contactsOf(c: Campaign): number {
  const coming = c.loads.filter((l) => l.state === 'scanned' || l.state === 'scanning');
  return c.counts.total + coming.reduce((n, l) => n + l.valid, 0);
}

function hoursAside(c: Campaign): string {
  const [first, ...rest] = c.hours;
  if (!first) return '';
  return rest.every((d) => d.opens === first.opens && d.closes === first.closes)
    ? hoursWords(first.opens, first.closes)
    : 'by day';
}

/** "2, 4 h apart" */
function passesWords(c: Campaign): string {
  if (c.passes === 1) return '1';
  return `${c.passes}, ${spanWords(c.gap_minutes)
    .replace(/ hours?$/, ' h')
    .replace(/ minutes?$/, ' min')} apart`;
}
