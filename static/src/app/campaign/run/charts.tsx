import { useState } from 'preact/hooks';
import { percent } from '../../../core/calls';
import { lineOf, shiftsOf, ticksOf } from '../../../core/run';
import { figure } from '../../../core/text';
import { clock } from '../../../core/times';

export interface Series {
  /** "approvals": it stands behind its last figure. */
  words: string;
  one: string;
  values: readonly number[];
  /** The one that matters most. */
  live?: boolean;
}

/** The drawing's height, in pixels. */
const tall = 124;

/** Lines over the minutes. The drawing stretches, the words beside it do not; the same figures stand in a table. */
export function LineChart(p: {
  id: string;
  title: string;
  times: readonly string[];
  zone: string;
  series: readonly Series[];
  /** What will be here, while there is nothing. */
  empty: string;
  /** What one place of the line is; without it a minute. */
  each?: { per: string; column: string; last: string; label: (at: string) => string };
}) {
  const [table, setTable] = useState(false);
  const each = p.each ?? {
    per: 'per minute',
    column: 'Minute',
    last: 'This minute',
    label: (t: string) => clock(t, p.zone),
  };
  const some = p.series.some((s) => s.values.some((v) => v > 0));
  const ticks = ticksOf(some ? Math.max(0, ...p.series.flatMap((s) => s.values)) : 3);
  const top = ticks[ticks.length - 1] ?? 1;
  const at = (n: number) => (p.times[n] ? each.label(p.times[n]) : '');
  const last = p.times.length - 1;
  const shifts = shiftsOf(
    p.series.map((s) => ((s.values[last] ?? 0) / top) * tall),
    20, // a line of words
  );
  const now = p.series.map((s) => said(s)).join(' and ');
  return (
    <section class="blk" aria-labelledby={p.id}>
      <div class="bh">
        <h2 id={p.id}>{p.title}</h2>
        <span class="sm muted">{each.per}</span>
        <button type="button" class="link" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? 'As a chart' : 'As a table'}
        </button>
      </div>
      {table ? (
        <MinuteTable {...p} column={each.column} label={each.label} />
      ) : (
        <div
          class={some ? 'plot' : 'plot bare'}
          role="img"
          aria-label={
            some
              ? `${p.title}, ${last > 0 ? `${at(0)} to ` : ''}${at(last)}. ${each.last} ${now}.`
              : `${p.title}. ${p.empty}.`
          }
        >
          <div class="y" aria-hidden="true">
            {(some ? ticks : [0]).map((t) => (
              <span key={t} style={{ bottom: `${(t / top) * 100}%` }}>
                {figure(t)}
              </span>
            ))}
          </div>
          <svg class="chart" viewBox="0 0 600 120" preserveAspectRatio="none" aria-hidden="true">
            {ticks.map((t) => {
              const y = 120 - (t / top) * 120;
              return <line key={t} class="grid" x1="0" x2="600" y1={y} y2={y} />;
            })}
            {some &&
              p.series.map((s) => (
                <path key={s.words} class={s.live ? 'l2' : 'l1'} d={lineOf(s.values, top)} />
              ))}
          </svg>
          {some ? (
            <div class="e" aria-hidden="true">
              {p.series.map((s, i) => (
                <span
                  key={s.words}
                  class={s.live ? 'live' : undefined}
                  style={{ bottom: `${((s.values[last] ?? 0) / top) * 100}%` }}
                >
                  <b style={{ translate: `0 ${shifts[i]}px` }}>{said(s)}</b>
                </span>
              ))}
            </div>
          ) : (
            <p class="none">{p.empty}</p>
          )}
          <div class="x" aria-hidden="true">
            <span>{at(0)}</span>
            <span>{last > 1 && at(Math.floor(last / 2))}</span>
            <span>{last > 0 && at(last)}</span>
          </div>
        </div>
      )}
    </section>
  );
}

function said(s: Series): string {
  const n = s.values[s.values.length - 1] ?? 0;
  return `${figure(n)} ${n === 1 ? s.one : s.words}`;
}

/** The newest minute first. */
function MinuteTable({
  title,
  times,
  column,
  label,
  series,
}: {
  title: string;
  times: readonly string[];
  column: string;
  label: (at: string) => string;
  series: readonly Series[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="scrolls minutes" tabIndex={0} aria-label={`${title}, as a table`}>
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">{column}</th>
            {series.map((s) => (
              <th scope="col" class="num" key={s.words}>
                {s.words.charAt(0).toUpperCase() + s.words.slice(1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times
            .map((t, i) => (
              <tr key={t}>
                <th scope="row">{label(t)}</th>
                {series.map((s) => (
                  <td class="num" key={s.words}>
                    {figure(s.values[i] ?? 0)}
                  </td>
                ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </section>
  );
}

/** What people answered to a question: each answer with a bar, or the same as a table with their shares. */
export function Answers(p: {
  id: string;
  title: string;
  /** Beside the title: "412 talks". */
  note?: string;
  answers: readonly { id: string; label: string; n: number }[];
  /** What shares are of. */
  of: number;
  /** What will be here, while there is nothing. */
  empty: string;
  /** So many at first. */
  few?: number;
}) {
  const [table, setTable] = useState(false);
  const some = p.answers.some((a) => a.n > 0);
  const most = Math.max(1, ...p.answers.map((a) => a.n));
  const shown = p.few && !table ? p.answers.slice(0, p.few) : p.answers;
  const share = (n: number) => (p.of ? percent(n / p.of) : '–');
  return (
    <section class="blk" aria-labelledby={p.id}>
      <div class="bh">
        <h2 id={p.id}>{p.title}</h2>
        {p.note && <span class="sm muted">{p.note}</span>}
        {some && (
          <button type="button" class="link" aria-pressed={table} onClick={() => setTable(!table)}>
            {table ? 'As a chart' : 'As a table'}
          </button>
        )}
      </div>
      {table ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
        <section class="scrolls" tabIndex={0} aria-label={`${p.title}, as a table`}>
          <table class="tbl">
            <thead>
              <tr>
                <th scope="col">Answer</th>
                <th scope="col" class="num">
                  Number
                </th>
                <th scope="col" class="num">
                  Share
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((a) => (
                <tr key={a.id}>
                  <th scope="row">{a.label}</th>
                  <td class="num">{figure(a.n)}</td>
                  <td class="num">{share(a.n)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <dl class={some ? 'bars' : 'bars bare'}>
          {shown.map((a) => (
            <div key={a.id}>
              <dt title={a.label}>{a.label}</dt>
              <dd aria-hidden="true">
                <div class="b" style={{ '--v': (a.n / most) * 100 }} />
              </dd>
              <dd>{figure(a.n)}</dd>
            </div>
          ))}
        </dl>
      )}
      {!some && <p class="none">{p.empty}</p>}
    </section>
  );
}
