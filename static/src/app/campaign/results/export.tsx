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

/** A campaign as files. */
export default function ExportDialog({ room, close }: { room: Room; close: () => void }) {
  return (
    <Exporting
      title="Export this campaign"
      path={`/api/v1/campaigns/${room.campaign.id}/export`}
      files={files}
      note="The whole campaign, whatever the page is narrowed to. Phone numbers are in them only if your organisation shows numbers."
      close={close}
    />
  );
}
