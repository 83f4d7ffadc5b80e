import type { Narrowed } from '../../../core/exports';
import { Exporting } from '../../exporting';
import type { Room } from '../room';

const files = [
  { name: 'contacts', words: 'Contacts', what: 'everybody, with a column for each question' },
  { name: 'answers', words: 'Answers', what: 'every answer with all its versions, void ones too' },
  { name: 'attempts', words: 'Calls', what: 'every call, with its times and how it ended' },
  { name: 'callers', words: 'Callers', what: 'who called, with talks and time on the phone' },
  { name: 'approvals', words: 'Clicks', what: 'who approved which number, and when' },
  { name: 'drops', words: 'Drop report', what: 'day by day, with the 30 days that end with it' },
];

/** A campaign as files: calls and answers as the page is narrowed down, the others whole. */
export default function ExportDialog({
  room,
  narrowed,
  close,
}: {
  room: Room;
  narrowed: Narrowed;
  close: () => void;
}) {
  const narrow = !!(narrowed.period || narrowed.pass || narrowed.caller);
  return (
    <Exporting
      title="Export this campaign"
      of={`/campaigns/${room.campaign.id}`}
      files={files}
      narrowed={narrowed}
      note={`${
        narrow ? 'Answers and calls are narrowed down as the page is; the others are whole. ' : ''
      }Phone numbers are in them only if your organisation shows numbers.`}
      listen={(f) => room.listen((e) => e.kind === 'export.changed' && f(e.data))}
      close={close}
    />
  );
}
