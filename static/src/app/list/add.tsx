import '../../styles/fields.css';
import { useEffect, useState } from 'preact/hooks';
import type { Batch } from '../../core/paged';
import { figure, people } from '../../core/text';
import type { CallList, Id, Member } from '../../core/types';
import { Field } from '../../ui/field';
import { Search } from '../../ui/search';
import { tell } from '../../ui/toast';
import { FormDialog, useForm } from '../form';
import { api } from '../here';
import { useReading } from '../reading';

/** Puts people of the group on the list: chosen one by one, or all that a search and a tag find. */
export function AddPeople({ list, close, added }: { list: CallList; close: () => void; added: () => void }) {
  const form = useForm('tag');
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<Id>>(new Set());
  const found = useReading<Batch<Member>>(`/groups/${list.group.id}/supporters`, {
    q: search.trim(),
    tag: tag.trim(),
    limit: 50,
  });
  const total = found.value?.total ?? 0;
  useEffect(() => form.root.current?.querySelector<HTMLElement>('input')?.focus(), []);
  const narrowed = !!(search.trim() || tag.trim());
  const add = (choice: { ids?: Id[]; all?: boolean; search?: string; tag?: string }) =>
    form.make(async (key) => {
      const moved = await api.post<{ changed: number; people: number }>(
        `/lists/${list.id}/supporters`,
        choice,
        { key },
      );
      added();
      close();
      tell(
        moved.changed
          ? `${people(moved.changed)} ${moved.changed === 1 ? 'is' : 'are'} on the list now, ${figure(moved.people)} in all.`
          : 'They were on the list already.',
        'done',
      );
    });
  const submit = () => {
    if (picked.size) void add({ ids: [...picked] });
    else if (narrowed) void add({ search: search.trim() || undefined, tag: tag.trim() || undefined });
    else void add({ all: true });
  };
  const toggle = (id: Id) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const n = picked.size || total;
  return (
    <FormDialog
      form={form}
      title={`Add people of ${list.group.name}`}
      close={close}
      submit={submit}
      class="addp"
      words={form.busy ? 'Adding…' : picked.size ? `Add ${people(n)}` : `Add all ${people(n)}`}
      off={n === 0}
    >
      <div class="two">
        <div class="f">
          <span class="l" aria-hidden="true">
            Name
          </span>
          <Search label="Search the group" value={search} change={setSearch} />
        </div>
        <Field label="Tag" value={tag} change={setTag} error={form.error('tag')} placeholder="any" />
      </div>
      <div class="pickbox" role="group" aria-label="People">
        {found.value?.items.map((s) => (
          <label key={s.id} class="row pickrow">
            <input type="checkbox" checked={picked.has(s.id)} onChange={() => toggle(s.id)} />
            <span>{s.name}</span>
            <span class="muted push">{s.city}</span>
          </label>
        ))}
        {found.value && total === 0 && (
          <p class="sub">
            {narrowed ? 'No one in the group is like that.' : `${list.group.name} has no supporters yet.`}
          </p>
        )}
        {total > (found.value?.items.length ?? 0) && (
          <p class="sub">and {figure(total - (found.value?.items.length ?? 0))} more: search to see them.</p>
        )}
      </div>
      <p class="hint">Who is on the list already stays where they are. New people come at the end.</p>
    </FormDialog>
  );
}
