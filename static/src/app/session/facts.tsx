import './facts.css';
import { clock, isoDay, short } from '../../core/times';
import type { Outcome, Supporter } from '../../core/types';
import { outcomeWords } from '../../core/words';
import { now, numbers } from '../here';
import type { Read } from './supporter';

/** What helps to talk to a person: where they live, what was before, notes, tags. */
export function Facts({ of, all }: { of: Read<Supporter>; all?: boolean }) {
  if (!of) return <dl class="facts" aria-busy="true" />;
  if ('fault' in of) return <p class="hint">Notes and history could not be read just now.</p>;
  const s = of.value;
  const history = s.history.slice(0, all ? 20 : 3);
  const noted = s.history.find((l) => l.notes);
  return (
    <dl class="facts">
      {s.city && (
        <>
          <dt>Lives in</dt>
          <dd>{s.city}</dd>
        </>
      )}
      {numbers.value && s.phone && (
        <>
          <dt>Number</dt>
          <dd>{s.phone}</dd>
        </>
      )}
      <dt>Before</dt>
      <dd>
        {history.length === 0 && 'No contact yet.'}
        {!all && history.map((l) => `${said(l)}, ${when(l.at)}. `)}
        {all && (
          <ul class="history">
            {history.map((l) => (
              <li key={l.id}>
                <b>{said(l)}</b>{' '}
                <span class="muted">
                  {when(l.at)}, {l.by.name}
                  {!l.current && `, ${l.list.name}`}
                </span>
                {l.notes && <q>{l.notes}</q>}
              </li>
            ))}
          </ul>
        )}
      </dd>
      {s.rsvps.map((r) => (
        <Pair
          key={r.event}
          dt="RSVP"
          dd={`${r.rsvp === 'yes' ? 'Yes' : r.rsvp === 'no' ? 'No' : 'Maybe'}, ${r.event}`}
        />
      ))}
      {(s.notes || (!all && noted)) && (
        <>
          <dt>Notes</dt>
          <dd>
            {s.notes && <q>{s.notes}</q>}
            {!all && noted && (
              <>
                {s.notes && <br />}
                <q>{noted.notes}</q>{' '}
                <span class="muted nw">
                  {noted.by.name}, {when(noted.at)}
                </span>
              </>
            )}
          </dd>
        </>
      )}
      {s.tags.length > 0 && (
        <>
          <dt>Tags</dt>
          <dd class="row wrap">
            {s.tags.map((t) => (
              <span class="tag" key={t}>
                {t}
              </span>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

function Pair({ dt, dd }: { dt: string; dd: string }) {
  return (
    <>
      <dt>{dt}</dt>
      <dd>{dd}</dd>
    </>
  );
}

function said(l: Supporter['history'][number]): string {
  const words = outcomeWords[l.outcome as Outcome] ?? l.outcome;
  return l.rsvp === 'yes' ? `${words} · RSVP yes` : words;
}

/** Today and lately with the time, older ones as a day. */
function when(at: string): string {
  const t = now();
  if (isoDay(at) === isoDay(t)) return clock(at);
  return t - Date.parse(at) < 7 * 86_400_000 ? `${short(at, t)} ${clock(at)}` : short(at, t);
}
