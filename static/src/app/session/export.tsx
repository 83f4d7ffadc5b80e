import './export.css';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { numbers } from '../here';

const files = [
  { name: 'entries', words: 'People', what: 'everybody in the queue, with status, skips and last outcome' },
  { name: 'attempts', words: 'Calls', what: 'every call, with its times and how it ended' },
  { name: 'logs', words: 'Contact logs', what: 'what was written down, with notes and tags' },
];

/** A session as files: plain links, so that the browser does the fetching and says how far it is. */
export default function ExportDialog({ session, close }: { session: string; close: () => void }) {
  return (
    <Dialog
      title="Export this session"
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
                  href={`/api/v1/sessions/${session}/export/${f.name}.${format}`}
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
          {numbers.value
            ? 'Phone numbers and email addresses are in them.'
            : 'Phone numbers and email addresses are left out: your organisation does not show them.'}
        </p>
      </div>
    </Dialog>
  );
}
