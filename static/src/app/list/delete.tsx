import { useLocation } from 'preact-iso';
import { people } from '../../core/text';
import type { CallList } from '../../core/types';
import { tell } from '../../ui/toast';
import { FormDialog, useForm } from '../form';
import { api } from '../here';

/** Deleting cannot be taken back, so it asks, and says what stays. */
export function DeleteList({ list, close }: { list: CallList; close: () => void }) {
  const { route } = useLocation();
  const form = useForm();
  const remove = async () => {
    if (await form.send(() => api.del(`/lists/${list.id}`))) {
      tell(`${list.name} is deleted.`, 'done');
      route('/lists', true);
    }
  };
  return (
    <FormDialog
      form={form}
      title={`Delete ${list.name}?`}
      close={close}
      class="narrow"
      submit={() => void remove()}
      words="Delete the list"
      meanwhile="Deleting…"
      bad
      cancel="Keep it"
    >
      <p class="sm">
        {people(list.people)} {list.people === 1 ? 'stays' : 'stay'} in {list.group.name}. Sessions on this
        list and their contact logs are kept, but nobody can be called by them any more. This cannot be taken
        back.
      </p>
    </FormDialog>
  );
}
