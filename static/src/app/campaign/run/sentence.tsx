import { useEffect, useRef } from 'preact/hooks';
import { type Campaign, stepHref } from '../../../core/campaign';
import { headline, leftWords, type Remedy, remediesOf, spokenKey, toneOf } from '../../../core/run';
import { figure } from '../../../core/text';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/button';
import { root } from '../../here';

/** What the campaign is doing, why, and what can be done about it. */
export function Sentence({
  campaign: c,
  act,
  busy,
}: {
  campaign: Campaign;
  act: (deed: NonNullable<Remedy['deed']>) => void;
  busy: string | undefined;
}) {
  const [head, rest] = headline(c.sentence);
  const left = c.state === 'loading' ? '' : leftWords(c.counts, c.state === 'running' ? c.calls.an_hour : 0);
  const key = spokenKey(c);
  const was = useRef(key);
  useEffect(() => {
    // Who only listens hears of another state, not of each figure.
    if (was.current !== key) announce(c.sentence);
    was.current = key;
  }, [key]);
  const remedies = remediesOf(c);
  return (
    <section class={`status ${toneOf(c.state)}`} aria-label="Status" data-state={c.state}>
      <p>{head}</p>
      {(rest || left) && (
        <p>
          {rest && <b>{rest}</b>} {left}
        </p>
      )}
      {remedies.length > 0 && (
        <p class="remedies">
          {remedies.map((r) =>
            r.step ? (
              <a key={r.words} class="btn tiny" href={stepHref(c.id, r.step, c, r.field)}>
                {r.words}
              </a>
            ) : r.page ? (
              <a key={r.words} class="btn tiny" href={r.page}>
                {r.words}
              </a>
            ) : (
              <Button key={r.words} tiny busy={busy === r.deed} onPress={() => r.deed && act(r.deed)}>
                {r.words}
              </Button>
            ),
          )}
        </p>
      )}
      <Loading campaign={c} act={act} busy={busy} />
    </section>
  );
}

/** The bar of the first load; a bar of its own for contacts that were added later, which changes no status. */
function Loading({
  campaign: c,
  act,
  busy,
}: {
  campaign: Campaign;
  act: (deed: 'start') => void;
  busy: string | undefined;
}) {
  const { load } = c;
  const running = c.loads.some((l) => l.state === 'loading');
  const waiting =
    c.started_at && !c.ended_at ? c.loads.filter((l) => l.state === 'scanned' && l.valid > 0) : [];
  const more = waiting.reduce((n, l) => n + l.valid, 0);
  const failed = c.state !== 'load_failed' && c.loads.find((l) => l.state === 'failed' && l.problem);
  const rejects = running ? [] : c.loads.filter((l) => l.state === 'done' && l.rejected > 0);
  const done = load.loaded + load.rejected + load.duplicates;
  return (
    <>
      {running && (
        <div class="loadbar">
          <p class="row">
            <span>
              {load.later ? 'More contacts are loading' : 'Loading numbers'} <b>{load.percent} %</b>
            </span>
            <span class="push muted">
              {figure(Math.min(done, load.rows))} of {figure(load.rows)} rows. You may leave this page.
            </span>
          </p>
          <progress
            max={100}
            value={load.percent}
            aria-label={load.later ? 'More contacts are loading' : 'Loading numbers'}
          />
        </div>
      )}
      {more > 0 && (
        <p class="row wrap loadmore">
          <span>
            {waiting.length === 1 ? waiting[0]?.file_name || 'A file' : `${figure(waiting.length)} files`}{' '}
            with {figure(more)} {more === 1 ? 'number' : 'numbers'} {waiting.length === 1 ? 'waits' : 'wait'}{' '}
            to be added.
          </span>
          <Button tiny busy={busy === 'start'} onPress={() => act('start')}>
            Add {more === 1 ? 'it' : 'them'} now
          </Button>
        </p>
      )}
      {failed && (
        <p class="row wrap loadmore">
          <span class="warnl">{failed.problem}</span>
          <Button tiny busy={busy === 'start'} onPress={() => act('start')}>
            Try again
          </Button>
        </p>
      )}
      {rejects.map((l) => (
        <p key={l.id} class="row wrap loadmore muted">
          <span>
            {figure(l.rejected)} {l.rejected === 1 ? 'row' : 'rows'} of {l.file_name || 'a file'} could not be
            used.
          </span>
          <a href={`${root}/campaigns/${c.id}/contacts/${l.id}/rejects.csv`} download>
            Download {l.rejected === 1 ? 'it with its reason' : 'them with reasons'}
          </a>
        </p>
      ))}
    </>
  );
}
