import { useState } from 'preact/hooks';
import { gapsOf } from '../../core/campaign';
import { zoneChoices } from '../zones';
import { SavedSelect, SavedText } from './field';
import type { Room } from './room';

/** Step 1: what the campaign is called, where its times are, and what it is for. */
export default function NameStep({ room }: { room: Room }) {
  const [left, setLeft] = useState(false);
  const gap = gapsOf(room.campaign, 'name').find((g) => g.field === 'name');
  const empty = !room.saving.value<string>('name')?.trim();
  return (
    <div class="form" onBlurCapture={() => setLeft(true)}>
      <SavedText
        room={room}
        field="name"
        label="Name"
        maxLength={120}
        hint="Callers and clickers see it at the top of their pages."
        error={left && empty ? (gap?.title ?? 'Give the campaign a name.') : undefined}
      />
      <SavedText
        room={room}
        field="purpose"
        label="What it is for (optional)"
        rows={3}
        maxLength={1000}
        hint="For the other admins: who asked for it, what it should reach."
      />
      <SavedSelect
        room={room}
        field="zone"
        label="Time zone"
        choices={zoneChoices(room.saving.value<string>('zone') ?? '')}
        hint="Of the times on your pages. People are always called by the hours of their own place."
      />
    </div>
  );
}
