import '../../../styles/fields.css';
import '../run/run.css';
import '../run/charts.css';
import './results.css';
import { useEffect, useRef } from 'preact/hooks';
import type * as Api from '../../../core/api.gen';
import { outcomeWord, percent, secondsWords } from '../../../core/calls';
import { spoken } from '../../../core/exports';
import { figure } from '../../../core/text';
import { clock, day, moment } from '../../../core/times';
import { BoneRows } from '../../../ui/bones';
import { Button } from '../../../ui/button';
import { Choices } from '../../../ui/choices';
import { refuse, tell } from '../../../ui/toast';
import { useAddress } from '../../address';
import { ConnectionBanner, LivePill } from '../../connection';
import { me, now, tick } from '../../here';
import { useKeys } from '../../keys';
import { Later } from '../../later';
import { Head, Main, useTitle } from '../../shell';
import { Failed } from '../../states';
import type { Room } from '../room';
import { useFollowed } from '../run/activity';
import { Answers, LineChart } from '../run/charts';

type Period = 'day' | 'week' | 'month' | 'all';

const periods: { value: Period; words: string }[] = [
  { value: 'all', words: 'All' },
  { value: 'day', words: 'Today' },
  { value: 'week', words: '7 days' },
  { value: 'month', words: '30 days' },
];

