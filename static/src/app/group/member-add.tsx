// A new supporter, typed by hand.

import { useState } from 'preact/hooks';
import { changes } from '../../core/edit';
import type { Member } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { tell } from '../../ui/toast';
import { FormError, useForm } from '../form';
import { api } from '../here';
import { FoundAgain, useKept } from '../kept';
import { bodyOf, type Fields, MemberFields, names, nobody } from './member-fields';

/** A new supporter by hand; with `list`, they also stand on that list. */
export function AddMember(p: {
  group: string;
  list?: { id: string; name: string };
  close: () => void;
  added: (s: Member) => void;
}) {
  const kept = useKept<Fields>(`supporter:new:${p.group}`, nobody);
  const { e, setE } = kept;
  const leave = () => {
    kept.forget();
    p.close();
  };
  const [twin, setTwin] = useState<string>();
  const form = useForm(...names);
  const save = async () => {
    if (!form.check({ name: e.now.name.trim() ? undefined : 'A name is needed.' })) return;
    setTwin(undefined);
    await form.make(
      async (key) => {
        const s = await api.post<Member>(
          `/groups/${p.group}/supporters`,
          { ...bodyOf(changes(e)), list: p.list?.id },
          { key },
        );
        p.added(s);
        tell(p.list ? `${s.name} is on ${p.list.name}.` : `${s.name} is added.`, 'done');
        leave();
      },
      (problem) => {
        if (problem.code === 'supporter_exists') setTwin(problem.body.supporter as string | undefined);
        return false;
      },
    );
  };
  const addTwin = async () => {
    if (!p.list || !twin) return;
    await form.send(async () => {
      await api.post(`/lists/${p.list?.id}/supporters`, { ids: [twin] });
      p.added({ id: twin } as Member);
      tell(`${e.now.name.trim()} is on ${p.list?.name}.`, 'done');
      leave();
    });
  };
  return (
    <Dialog
      title="Add a supporter"
      close={p.close}
      class="member"
      submit={() => void save()}
      footer={
        <>
          <Button quiet class="push" onPress={leave}>
            Cancel
          </Button>
          {twin && p.list && <Button onPress={() => void addTwin()}>Put them on the list</Button>}
          <Button primary type="submit" busy={form.busy}>
            {form.busy ? 'Adding…' : 'Add'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <MemberFields e={e} setE={setE} form={form} />
        <FoundAgain of={kept} />
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
