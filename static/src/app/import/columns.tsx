import { useState } from 'preact/hooks';
import { columnsFault, encodingWords, fieldWords, mapped } from '../../core/imports';
import { figure } from '../../core/text';
import type { ColumnField, FileShape, Import } from '../../core/types';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { Icon } from '../../ui/icon';
import { Select } from '../../ui/select';
import { FormError, useForm } from '../form';
import { api } from '../here';
import { countryChoices } from '../zones';

const fields = Object.keys(fieldWords) as ColumnField[];

/** Your columns and ours. The guesses stand there already; the first rows show whether they are right. */
export function ColumnsPart({
  import: i,
  put,
  again,
  cancel,
}: {
  import: Import;
  put: (i: Import) => void;
  again: () => void;
  cancel: () => void;
}) {
  const shape = i.shape;
  const form = useForm('fields', 'country', 'separator', 'encoding');
  const [to, setTo] = useState<ColumnField[]>(() => (i.plan.fields as ColumnField[]) ?? []);
  const [country, setCountry] = useState(i.plan.country);
  const [tried, setTried] = useState(false);
  const fault = columnsFault(to);
  /** Somebody else was faster: their state comes in, what was chosen here is asked for anew. */
  const refused = (p: { code: string }) => {
    if (p.code !== 'conflict') return false;
    again();
    return false;
  };
  const check = async () => {
    setTried(true);
    if (fault) return;
    await form.send(async () => {
      let now = i;
      if (country !== i.plan.country || to.join() !== i.plan.fields.join())
        now = await api.patch<Import>(`/imports/${i.id}`, { version: i.version, fields: to, country });
      put({ shape, ...(await api.post<Import>(`/imports/${now.id}/check`)) });
    }, refused);
  };
  const look = (change: Partial<Pick<FileShape, 'header' | 'separator' | 'encoding'>>) =>
    form.send(
      async () => put(await api.patch<Import>(`/imports/${i.id}`, { version: i.version, ...change })),
      refused,
    );
  if (!shape)
    return (
      <>
        <p class="sm">
          Only {i.by.name}, who sent this file, can see its rows: your organisation does not show numbers to
          leaders.
        </p>
        <Button onPress={cancel}>Cancel this import</Button>
      </>
    );
  return (
    <div ref={form.root} class="fields">
      {shape.notices.map((n) => (
        <p class="sub row" key={n.code}>
          <Icon name="eye" small />
          {n.title}
        </p>
      ))}
      <table class="tbl cols">
        <thead>
          <tr>
            <th scope="col">Your column</th>
            <th scope="col">First rows</th>
            <th scope="col">Becomes</th>
          </tr>
        </thead>
        <tbody>
          {shape.columns.map((c, at) => {
            const examples = shape.sample.map((row) => row[at]).filter(Boolean);
            return (
              <tr key={`${at}${c.title}`} class={to[at] ? undefined : 'left-out'}>
                <td>{c.title}</td>
                <td class="ex" title={examples.join('\n')}>
                  {examples.join(' · ') || 'empty'}
                </td>
                <td class="to">
                  <Select
                    bare
                    label={`${c.title} becomes`}
                    value={to[at] ?? ''}
                    choices={fields.map((f) => ({ value: f, words: fieldWords[f] }))}
                    change={(f) => setTo(to.map((old, n) => (n === at ? f : old)))}
                  />
                  <Sign of={to} at={at} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Select
        label="Country of numbers without a country code"
        value={country}
        choices={countryChoices(country)}
        change={setCountry}
        error={form.error('country')}
      />
      <details>
        <summary class="row sm">
          <svg class="i s chev" viewBox="0 0 20 20" aria-hidden="true">
            <use href="#i-forward" />
          </svg>
          The columns look wrong?
        </summary>
        <div class="fields" style={{ marginTop: '12px' }}>
          <Check
            label="The first row names the columns"
            on={shape.header}
            change={(header) => void look({ header })}
          />
          <div class="two">
            <Select
              label="Cells are set apart by"
              value={shape.separator}
              choices={[
                { value: ',', words: 'Commas' },
                { value: ';', words: 'Semicolons' },
                { value: '\t', words: 'Tabs' },
              ]}
              change={(separator) => void look({ separator })}
              error={form.error('separator')}
            />
            <Select
              label="Encoding"
              value={shape.encoding}
              choices={(Object.keys(encodingWords) as FileShape['encoding'][]).map((e) => ({
                value: e,
                words: encodingWords[e],
              }))}
              change={(encoding) => void look({ encoding })}
              error={form.error('encoding')}
            />
          </div>
        </div>
      </details>
      {tried && fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      )}
      {form.error('fields') && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {form.error('fields')}
        </p>
      )}
      <FormError form={form} />
      <div class="acts">
        <Button primary busy={form.busy} onPress={() => void check()}>
          {form.busy ? 'One moment…' : `Check about ${figure(i.rows)} rows`}
        </Button>
        <Button quiet onPress={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

/** Behind the choice: taken, taken twice, or nothing. */
function Sign({ of: to, at }: { of: readonly ColumnField[]; at: number }) {
  const f = to[at];
  if (!f) return null;
  const good = mapped(to, at);
  const words = good ? `is imported as ${fieldWords[f]}` : `another column is ${fieldWords[f]} too`;
  return (
    <span
      class={good ? 'sign' : 'sign twice'}
      title={good ? undefined : `${words[0]?.toUpperCase()}${words.slice(1)}`}
    >
      <Icon name={good ? 'check' : 'warn'} />
      <span class="vh">{words}</span>
    </span>
  );
}
