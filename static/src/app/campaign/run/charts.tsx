import { useState } from 'preact/hooks';
import { lineOf, ticksOf } from '../../../core/run';
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

/** Lines over the minutes. The drawing stretches, the words beside it do not; the same figures stand in a table. */
export function LineChart(p: {
  id: string;
  title: string;
  times: readonly string[];
  zone: string;
  series: readonly Series[];
  /** What will be here, while there is nothing. */
  empty: string;
}) {
  const [table, setTable] = useState(false);
  const some = p.series.some((s) => s.values.some((v) => v > 0));
  const ticks = ticksOf(some ? Math.max(0, ...p.series.flatMap((s) => s.values)) : 3);
  const top = ticks[ticks.length - 1] ?? 1;
  const at = (n: number) => (p.times[n] ? clock(p.times[n], p.zone) : '');
  const last = p.times.length - 1;
  const now = p.series.map((s) => said(s)).join(' and ');
  return (
    <section class="blk" aria-labelledby={p.id}>
      <div class="bh">
        <h2 id={p.id}>{p.title}</h2>
        <span class="sm muted">per minute</span>
        <button type="button" class="link" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? 'As a chart' : 'As a table'}
        </button>
      </div>
      {table ? (
        <MinuteTable {...p} />
      ) : (
        <div
          class={some ? 'plot' : 'plot bare'}
          role="img"
          aria-label={
            some ? `${p.title}, ${at(0)} to ${at(last)}. This minute ${now}.` : `${p.title}. ${p.empty}.`
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
              {p.series.map((s) => (
                <span
                  key={s.words}
                  class={s.live ? 'live' : undefined}
                  style={{ bottom: `${((s.values[last] ?? 0) / top) * 100}%` }}
                >
                  {said(s)}
                </span>
              ))}
            </div>
          ) : (
            <p class="none">{p.empty}</p>
          )}
          <div class="x" aria-hidden="true">
            <span>{at(0)}</span>
            <span>{at(Math.floor(last / 2))}</span>
            <span>{at(last)}</span>
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
  zone,
  series,
}: {
  title: string;
  times: readonly string[];
  zone: string;
  series: readonly Series[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="scrolls minutes" tabIndex={0} aria-label={`${title}, as a table`}>
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">Minute</th>
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
                <th scope="row">{clock(t, zone)}</th>
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

/** What people answered to a question of the script: its answers with a bar each. */
export function Answers({ title, answers }: { title: string; answers: readonly string[] }) {
  return (
    <section class="blk" aria-labelledby="answers">
      <div class="bh">
        <h2 id="answers">{title}</h2>
      </div>
      <dl class="bars bare">
        {answers.slice(0, 5).map((a) => (
          <div key={a}>
            <dt title={a}>{a}</dt>
            <dd>
              <div class="b" style={{ '--v': 0 }} />
            </dd>
            <dd>0</dd>
          </div>
        ))}
      </dl>
      <p class="none">First calls will show here</p>
    </section>
  );
}
