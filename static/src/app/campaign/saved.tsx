import type { StepName } from '../../core/campaign';
import { clock } from '../../core/times';
import { Icon } from '../../ui/icon';
import { away, me } from '../here';
import type { Room } from './room';

/** Whether what stands in the step is safe, and where. */
export function Saved({ room, step }: { room: Room; step: StepName }) {
  const { saving, campaign } = room;
  const state = saving.state(step);
  const save = campaign.saved[step];
  if (state === 'waiting' || (state === 'typing' && away.value))
    return (
      <span class="saved warn push" role="status">
        <Icon name="offline" small />
        {saving.durable
          ? 'Kept on this device, sent when the server is there'
          : 'Not saved. Keep this tab open'}
      </span>
    );
  if (state === 'refused')
    return (
      <span class="saved bad push" role="status">
        <Icon name="alert" small />
        {saving.problem ? `Not saved: ${saving.problem}` : 'Not saved'}
      </span>
    );
  if (state === 'clash')
    return (
      <span class="saved warn push" role="status">
        <Icon name="warn" small />
        Choose what counts
      </span>
    );
  if (state === 'sending' || state === 'typing')
    return (
      <span class="saved push">
        <span class="quiet-dot" aria-hidden="true" />
        Saving…
      </span>
    );
  return (
    <span class="saved push" role="status">
      {save && (
        <>
          <Icon name="check" small />
          Saved {clock(save.at)}
          {save.by.id !== me.value?.id && `, ${save.by.name}`}
        </>
      )}
    </span>
  );
}
