import { Exporting } from '../exporting';
import { numbers } from '../here';
import type { Room } from './room';

const files = [
  { name: 'entries', words: 'People', what: 'everybody in the queue, with status, skips and last outcome' },
  { name: 'attempts', words: 'Calls', what: 'every call, with its times and how it ended' },
  { name: 'logs', words: 'Contact logs', what: 'what was written down, with notes and tags' },
];

/** A session as files. */
export default function ExportDialog({ room, close }: { room: Room; close: () => void }) {
  return (
    <Exporting
      title="Export this session"
      of={`/sessions/${room.id}`}
      files={files}
      note={
        numbers.value
          ? 'Phone numbers and email addresses are in them.'
          : 'Phone numbers and email addresses are left out: your organisation does not show them.'
      }
      listen={(f) => {
        room.ear = (e) => e.kind === 'export.changed' && f(e.data);
        return () => {
          room.ear = undefined;
        };
      }}
      close={close}
    />
  );
}
