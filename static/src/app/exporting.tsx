import './exporting.css';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

export interface ExportFile {
  name: string;
  words: string;
  what: string;
}

/** Something as files: plain links, so that the browser does the fetching and says how far it is. */
export function Exporting(props: {
  title: string;
  /** Of the API, up to the file's name. */
  path: string;
  files: ExportFile[];
  note: string;
  close: () => void;
}) {
  return (
    <Dialog
      title={props.title}
      close={props.close}
      footer={
        <Button quiet class="push" onPress={props.close}>
          Done
        </Button>
      }
    >
      <div class="body">
        <ul class="files">
          {props.files.map((f) => (
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
                  href={`${props.path}/${f.name}.${format}`}
                  download
                  aria-describedby={`x-${f.name}`}
                >
                  {format.toUpperCase()}
                </a>
              ))}
            </li>
          ))}
        </ul>
        <p class="sm muted">{props.note}</p>
      </div>
    </Dialog>
  );
}
