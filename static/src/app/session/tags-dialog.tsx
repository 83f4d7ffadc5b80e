import { useState } from 'preact/hooks';
import type { Entry, Member, Supporter } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { tell } from '../../ui/toast';
import { FormError, useForm } from '../form';
import { api } from '../here';
import { useSupporter } from './supporter';
import { Tags } from './tags';

interface Edited {
  added: string[];
  removed: string[];
}

/** Changes a person's tags, for every list they are on. What others change meanwhile stays. */
export function TagsDialog({ entry, close }: { entry: Entry; close: () => void }) {
  const { id, name } = entry.supporter;
  const read = useSupporter(id, entry.version);
  const supporter = read && 'value' in read ? read.value : undefined;
  const [edited, setEdited] = useState<Edited>({ added: [], removed: [] });
  const form = useForm('tags');
  const untouched = edited.added.length + edited.removed.length === 0;
  const save = async (of: Pick<Supporter, 'tags' | 'version'> | undefined = supporter): Promise<void> => {
    if (!of) return;
    if (untouched) return close();
    const tags = tagsAfter(of.tags, edited);
    await form.send(
      async () => {
        await api.patch<Member>(`/supporters/${id}`, { version: of.version, tags });
        tell(`The tags of ${name} are saved.`, 'tag');
        close();
      },
      (problem) => {
        // Somebody was quicker: the same tags are put on and taken off what they left.
        const theirs = problem.code === 'conflict' && (problem.body.current as Member | undefined);
        if (!theirs || theirs.version === of.version) return false;
        queueMicrotask(() => void save(theirs));
        return true;
      },
    );
  };
  return (
    <Dialog
      title={
        <>
          Edit tags <span class="muted light">{name}</span>
        </>
      }
      close={close}
      submit={() => void save()}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
        e.preventDefault();
        void save();
      }}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button primary type="submit" hotkey="Ctrl ↵" busy={form.busy} off={!supporter}>
            {form.busy ? 'Saving…' : 'Save'}
          </Button>
        </>
      }
    >
      <div class="body stack" ref={form.root}>
        <p class="hint" id="tags-of">
          Tags go with the person, to every list they are on.
        </p>
        {read && 'fault' in read ? (
          <p class="err" role="alert">
            The tags could not be read just now.
          </p>
        ) : (
          <Tags
            labelledBy="tags-of"
            had={supporter?.tags ?? []}
            added={edited.added}
            removed={edited.removed}
            change={(added, removed) => setEdited({ added, removed })}
            autoFocus
          />
        )}
        {form.error('tags') && (
          <p class="err" role="alert">
            {form.error('tags')}
          </p>
        )}
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

/** What stands there with what was put on and without what was taken off. */
export function tagsAfter(had: readonly string[], e: Edited): string[] {
  return [...had.filter((t) => !e.removed.includes(t)), ...e.added.filter((t) => !had.includes(t))];
}
