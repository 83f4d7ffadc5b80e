import { useState } from 'preact/hooks';
import { root } from '../../core/api';
import { reasonsWords, withoutRow } from '../../core/imports';
import type { Batch } from '../../core/paged';
import { figure, people } from '../../core/text';
import type { CallList, Import, Page, Reject } from '../../core/types';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Select } from '../../ui/select';
import { FormError, useForm } from '../form';
import { api, newKey } from '../here';
import { useReading } from '../reading';
import { Going } from './progress';

interface Props {
  import: Import;
  put: (i: Import) => void;
  /** The list the import was opened from. */
  list: string | undefined;
  cancel: () => void;
}

/** Every row was looked at: what is ready, what is merged, what cannot be used and why. Then the import itself. */
export function CheckPart(p: Props) {
  const i = p.import;
  switch (i.state) {
    case 'checking':
      return (
        <>
          <p class="sm muted">Every row is looked at. Nobody is imported yet, and you may leave this page.</p>
          <Going import={i} label="Checking" cancel={p.cancel} />
          <Figures of={i} />
        </>
      );
    case 'running':
      return (
        <>
          <p class="sm muted">It goes on if you close this tab, and when the server restarts.</p>
          <Going import={i} label="Importing" cancel={p.cancel} />
        </>
      );
    case 'done':
      return <Done import={i} />;
    default:
      return (
        <>
          <Figures of={i} />
          <Rejects import={i} />
          <Onto {...p} />
        </>
      );
  }
}

/** The figures add up to the rows that were looked at. */
function Figures({ of: i }: { of: Import }) {
  return (
    <dl class="sums">
      <div>
        <dt>New people</dt>
        <dd>{figure(i.ready)}</dd>
      </div>
      <div>
        <dt>Duplicates, merged</dt>
        <dd>{figure(i.duplicates)}</dd>
      </div>
      <div class={i.rejected ? 'bad' : undefined}>
        <dt>Cannot be used</dt>
        <dd>{figure(i.rejected)}</dd>
      </div>
      {i.figures.without_number > 0 && (
        <div>
          <dt>Of the new, without a number</dt>
          <dd>{figure(i.figures.without_number)}</dd>
        </div>
      )}
    </dl>
  );
}

function Rejects({ import: i }: { import: Import }) {
  const [open, setOpen] = useState(false);
  const read = useReading<Batch<Reject & { id: string }>>(open ? `/imports/${i.id}/rejects` : undefined, {
    limit: 100,
  });
  if (!i.rejected) return null;
  return (
    <div>
      <p class="sm">
        {reasonsWords(i.figures.reasons)}.{' '}
        <a href={`${root}/imports/${i.id}/rejects.csv`} download>
          Download them with reasons
        </a>
      </p>
      <details onToggle={(e) => setOpen((e.currentTarget as HTMLDetailsElement).open)}>
        <summary class="row sm" style={{ marginTop: '8px' }}>
          <svg class="i s chev" viewBox="0 0 20 20" aria-hidden="true">
            <use href="#i-forward" />
          </svg>
          Look at them
        </summary>
        {!!read.fault && (
          <p class="err">
            <Icon name="alert" />
            {read.fault instanceof Error ? read.fault.message : ''}
          </p>
        )}
        {read.value && (
          <table class="tbl rej">
            <thead>
              <tr>
                <th scope="col" class="num" style={{ width: '72px' }}>
                  Row
                </th>
                <th scope="col">Why</th>
                <th scope="col" class="c-no">
                  As it stood in the file
                </th>
              </tr>
            </thead>
            <tbody>
              {read.value.items.map((r) => (
                <tr key={r.row}>
                  <td class="num">{figure(r.row)}</td>
                  <td>{withoutRow(r.reason)}</td>
                  <td class="cells" title={r.cells.join(', ')}>
                    {r.cells.join(' · ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {read.value && i.rejected > read.value.items.length && (
          <p class="sub" style={{ padding: '8px 12px' }}>
            The first {figure(read.value.items.length)} of {figure(i.rejected)}. The download has all.
          </p>
        )}
      </details>
    </div>
  );
}

/** Where they go, and the button that says what will happen. */
function Onto({ import: i, put, list, cancel }: Props) {
  const form = useForm('list', 'new_list');
  const lists = useReading<Page<CallList>>(`/groups/${i.group}/lists`);
  const [onto, setOnto] = useState(list ?? '');
  const [name, setName] = useState('');
  const [key, setKey] = useState(newKey);
  const nobody = i.ready + i.duplicates === 0;
  const run = async () => {
    if (onto === 'new' && !form.check({ new_list: name.trim() ? undefined : 'Give the new list a name.' }))
      return;
    const body = onto === 'new' ? { new_list: name.trim() } : onto ? { list: onto } : {};
    await form.send(
      async () => put({ ...(await api.post<Import>(`/imports/${i.id}/run`, body, { key })), shape: i.shape }),
      () => {
        setKey(newKey());
        return false;
      },
    );
  };
  return (
    <div ref={form.root} class="fields">
      <div class="onto">
        <Select
          label="Also put them on a call list"
          value={onto}
          choices={[
            { value: '', words: 'No list' },
            ...(lists.value?.items.map((l) => ({ value: l.id, words: l.name })) ?? []),
            { value: 'new', words: 'A new list…' },
          ]}
          change={setOnto}
          error={form.error('list')}
        />
        {onto === 'new' && (
          <Field
            label="Its name"
            value={name}
            change={setName}
            error={form.error('new_list')}
            maxLength={120}
          />
        )}
      </div>
      {nobody && (
        <p class="warnl">
          <Icon name="warn" />
          None of the rows can be imported. Choose other columns, or correct the file.
        </p>
      )}
      <FormError form={form} />
      <div class="acts">
        <Button primary busy={form.busy} off={nobody} onPress={() => void run()}>
          {form.busy ? 'Starting…' : i.ready ? `Import ${people(i.ready)}` : `Merge ${people(i.duplicates)}`}
        </Button>
        <Button quiet onPress={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function Done({ import: i }: { import: Import }) {
  const f = i.figures;
  return (
    <>
      <p>
        <b>
          {people(f.added)} added{f.merged > 0 && `, ${figure(f.merged)} merged into people who were here`}.
        </b>{' '}
        {f.left_out > 0 && `${figure(f.left_out)} are not on the list, because it is full.`}
      </p>
      {i.rejected > 0 && (
        <p class="sm">
          {figure(i.rejected)} rows could not be used. {reasonsWords(f.reasons)}.{' '}
          <a href={`${root}/imports/${i.id}/rejects.csv`} download>
            Download them with reasons
          </a>
        </p>
      )}
      <div class="acts">
        {i.list ? (
          <a class="btn primary" href={`/lists/${i.list.id}`}>
            Open {i.list.name}
          </a>
        ) : (
          <a class="btn primary" href={`/groups/${i.group}`}>
            See the supporters
          </a>
        )}
        <a class="btn" href={`/groups/${i.group}/import`}>
          Import another file
        </a>
      </div>
    </>
  );
}
