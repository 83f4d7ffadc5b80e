import '../../session/export.css';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import type { Room } from '../room';

const files = [
  { name: 'contacts', words: 'Contacts', what: 'everybody, with a column for each question' },
  { name: 'answers', words: 'Answers', what: 'every answer with all its versions, void ones too' },
  { name: 'attempts', words: 'Calls', what: 'every call, with its times and how it ended' },
  { name: 'callers', words: 'Callers', what: 'who called, with talks and time on the phone' },
  { name: 'approvals', words: 'Clicks', what: 'who approved which number, and when' },
  { name: 'drops', words: 'Drop report', what: 'day by day, with the 30 days that end with it' },
];

/** A campaign as files: plain links, so that the browser does the fetching and says how far it is. */
export default function ExportDialog({ room, close }: { room: Room; close: () => void }) {
  return (
    <Dialog
      title="Export this campaign"
      close={close}
      footer={
        <Button quiet class="push" onPress={close}>
          Done
        </Button>
      }
    >
      <div class="body">
        <ul class="files">
          {files.map((f) => (
            <li key={f.name}>
              <p id={`x-${f.name}`}>
                <b>{f.words}</b>
                <br />
                <span class="sm muted">{f.what}</span>
              </p>
              {['csv', 'json'].map((format) => (
                <a
                  key={format}
                  class="btn"
                  href={`/api/v1/campaigns/${room.campaign.id}/export/${f.name}.${format}`}
                  download
                  aria-describedby={`x-${f.name}`}
                >
                  {format.toUpperCase()}
                </a>
              ))}
            </li>
          ))}
        </ul>
        <p class="sm muted">
          The whole campaign, whatever the page is narrowed to. Phone numbers are in them only if your
          organisation shows numbers.
        </p>
      </div>
    </Dialog>
  );
}
