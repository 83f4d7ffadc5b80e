import { useEffect, useRef, useState } from 'preact/hooks';
import type { Load } from '../../../core/campaign';
import { choicesOf, columnsFault } from '../../../core/loads';
import { Icon } from '../../../ui/icon';
import { Select } from '../../../ui/select';
import { api, newKey, Problem } from '../../here';
import { countryChoices } from '../../zones';
import type { Room } from '../room';

const pause = 600;

/** Your columns and what they become. A choice saves itself, and the file is looked at again. */
export function Columns({ room, load: l, path }: { room: Room; load: Load; path: string }) {
  const [to, setTo] = useState<readonly string[]>(l.plan.fields);
  const [country, setCountry] = useState(l.plan.country);
  const [header, setHeader] = useState(l.shape.header);
  const [fault, setFault] = useState<string>();
  const dirty = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef({ to, country, header, version: l.version });
  now.current = { to, country, header, version: l.version };
  // Somebody else's choice, or the answer to ours, comes in unless something is chosen here just now.
  useEffect(() => {
    if (dirty.current) return;
    setTo(l.plan.fields);
    setCountry(l.plan.country);
    setHeader(l.shape.header);
  }, [l.version]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const save = async () => {
    const { to, country, header, version } = now.current;
    // With another header the columns are guessed anew.
    const turned = header !== l.shape.header;
    if (!turned && columnsFault(to) && to.includes('phone')) return setFault(columnsFault(to)); // two columns of one field
    setFault(undefined);
    try {
      const edit = turned ? { header } : { fields: to };
      await api.patch<Load>(path, { version, country, ...edit }, { key: newKey() });
      dirty.current = false;
    } catch (e) {
      if (e instanceof Problem && e.code === 'conflict') {
        // The file moved on, or somebody else chose: what was chosen here is put on top of it.
        const current = e.body.current as Load | undefined;
        if (current && current.version > version && !sameColumns(current, l)) {
          dirty.current = false;
          setFault('Somebody else chose other columns meanwhile. This is how they are now.');
        } else if (current) {
          now.current.version = current.version;
          return void save();
        }
      } else
        setFault(
          e instanceof Problem ? e.title : 'Not saved: the server cannot be reached. Choose again later.',
        );
    }
    room.again();
  };
  const change = (f: () => void) => {
    dirty.current = true;
    f();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), pause);
  };
  const bad = fault ?? columnsFault(to);
  return (
    <details class="columns" open={!l.plan.fields.includes('phone') || l.valid === 0 || undefined}>
      <summary class="row sm">
        <svg class="i s chev" viewBox="0 0 20 20" aria-hidden="true">
          <use href="#i-forward" />
        </svg>
        <span>
          Columns: {to.filter(Boolean).length} of {to.length} are used
        </span>
      </summary>
      {bad && (
        <p class="warnl" role="status">
          <Icon name="warn" />
          {bad}
        </p>
      )}
      <table class="tbl cols">
        <thead>
          <tr>
            <th scope="col">Your column</th>
            <th scope="col">First rows</th>
            <th scope="col">Becomes</th>
          </tr>
        </thead>
        <tbody>
          {l.shape.columns.map((c, at) => {
            const examples = l.shape.sample.map((row) => row[at]).filter(Boolean);
            const f = to[at] ?? '';
            return (
              <tr key={`${at}${c.title}`} class={f ? undefined : 'left-out'}>
                <td>{c.title}</td>
                <td class="ex" title={examples.join('\n')}>
                  {examples.join(' · ') || 'empty'}
                </td>
                <td class="to" data-field={at === 0 ? 'columns' : undefined}>
                  <Select
                    bare
                    label={`${c.title} becomes`}
                    value={f}
                    choices={choicesOf(c.title, f)}
                    change={(next) => change(() => setTo(to.map((old, n) => (n === at ? next : old))))}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <label class="row sm">
        <input
          type="checkbox"
          checked={header}
          onChange={(e) => {
            const on = e.currentTarget.checked;
            change(() => setHeader(on));
          }}
        />
        The first row names the columns
      </label>
      <Select
        label="Country of numbers without a country code"
        value={country}
        choices={countryChoices(country)}
        change={(next) => change(() => setCountry(next))}
      />
    </details>
  );
}

function sameColumns(a: Load, b: Load): boolean {
  return (
    a.plan.country === b.plan.country &&
    a.shape.header === b.shape.header &&
    a.plan.fields.join() === b.plan.fields.join()
  );
}