/** Results: what came of the calls, narrowed by what stands in the address. */
export default function Results({ room }: { room: Room }) {
  const c = room.campaign;
  const { query, replace, open, close } = useAddress();
  const period = periods.find((p) => p.value === query.period)?.value ?? 'all';
  const narrowed = {
    period: period === 'all' ? undefined : period,
    pass: Number(query.pass) > 0 ? Number(query.pass) : undefined,
    caller: query.caller || undefined,
  };
  const read = useFollowed<Api.Results>(room, 'results', narrowed);
  const everybody = useFollowed<Api.Results>(room, 'results').value; // for the choice of a caller and a pass
  const r = read.value;
  tick.value;
  useTitle(`Results, ${c.name || 'campaign'} – Partyline`);
  const choose = (p: Period) => replace({ period: p === 'all' ? undefined : p });
  useKeys({
    d: () => choose('day'),
    w: () => choose('week'),
    m: () => choose('month'),
    e: () => open({ do: 'export' }),
  });
  const exporting = useRef(false);
  exporting.current = query.do === 'export';
  useEffect(
    () =>
      room.listen((e) => {
        if (e.kind !== 'export.changed' || e.data.by.id !== me.value?.id || exporting.current) return;
        if (e.data.state === 'ready') tell(`${e.data.name} is ready, under Export…`, 'check');
        if (e.data.state === 'failed') refuse(spoken(e.data));
      }),
    [c.id],
  );
  const passes = [
    ...new Set([
      ...Array.from({ length: c.passes }, (_, i) => i + 1),
      ...(everybody?.passes ?? []).map((p) => p.pass),
    ]),
  ];
  return (
    <Main class="runp results">
      <Head
        crumb={{ href: `/campaigns/${c.id}/run`, words: c.name || 'Campaign' }}
        title="Results"
        crowded
        tools={
          <>
            <LivePill />
            <Button onPress={() => open({ do: 'export' })}>Export…</Button>
          </>
        }
      />
      <ConnectionBanner what="the results" />
      <div class="narrow">
        <Choices name="period" label="Period" choices={periods} value={period} change={choose} />
        <label class="f">
          <span class="l">Pass</span>
          <select
            class="in"
            value={query.pass ?? ''}
            onChange={(e) => replace({ pass: e.currentTarget.value || undefined })}
          >
            <option value="">All passes</option>
            {passes.map((n) => (
              <option key={n} value={String(n)}>
                Pass {n}
              </option>
            ))}
          </select>
        </label>
        <label class="f">
          <span class="l">Caller</span>
          <select
            class="in"
            value={query.caller ?? ''}
            onChange={(e) => replace({ caller: e.currentTarget.value || undefined })}
          >
            <option value="">All callers</option>
            {everybody?.callers.map((k) => (
              <option key={k.id} value={k.id}>
                {k.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {!r && read.fault ? (
        <Failed
          fault={read.fault}
          title="Results"
          thing="campaign"
          all={{ href: '/campaigns', words: 'All campaigns' }}
          again={read.again}
        />
      ) : !r ? (
        <BoneRows rows={6} columns={4} />
      ) : (
        <Shown room={room} r={r} narrow={!!(narrowed.period || narrowed.pass || narrowed.caller)} />
      )}
      {query.do === 'export' && (
        <Later of={exportDialog} room={room} narrowed={narrowed} close={() => close('do')} />
      )}
    </Main>
  );
}

const exportDialog = () => import('./export');

function Shown({ room, r, narrow }: { room: Room; r: Api.Results; narrow: boolean }) {
  const c = room.campaign;
  const t = r.total;
  const over = r.outcomes.reduce((n, o) => n + o.n, 0);
  const none = t.calls === 0 && r.moving === 0;
  const label = (at: string) =>
    r.daily
      ? day(at, c.zone)
      : r.times.length > 24
        ? `${day(at, c.zone)}, ${clock(at, c.zone)}`
        : clock(at, c.zone);
  return (
    <>
      <Totals r={r} />
      {none && (
        <p class="none box" role="status">
          {narrow
            ? 'No calls in this part. Choose another period, pass or caller.'
            : 'No calls yet. Results show here as they happen.'}
        </p>
      )}
      {!none && (
        <div class="ch">
          <LineChart
            id="calls"
            title="Calls"
            times={r.times.map((p) => p.at)}
            zone={c.zone}
            each={
              r.daily
                ? { per: 'per day', column: 'Day', last: 'The last day', label }
                : { per: 'per hour', column: 'Hour', last: 'The last hour', label }
            }
            series={[
              { words: 'calls', one: 'call', values: r.times.map((p) => p.calls) },
              { words: 'contacts', one: 'contact', values: r.times.map((p) => p.contacts), live: true },
            ]}
            empty="No calls yet"
          />
          <Answers
            id="outcomes"
            title="Outcomes"
            note={`${figure(over)} ${over === 1 ? 'call' : 'calls'}`}
            answers={r.outcomes.map((o) => ({ id: o.outcome, label: outcomeWord(o.outcome), n: o.n }))}
            of={over}
            empty="No call has ended yet"
          />
        </div>
      )}
      <section aria-label="Answers" class="questions">
        {r.questions.map((q) =>
          q.kind === 'single' || q.kind === 'multiple' ? (
            <Answers
              key={q.id}
              id={`q-${q.id}`}
              title={q.title || 'A question without a title'}
              note={noteOf(q)}
              answers={q.answers}
              of={q.n}
              empty="Nobody has answered this yet"
            />
          ) : (
            <section class="blk" key={q.id} aria-labelledby={`q-${q.id}`}>
              <div class="bh">
                <h2 id={`q-${q.id}`}>{q.title || 'A question without a title'}</h2>
                <span class="sm muted">{noteOf(q)}</span>
              </div>
              <p class="sm">
                {q.mean !== undefined && q.n > 0
                  ? `${Number(q.mean.toFixed(2))} on average.`
                  : q.n
                    ? 'What was said is in the exports.'
                    : 'Nobody has answered this yet.'}
              </p>
            </section>
          ),
        )}
      </section>
      {!none && r.passes.length > 1 && <Passes r={r} />}
      {r.callers.length > 0 && <CallersTable r={r} zone={c.zone} />}
    </>
  );
}

function noteOf(q: Api.QuestionFigures): string {
  const talks = `${figure(q.n)} ${q.n === 1 ? 'talk' : 'talks'}`;
  return q.dropped ? `${talks}, not asked any more` : talks;
}

/** What is still moving has a small mark. */
function Totals({ r }: { r: Api.Results }) {
  const t = r.total;
  const hours = r.phone_seconds / 3600;
  const parts: [string, string, string][] = [
    ['Numbers', figure(r.numbers), 'of the campaign'],
    ['Calls', figure(t.calls), r.moving ? `${figure(r.moving)} not over` : 'that got through'],
    [
      'Contacts',
      figure(t.contacts),
      t.calls ? `${percent(t.contacts / t.calls)} of calls` : 'given to a caller',
    ],
    ['Talked', figure(t.talked), 'to the right person'],
    [
      'Talk time',
      secondsWords(t.talk_seconds),
      r.phone_seconds ? `of ${secondsWords(r.phone_seconds)} on the phone` : 'in all',
    ],
    ['Calls an hour', hours >= 0.05 ? figure(Math.round(t.calls / hours)) : '–', 'for each caller'],
  ];
  return (
    <dl class="now5 six">
      {parts.map(([words, n, under]) => (
        <div key={words}>
          <dt>
            {words}
            {r.moving > 0 && words !== 'Numbers' && <i class="moving" title="Still moving" />}
          </dt>
          <dd>
            {n}
            <small>{under}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Passes({ r }: { r: Api.Results }) {
  return (
    <section class="blk" aria-labelledby="passes">
      <div class="bh">
        <h2 id="passes">Passes</h2>
      </div>
      <Figures
        first="Pass"
        label="Figures by pass"
        rows={r.passes.map((p) => ({ key: String(p.pass), name: `Pass ${p.pass}`, f: p, rest: [] }))}
        rest={[]}
      />
    </section>
  );
}

function CallersTable({ r, zone }: { r: Api.Results; zone: string }) {
  return (
    <section class="blk" aria-labelledby="by-caller">
      <div class="bh">
        <h2 id="by-caller">Callers</h2>
        <span class="sm muted">{figure(r.callers.length)}</span>
      </div>
      <Figures
        first="Caller"
        label="Figures by caller"
        rows={r.callers.map((k) => ({
          key: k.id,
          name: k.name,
          f: k,
          rest: [moment(k.last_seen_at, now(), zone)],
        }))}
        rest={['Last seen']}
      />
    </section>
  );
}

interface FigureRow {
  key: string;
  name: string;
  f: Api.PassFigures | Api.CallerFigures;
  rest: string[];
}

function Figures(p: { first: string; label: string; rows: FigureRow[]; rest: string[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="scrolls tall" tabIndex={0} aria-label={p.label}>
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">{p.first}</th>
            {['Calls', 'Contacts', 'Talked', 'Talk time', ...p.rest].map((w) => (
              <th scope="col" class="num" key={w}>
                {w}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {p.rows.map((r) => (
            <tr key={r.key}>
              <th scope="row">{r.name}</th>
              <td class="num">{figure(r.f.calls)}</td>
              <td class="num">{figure(r.f.contacts)}</td>
              <td class="num">{figure(r.f.talked)}</td>
              <td class="num">{secondsWords(r.f.talk_seconds)}</td>
              {r.rest.map((w) => (
                <td class="num" key={w}>
                  {w}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
