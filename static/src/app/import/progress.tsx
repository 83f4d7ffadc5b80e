import './import.css';
import { importAfter, percent, progressWords, stateWords } from '../../core/imports';
import type { Import } from '../../core/types';
import { Button } from '../../ui/button';
import { useReading, useTopic } from '../reading';

/** A bar, and in words how far it is. */
export function Going({ import: i, label, cancel }: { import: Import; label: string; cancel?: () => void }) {
  return (
    <div class="going">
      <progress max={100} value={percent(i)} aria-label={`${label}: ${percent(i)} %`} />
      <span class="nw">{progressWords(i)}</span>
      {cancel && <Button onPress={cancel}>Cancel</Button>}
    </div>
  );
}

/** On a list's page: the import that puts people on it right now. */
export function ListImport({ id }: { id: string }) {
  const read = useReading<Import>(`/imports/${id}`);
  const i = read.value;
  useTopic(
    i && `import/${id}`,
    i?.seq,
    { event: (e) => read.put((now) => importAfter(now, e)), reset: read.again },
    i,
  );
  if (!i)
    return read.fault ? (
      <p class="sub" style={{ marginBottom: '12px' }}>
        People are being imported into this list.
      </p>
    ) : null;
  return (
    <div class="well pad" style={{ marginBottom: '16px' }}>
      <p class="sm row" style={{ marginBottom: '8px' }}>
        <span>
          <b>{i.file_name || 'A file'}</b> {stateWords(i)}
        </span>
        <a class="push" href={`/imports/${id}`}>
          Look at it
        </a>
      </p>
      <Going import={i} label="Importing" />
    </div>
  );
}
