import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type CallerRow, callersAfter, callerWords, onThePhone, secondsWords } from '../../../core/calls';
import { figure } from '../../../core/text';
import type { Page } from '../../../core/types';
import { Button } from '../../../ui/button';
import { useAddress } from '../../address';
import { now, tick } from '../../here';
import { useReading } from '../../reading';
import type { Room } from '../room';

const few = 12;

/** A campaign's callers as events have them. */
export function useCallers(room: Room): readonly CallerRow[] {
  const read = useReading<Page<CallerRow>>(`/campaigns/${room.campaign.id}/callers`);
  const latest = useRef(read);
  latest.current = read;
  useEffect(
    () =>
      room.listen((e) => {
        if (e.kind === 'dialer.callers_changed')
          latest.current.put((page) => ({ ...page, items: callersAfter(page.items, e.data) }));
      }),
    [],
  );
  // What happened between the snapshot and the topic's own is in the campaign's figures: they are read again when they differ.
  const { callers } = room.campaign.calls;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) latest.current.again();
    first.current = false;
  }, [callers]);
  return read.value?.items ?? [];
}

/** Who is on the phone: where each is, since when, their talks and what they wish for. */
export function Callers({ rows }: { rows: readonly CallerRow[] }) {
  const { open } = useAddress();
  const [all, setAll] = useState(false);
  tick.value;
  const sorted = onThePhone(rows);
  const shown = all ? sorted : sorted.slice(0, few);
  return (
    <section class="blk" aria-labelledby="callers">
      <div class="bh">
        <h2 id="callers" tabIndex={-1}>
          Callers
        </h2>
        <span class="sm muted">{figure(sorted.length)} on the phone</span>
      </div>
      {!sorted.length && (
        <p class="none box">
          Nobody is on the phone. Share the caller link: whoever opens it says their name and number, and is
          rung.
        </p>
      )}
      {sorted.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
        <section class="scrolls" tabIndex={0} aria-label="Table of callers">
          <table class="tbl on">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Now</th>
                <th scope="col" class="num">
                  For
                </th>
                <th scope="col" class="num">
                  Talks
                </th>
                <th scope="col" class="num">
                  Talked
                </th>
                <th scope="col">
                  <span class="vh">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((c) => (
                <Row key={c.id} caller={c} remove={() => open({ do: 'remove', who: c.id })} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {sorted.length > few && (
        <button type="button" class="link sm" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${figure(sorted.length)}`}
        </button>
      )}
    </section>
  );
}

function Row({ caller: c, remove }: { caller: CallerRow; remove: () => void }) {
  const row = useRef<HTMLTableRowElement>(null);
  // Whoever leaves takes the focus of no one along: the keys go on from the head.
  useLayoutEffect(
    () => () => {
      if (row.current?.contains(document.activeElement)) document.getElementById('callers')?.focus();
    },
    [],
  );
  const since = secondsWords(Math.max(0, (now() - Date.parse(c.since)) / 1000));
  return (
    <tr ref={row} class={c.state === 'talking' ? 'lv' : undefined}>
      <th scope="row">{c.name}</th>
      <td>
        {callerWords(c)}
        {!c.phone_connected && c.state !== 'joining' && ', phone cut off'}
        <span class="phone">, {since}</span>
      </td>
      <td class="num wide">{since}</td>
      <td class="num">
        <span class="wide">{figure(c.talks)}</span>
        <span class="phone muted">
          {figure(c.talks)} {c.talks === 1 ? 'talk' : 'talks'}, {secondsWords(c.talked_seconds)}
        </span>
      </td>
      <td class="num wide">{secondsWords(c.talked_seconds)}</td>
      <td class="end">
        <Button tiny quiet onPress={remove}>
          Remove<span class="vh"> {c.name}</span>
        </Button>
      </td>
    </tr>
  );
}
