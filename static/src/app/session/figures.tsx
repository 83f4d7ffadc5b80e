import './figures.css';
import { useMemo, useRef } from 'preact/hooks';
import { costOf, minutesAt } from '../../core/minutes';
import { figure } from '../../core/text';
import { clock, day, isoDay } from '../../core/times';
import type { FinishedCycle, Impact, Outcome, Session } from '../../core/types';
import { missedOutcomes, outcomeWords, reachedOutcomes } from '../../core/words';
import { Icon } from '../../ui/icon';
import { still } from '../../ui/still';
import { me, now, tick } from '../here';

/** What stands beside the queue: the impact, and the cycles that are over. */
export function Beside({ session, log }: { session: Session; log?: () => void }) {
  return (
    <>
      <ImpactPanel session={session} log={log} />
      <Journey session={session} />
    </>
  );
}

/** Figures of the whole session. They add up: reached + not reached + not logged + on the phone = calls + by hand. */
function ImpactPanel({ session, log }: { session: Session; log?: () => void }) {
  const latest = useRef(log);
  latest.current = log;
  const press = useMemo(() => () => latest.current?.(), []);
  return (
    <section class="well pad" aria-labelledby="impact">
      <Figures m={session.impact} event={session.list.event} log={log && press} />
      <OnPhone of={session.minutes} />
    </section>
  );
}

/** Minutes of both phones; while somebody is on the phone they go on by themselves. */
function OnPhone({ of }: { of: Session['minutes'] }) {
  if (of.open.length) tick.value;
  const m = minutesAt(of, now());
  const cost = costOf(m, me.value?.organisation.price);
  if (!m.leader && !m.supporter) return null;
  return (
    <>
      <p class="sumline">
        <span>Minutes on the phone</span>
        <span>{figure(m.leader + m.supporter)}</span>
      </p>
      <p class="sumline bare">
        <span>The leader’s phone</span>
        <span>{figure(m.leader)}</span>
      </p>
      <p class="sumline bare">
        <span>Supporters’ phones</span>
        <span>{figure(m.supporter)}</span>
      </p>
      {cost && (
        <p class="sumline bare">
          <span>Estimated cost</span>
          <span>about {cost}</span>
        </p>
      )}
    </>
  );
}

interface FiguresProps {
  m: Impact;
  event: string | undefined;
  log: (() => void) | undefined;
}

const Figures = still(function Figures({ m, event, log }: FiguresProps) {
  return (
    <>
      <h2 id="impact">
        Impact <span class="muted sm">all cycles</span>
      </h2>
      <dl class="two">
        <div>
          <dt>Calls attempted</dt>
          <dd>{figure(m.attempted)}</dd>
        </div>
        <div>
          <dt>Contacts made</dt>
          <dd>
            {figure(m.contacted)}
            {m.attempted > 0 && (
              <small>
                {share(m.contacted, m.attempted + m.by_hand)}
                {m.by_hand > 0 && ` of ${figure(m.attempted + m.by_hand)}`}
              </small>
            )}
          </dd>
        </div>
      </dl>
      <Bars title="Reached" total={m.contacted} of={m} outcomes={reachedOutcomes} always="talked" />
      <Bars title="Not reached" total={m.not_reached} of={m} outcomes={missedOutcomes} always="no_answer" />
      <p class="sumline">
        <span>
          Not logged{' '}
          {m.not_logged > 0 && log && (
            <button type="button" class="link" onClick={log}>
              Log
            </button>
          )}
        </span>
        <span>{figure(m.not_logged)}</span>
      </p>
      <p class="sumline bare">
        <span>On the phone</span>
        <span>{figure(m.on_phone)}</span>
      </p>
      {m.by_hand > 0 && (
        <p class="sumline bare">
          <span>Logged without a call</span>
          <span>{figure(m.by_hand)}</span>
        </p>
      )}
      {event && (
        <p class="sumline">
          <span>RSVP yes, {event}</span>
          <span>{figure(m.rsvp_yes)}</span>
        </p>
      )}
    </>
  );
});

function share(n: number, of: number): string {
  return of ? `${Math.round((100 * n) / of)} %` : '';
}

function Bars(p: {
  title: string;
  total: number;
  of: Impact;
  outcomes: readonly Outcome[];
  always: Outcome;
}) {
  const count = (o: Outcome) => p.of.outcomes[o] ?? 0;
  const shown = p.outcomes.filter((o) => count(o) > 0 || o === p.always);
  const most = Math.max(1, ...reachedOutcomes.map(count), ...missedOutcomes.map(count));
  return (
    <>
      <p class="sumline">
        <span>{p.title}</span>
        <span>{figure(p.total)}</span>
      </p>
      <dl class="bars">
        {shown.map((o) => (
          <div key={o}>
            <dt>{outcomeWords[o]}</dt>
            <dd aria-hidden="true">
              <div
                class={o === 'talked' ? 'b ok' : 'b'}
                style={{ '--v': (100 * count(o)) / most }}
                hidden={!count(o)}
              />
            </dd>
            <dd>{figure(count(o))}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Finished cycles, the newest on top. */
function Journey({ session }: { session: Session }) {
  return <Cycles journey={session.journey} />;
}

const Cycles = still(function Cycles({ journey }: { journey: readonly FinishedCycle[] }) {
  const cycles = [...journey].sort((a, b) => b.number - a.number);
  return (
    <section class="jr" aria-labelledby="journey">
      <h2 id="journey">Calling journey</h2>
      {cycles.length === 0 && <p class="hint">Finished cycles will show here.</p>}
      {cycles.map((c, i) => (
        <details key={c.number} open={i === 0}>
          <summary>
            <span class="chev">
              <Icon name="forward" small />
            </span>
            <b>Cycle {c.number}</b>
            <span>{span(c)}</span>
          </summary>
          <div class="in2">
            <p>
              {c.finished
                ? 'Finished by its leader: who was left was skipped.'
                : 'Ended by itself: everyone was called or skipped.'}
            </p>
            <dl>
              <Line words="Attempted" n={c.attempted} />
              <Line words="Contacts made" n={c.contacted} />
              <Line words="Spoke" n={c.outcomes.talked ?? 0} sub />
              <Line words="Other" n={c.contacted - (c.outcomes.talked ?? 0)} sub />
              <Line words="Not reached" n={c.not_reached} />
              {c.not_logged > 0 && <Line words="Not logged" n={c.not_logged} />}
              {c.by_hand > 0 && <Line words="Logged without a call" n={c.by_hand} />}
            </dl>
          </div>
        </details>
      ))}
    </section>
  );
});

function Line({ words, n, sub }: { words: string; n: number; sub?: boolean }) {
  return (
    <>
      <dt class={sub ? 'sub' : undefined}>{words}</dt>
      <dd>{figure(n)}</dd>
    </>
  );
}

function span(c: FinishedCycle): string {
  const from = `${day(c.started_at)}, ${clock(c.started_at)}`;
  if (!c.completed_at) return from;
  const to = isoDay(c.completed_at) === isoDay(c.started_at) ? '' : `${day(c.completed_at)}, `;
  return `${from}–${to}${clock(c.completed_at)}`;
}
