import { useEffect, useState } from 'preact/hooks';
import type { Load } from '../../../core/campaign';
import { people } from '../../../core/text';
import type { CallList, Group, Page } from '../../../core/types';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Select } from '../../../ui/select';
import { FormError, useForm } from '../../form';
import { api, newKey, Problem } from '../../here';
import type { Room } from '../room';

/** The people of a call list, as they are now, become contacts too. */
export function FromList({ room }: { room: Room }) {
  const [open, setOpen] = useState(false);
  return (
    <p class="sm">
      <button type="button" class="link" onClick={() => setOpen(true)}>
        Take the people of a call list
      </button>
      {open && <Choose room={room} close={() => setOpen(false)} />}
    </p>
  );
}

function Choose({ room, close }: { room: Room; close: () => void }) {
  const form = useForm('list');
  const [lists, setLists] = useState<readonly CallList[]>();
  const [fault, setFault] = useState<string>();
  const [list, setList] = useState('');
  const [key, setKey] = useState(newKey);
  useEffect(() => {
    const stop = new AbortController();
    readLists(stop.signal).then(setLists, (e) => {
      if (stop.signal.aborted) return;
      setFault(e instanceof Problem ? e.title : 'The server cannot be reached.');
    });
    return () => stop.abort();
  }, []);
  const add = async () => {
    if (!form.check({ list: list ? undefined : 'Choose a call list.' })) return;
    const done = await form.send(
      async () => {
        const path = `/campaigns/${room.campaign.id}/contacts/from-list`;
        await api.post<Load>(path, { list }, { key, patience: 120_000 });
      },
      () => {
        setKey(newKey());
        return false;
      },
    );
    if (!done) return;
    room.again();
    close();
  };
  const choices = lists?.map((l) => ({
    value: l.id,
    words: `${l.name}, ${l.group.name}, ${people(l.people)}`,
  }));
  return (
    <Dialog
      title="Take the people of a call list"
      close={close}
      submit={() => void add()}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" busy={form.busy} off={!choices?.length}>
            {form.busy ? 'One moment…' : 'Take them'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        {choices?.length ? (
          <Select
            label="Call list"
            value={list}
            choices={list ? choices : [{ value: '', words: 'Choose a call list' }, ...choices]}
            change={setList}
            error={form.error('list')}
            hint="As it is now: what changes on the list later is not in the campaign. Who asked not to be called is left out."
          />
        ) : (
          <p class="sub" role="status">
            {fault ?? (lists ? 'There is no call list yet.' : 'Reading the call lists…')}
          </p>
        )}
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

async function readLists(signal: AbortSignal): Promise<CallList[]> {
  const groups = await api.get<Page<Group>>('/groups', { signal });
  const pages = await Promise.all(
    groups.items.map((g) => api.get<Page<CallList>>(`/groups/${g.id}/lists`, { signal })),
  );
  return pages.flatMap((p) => p.items);
}
