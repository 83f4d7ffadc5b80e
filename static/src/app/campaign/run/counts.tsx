import { useState } from 'preact/hooks';
import type * as Api from '../../../core/api.gen';
import type { Campaign } from '../../../core/campaign';
import { groupsOf, leftOf, readyOf } from '../../../core/run';
import { figure, numbers } from '../../../core/text';
import { clock, clockSeconds, day, isoDay } from '../../../core/times';
import { now } from '../../here';

/** Every number in one place: a bar, and the four groups it is made of. They add up. */
export function CountsBlock({
  campaign: c,
  zones,
}: {
  campaign: Campaign;
  zones: readonly Api.CampaignZone[];
}) {
  const [byZone, setByZone] = useState(false);
  const groups = groupsOf(c.counts);
  const parts = groups.flatMap((g) => g.parts);
  return (
    <section class="blk first" aria-labelledby="numbers">
      <div class="bh">
        <h2 id="numbers">{numbers(c.counts.total)}</h2>
        <span class="sm muted wide">each in one place, at {clockSeconds(c.at, c.zone)}</span>
        <button type="button" class="link" aria-pressed={byZone} onClick={() => setByZone(!byZone)}>
          {byZone ? 'All together' : 'By time zone'}
        </button>
      </div>
      {byZone ? (
        <ZoneTable zones={zones} zone={c.zone} />
      ) : (
        <>
          <div class="stackb" aria-hidden="true">
            {c.counts.total
              ? parts.map((p) => p.n > 0 && <i key={p.words} style={{ '--n': p.n, '--c': p.ink }} />)
              : null}
          </div>
          <div class="four">
            {groups.map((g) => (
              <div key={g.words}>
                <h3>
                  {g.words} <span>{figure(g.n)}</span>
                </h3>
                <dl>
                  {g.parts.map((p) => (
                    <div key={p.words} style={{ '--c': p.ink }}>
                      <dt>{p.words}</dt>
                      <dd>{figure(p.n)}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** The same by zone set: a contact may be in several zones, and waits until all of them are inside the hours. */
function ZoneTable({ zones, zone }: { zones: readonly Api.CampaignZone[]; zone: string }) {
  const rows = [...zones].filter((z) => z.counts.total > 0).sort((a, b) => b.counts.total - a.counts.total);
  const sum = (f: (n: Api.CampaignCounts) => number) => rows.reduce((n, z) => n + f(z.counts), 0);
  const columns: { words: string; of: (n: Api.CampaignCounts) => number }[] = [
    { words: 'Ready', of: readyOf },
    { words: 'Waiting', of: (n) => leftOf(n) - readyOf(n) - n.in_flight - n.awaiting_other },
    { words: 'Now', of: (n) => n.in_flight + n.awaiting_other },
    { words: 'Done', of: (n) => n.finished + n.opted_out + n.invalid },
    { words: 'All', of: (n) => n.total },
  ];
  if (!rows.length) return <p class="sm muted">Time zones show here once contacts are loaded.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="scrolls" tabIndex={0} aria-label="Numbers by time zone">
      <table class="tbl">
        <thead>
          <tr>
            <th scope="col">Time zone</th>
            <th scope="col">Hours</th>
            {columns.map((col) => (
              <th scope="col" class="num" key={col.words}>
                {col.words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((z) => (
            <tr key={z.zones.join()}>
              <th scope="row" title={z.zones.join(', ')}>
                {zoneWords(z.zones)}
              </th>
              <td class="nw">{z.open ? 'Open' : opens(z.next_at, zone)}</td>
              {columns.map((col) => (
                <td class="num" key={col.words}>
                  {figure(col.of(z.counts))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <td />
            {columns.map((col) => (
              <td class="num" key={col.words}>
                {figure(sum(col.of))}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** "London", "Chicago or New York", "New York and 5 more". */
function zoneWords(zones: readonly string[]): string {
  const names = zones.map((z) => z.slice(z.lastIndexOf('/') + 1).replace(/_/g, ' '));
  if (names.length < 3) return names.join(' or ');
  return `${names[0]} or ${names.length - 1} others`;
}

function opens(at: string | undefined, zone: string): string {
  if (!at) return 'Never opens';
  return isoDay(at, zone) === isoDay(now(), zone)
    ? `Opens ${clock(at, zone)}`
    : `Opens ${day(at, zone)}, ${clock(at, zone)}`;
}
