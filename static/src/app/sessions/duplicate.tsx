import { useEffect, useState } from 'preact/hooks';
import { firstName } from '../../core/text';
import type { CallList, Group, Page, SessionRow } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { FormError } from '../form';
import { api, me } from '../here';
import { longest } from '../list/start';
import { OpenAlready, useStarting } from '../list/starting';

/** A session like this one, on another list. Its leader is who presses; nothing is dialled. */
export default function DuplicateDialog({ row, close }: { row: SessionRow; close: () => void }) {
  const { lists, failed } = useOtherLists(row);
  const [chosen, setChosen] = useState('');
  const list = lists?.find((l) => l.id === chosen) ?? lists?.[0];
  const [typed, setTyped] = useState<string>();
  const name = typed ?? (list ? nameOn(row, list) : '');
  const starting = useStarting(list?.id, name);
  if (starting.open) return <OpenAlready starting={starting} close={close} />;
  const { form, create } = starting;
  const several = new Set(lists?.map((l) => l.group.id)).size > 1;
  return (
    <Dialog
      title="Duplicate for another list"
      close={close}
      submit={() => list && create()}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" off={!list} busy={form.busy}>
            {form.busy ? 'Creating…' : 'Create'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        {lists?.length === 0 ? (
          <p class="sm">There is no other list. Make one first, under Call lists.</p>
        ) : (
          <Select
            label="Call list"
            value={list?.id ?? ''}
            choices={(lists ?? []).map((l) => ({
              value: l.id,
              words: several ? `${l.group.name} · ${l.name}` : l.name,
            }))}
            change={setChosen}
            off={!lists}
          />
        )}
        <Field
          label="Name"
          value={name}
          change={setTyped}
          error={form.error('name')}
          maxLength={longest}
          hint="Your name – date – purpose"
        />
        {failed && <p class="sm">The lists could not be read: the server cannot be reached.</p>}
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

/** The session's own name with the other list's in it; for somebody else's session, as Start would fill it in. */
function nameOn(row: SessionRow, list: CallList): string {
  const own = row.leader.id === me.value?.id;
  const name =
    own && row.name.includes(row.list.name)
      ? row.name.replace(row.list.name, list.name)
      : `${firstName(me.value?.name ?? '')} - ${list.name}`;
  return name.slice(0, longest);
}

function useOtherLists(row: SessionRow): { lists: CallList[] | undefined; failed: boolean } {
  const [read, setRead] = useState<{ lists: CallList[] | undefined; failed: boolean }>({
    lists: undefined,
    failed: false,
  });
  useEffect(() => {
    const stop = new AbortController();
    const get = <T,>(path: string) => api.get<Page<T>>(path, { signal: stop.signal });
    get<Group>('/groups')
      .then((groups) => Promise.all(groups.items.map((g) => get<CallList>(`/groups/${g.id}/lists`))))
      .then(
        (pages) => {
          const all = pages.flatMap((p) => p.items).filter((l) => l.id !== row.list.id);
          const near = (l: CallList) => (l.group.id === row.group.id ? 0 : 1); // of the same group first
          setRead({ lists: all.sort((a, b) => near(a) - near(b)), failed: false });
        },
        () => !stop.signal.aborted && setRead({ lists: undefined, failed: true }),
      );
    return () => stop.abort();
  }, [row.list.id]);
  return read;
}
