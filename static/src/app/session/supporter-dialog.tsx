import type { Entry } from '../../core/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Facts } from './facts';
import { canCorrect, cannotMove, type RowActions } from './row';
import { useSupporter } from './supporter';

/** Everything about a person that a leader may see, and what can be done with them. */
export function SupporterDialog({
  entry,
  mine,
  next,
  act,
  close,
}: {
  entry: Entry;
  mine: boolean;
  next: boolean;
  act: RowActions;
  close: () => void;
}) {
  const supporter = useSupporter(entry.supporter.id, entry.version);
  const off = cannotMove(entry, next);
  return (
    <Dialog
      title={entry.supporter.name}
      close={close}
      footer={
        mine && (
          <>
            {off && <span class="sm muted push">{off}</span>}
            <Button
              quiet
              class={off ? undefined : 'push'}
              off={!!off}
              onPress={() => {
                close();
                act.prioritise(entry.id);
              }}
            >
              Prioritise
            </Button>
            {entry.status !== 'completed' && entry.status !== 'not_callable' && (
              <Button onPress={() => act.skip(entry.id)}>Skip…</Button>
            )}
            <Button primary autoFocus onPress={() => act.log(entry.id)}>
              {canCorrect(entry) ? 'Correct the log' : 'Log contact'}
            </Button>
          </>
        )
      }
    >
      <div class="body person">
        <Facts of={supporter} all />
        <p class="sm">
          <a href={`/supporters/${entry.supporter.id}`}>Whole history and record</a>
        </p>
      </div>
    </Dialog>
  );
}
