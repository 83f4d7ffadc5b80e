import { useRef, useState } from 'preact/hooks';
import { bytesWords } from '../../../core/amounts';
import { root } from '../../../core/api';
import type { LoadReject } from '../../../core/api.gen';
import type { Load } from '../../../core/campaign';
import { leftOut, loadWords, percentOf, removable, rows } from '../../../core/loads';
import { figure } from '../../../core/text';
import { moment } from '../../../core/times';
import type { Page } from '../../../core/types';
import { Icon } from '../../../ui/icon';
import { Menu } from '../../../ui/menu';
import { refuse } from '../../../ui/toast';
import { api, now, Problem } from '../../here';
import { useReading } from '../../reading';
import type { Room } from '../room';
import { Columns } from './columns';

/** One file: what was seen in it, what its columns are, and which of its rows cannot be used. */
export function LoadCard({
  room,
  load: l,
  replace,
  busy,
}: {
  room: Room;
  load: Load;
  replace: (file: File) => void;
  busy: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const percent = percentOf(l);
  const path = `/campaigns/${room.campaign.id}/contacts/${l.id}`;
  const fixed = removable(l) ? undefined : 'Its contacts are in the campaign';
  const remove = async () => {
    try {
      await api.del(path);
      room.again();
    } catch (e) {
      refuse(
        e instanceof Problem ? e.title : `Couldn’t remove ${l.file_name}: the server cannot be reached.`,
      );
    }
  };
  // A call list has its columns; it is a file's that are chosen.
  const editable = !l.list && (l.state === 'scanning' || l.state === 'scanned');
  return (
    <section class="card load" aria-label={l.file_name}>
      <header class="row">
        <Icon name={l.list ? 'list' : 'note'} />
        <h2>
          {l.file_name}
          <small>
            {l.list ? 'Call list' : bytesWords(l.bytes)}, {l.by.name}, {moment(l.created_at, now())}
          </small>
        </h2>
        <Menu
          class="dots push"
          label={`Menu of ${l.file_name}`}
          items={[
            {
              icon: 'refresh',
              words: 'Replace…',
              off: fixed ?? (busy ? 'A file is being sent' : undefined),
              choose: () => input.current?.click(),
            },
            { icon: 'close', words: 'Remove', off: fixed, choose: () => void remove() },
          ]}
        />
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          hidden
          aria-label={`Instead of ${l.file_name}`}
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            e.currentTarget.value = '';
            if (file) replace(file);
          }}
        />
      </header>
      <div class="body">
        <p class={l.problem ? 'warnl' : 'sm'} role="status">
          {l.problem ? <Icon name="warn" /> : null}
          {loadWords(l)}
        </p>
        {percent !== undefined && (
          <progress
            max={100}
            value={percent}
            aria-label={`${l.state === 'loading' ? 'Loading' : 'Looking at'} ${l.file_name}: ${percent} %`}
          />
        )}
        {l.state === 'scanned' && !l.problem && <Sums of={l} />}
        {leftOut(l).map((words) => (
          <p class="sub" key={words}>
            {words}
          </p>
        ))}
        {l.shape.notices.map((n) => (
          <p class="sub row" key={n.code}>
            <Icon name="eye" small />
            {n.title}
          </p>
        ))}
        {l.rejected > 0 && <Rejects path={path} load={l} />}
        {editable && l.shape.columns.length > 0 && <Columns room={room} load={l} path={path} />}
      </div>
    </section>
  );
}

/** The rows of a file in figures that add up. */
function Sums({ of: l }: { of: Load }) {
  return (
    <dl class="sums">
      <div>
        <dd>{figure(l.rows)}</dd>
        <dt>{l.rows === 1 ? 'row' : 'rows'}</dt>
      </div>
      <div>
        <dd>{figure(l.valid)}</dd>
        <dt>can be called</dt>
      </div>
      <div>
        <dd>{figure(l.rejected)}</dd>
        <dt>left out</dt>
      </div>
    </dl>
  );
}

/** The rows that cannot be used: the first of them here, all of them as a file. */
function Rejects({ path, load: l }: { path: string; load: Load }) {
  const [open, setOpen] = useState(false);
  const read = useReading<Page<LoadReject>>(open ? `${path}/rejects` : undefined, {
    limit: 50,
    v: l.version,
  });
  return (
    <details class="rejects" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary class="row sm">
        <svg class="i s chev" viewBox="0 0 20 20" aria-hidden="true">
          <use href="#i-forward" />
        </svg>
        <span>{rows(l.rejected)} cannot be used</span>
      </summary>
      <p class="sm">
        <a href={`${root}${path}/rejects.csv`} download={`left-out-${l.file_name}`}>
          Download them with their reasons
        </a>
      </p>
      {read.value && (
        <table class="tbl">
          <thead>
            <tr>
              <th scope="col" class="num">
                Row
              </th>
              <th scope="col">Why</th>
              <th scope="col">It says</th>
            </tr>
          </thead>
          <tbody>
            {read.value.items.map((r) => (
              <tr key={r.row}>
                <td class="num">{figure(r.row)}</td>
                <td>{r.reason}</td>
                <td class="ex" title={r.cells.join('\n')}>
                  {r.cells.join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {l.rejected > 50 && <p class="sub">These are the first 50. The file has all of them.</p>}
    </details>
  );
}
