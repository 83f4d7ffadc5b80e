import type { Room } from '../room';
import { AlertBars } from './alerts';
import { EndCards } from './cards';
import { useMessages } from './messages';

/** What callers' and clickers' pages show beside their work: both saved by a button, because people see it at once. */
export function Editors({ room }: { room: Room }) {
  const messages = useMessages(room);
  if (!messages.value) return null;
  return (
    <div class="ed">
      <AlertBars room={room} messages={messages.value} put={messages.put} />
      <EndCards room={room} messages={messages.value} put={messages.put} />
    </div>
  );
}
