import { useEffect, useRef, useState } from 'preact/hooks';
import { bytesWords } from '../../core/amounts';
import { numbers } from '../../core/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Problem } from '../here';
import { type Upload, upload } from '../import/upload';

/** What came of a file of numbers. */
interface Taken {
  rows: number;
  added: number;
  already: number;
  rejected: number;
  rejects: { row: number; reason: string }[];
  column: string;
  total: number;
}

/** Puts the numbers of a CSV file on the Do Not Call list. */
export function OptOutFile({ close, done }: { close: () => void; done: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const going = useRef<Upload<Taken>>(undefined);
  const [part, setPart] = useState<{ name: string; sent: number }>();
  const [fault, setFault] = useState<string>();
  const [taken, setTaken] = useState<Taken>();
  useEffect(() => () => going.current?.cancel(), []);
  const send = async (file: File) => {
    const name = `${file.name}, ${bytesWords(file.size)}`;
    setFault(undefined);
    setPart({ name, sent: 0 });
    going.current = upload<Taken>('/do-not-call/imports', file, file.name, (sent) => setPart({ name, sent }));
    try {
      setTaken(await going.current.done);
    } catch (e) {
      if (!(e instanceof DOMException))
        setFault(
          e instanceof Problem
            ? e.title
            : 'The file did not arrive whole. The numbers that came are on the list; send it again for the rest.',
        );
    } finally {
      going.current = undefined;
      setPart(undefined);
      done();
    }
  };
  return (
    <Dialog
      title="Numbers from a file"
      close={close}
      class="narrow"
      footer={
        <>
          <Button quiet={!taken} primary={!!taken} class="push" onPress={close}>
            {taken ? 'Done' : 'Cancel'}
          </Button>
          {!taken && (
            <Button primary busy={!!part} onPress={() => input.current?.click()}>
              Choose a file
            </Button>
          )}
        </>
      }
    >
      <div class="body fields">
        {taken ? (
          <Result taken={taken} />
        ) : (
          <p class="sm">
            A CSV file with one number on each line. Other columns are passed over. From now on no session and
            no campaign rings these numbers.
          </p>
        )}
        {part && (
          <p class="going" role="status">
            <progress max={100} value={Math.round(part.sent * 100)} aria-label={`Sending ${part.name}`} />
            {part.name}
          </p>
        )}
        {fault && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {fault}
          </p>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          hidden
          aria-label="CSV file"
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            e.currentTarget.value = '';
            if (file) void send(file);
          }}
        />
      </div>
    </Dialog>
  );
}

function Result({ taken }: { taken: Taken }) {
  return (
    <>
      <p role="status">
        {numbers(taken.added)} added from the column “{taken.column}”.
        {taken.already > 0 && ` ${numbers(taken.already)} stood there already.`}
        {taken.rejected > 0 &&
          ` ${taken.rejected === 1 ? '1 row holds' : `${taken.rejected.toLocaleString('en-GB')} rows hold`} no number that can be read:`}
      </p>
      {taken.rejects.length > 0 && (
        <ul class="sm">
          {taken.rejects.map((r) => (
            <li key={r.row}>
              Row {r.row}: {r.reason}
            </li>
          ))}
        </ul>
      )}
      {taken.rejected > taken.rejects.length && (
        <p class="sm muted">
          …and {(taken.rejected - taken.rejects.length).toLocaleString('en-GB')} more rows.
        </p>
      )}
    </>
  );
}
