import { useState } from 'preact/hooks';
import { fold } from '../../../core/text';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { useForm } from '../../form';
import type { Room } from '../room';
import type { Deeds } from './deeds';

/** Ending is for good, so the name is typed. */
export default function EndDialog({ room, deeds, close }: { room: Room; deeds: Deeds; close: () => void }) {
  const form = useForm('name');
  const [name, setName] = useState('');
  const wanted = room.campaign.name;
  const end = async () => {
    const same = fold(name.trim()) === fold(wanted.trim());
    if (!form.check({ name: same ? undefined : `Type ${wanted} to end it.` })) return;
    if (await deeds.press('end')) close();
  };
  return (
    <Dialog
      title="End this campaign for good?"
      class="narrow"
      close={close}
      submit={() => void end()}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button bad type="submit" busy={deeds.busy === 'end'}>
            {deeds.busy === 'end' ? 'Ending…' : 'End campaign'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <p>
          Nobody is dialled or approved any more; talks go on to their end, and everything is kept. It cannot
          be taken back. To stop for a while, pause it instead.
        </p>
        <Field
          label={
            <>
              Type its name, <b>{wanted}</b>
            </>
          }
          value={name}
          change={setName}
          error={form.error('name')}
          autoComplete="off"
          autoFocus
        />
      </div>
    </Dialog>
  );
}
