import { useEffect, useRef, useState } from 'preact/hooks';
import { bytesWords } from '../../../core/amounts';
import type { Load } from '../../../core/campaign';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { api, Problem } from '../../here';
import { type Upload, upload } from '../../import/upload';
import type { Room } from '../room';

/** The server takes no more. */
const most = 2 * 1024 ** 3;

export interface SendingState {
  busy: boolean;
  name: string;
  part: number | undefined;
  fault: string | undefined;
  send: (file: File, instead?: Load) => Promise<void>;
  cancel: () => void;
}

/** Sends a file; `instead` of another one, which goes once the new one is there. */
export function useSending(room: Room): SendingState {
  const going = useRef<Upload<Load>>(undefined);
  const [part, setPart] = useState<number>();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string>();
  const busy = part !== undefined;
  useEffect(() => {
    // Leaving while a file goes up would lose it: the browser asks.
    if (!busy) return;
    const ask = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [busy]);
  useEffect(() => () => going.current?.cancel(), []);
  const send = async (file: File, instead?: Load) => {
    setFault(undefined);
    if (!file.size) return setFault('This file is empty. Choose a CSV file with one person on each line.');
    if (file.size > most) return setFault('This file is larger than 2 GB. Split it into several files.');
    const path = `/campaigns/${room.campaign.id}/contacts`;
    setName(`${file.name}, ${bytesWords(file.size)}`);
    setPart(0);
    going.current = upload<Load>(path, file, file.name, setPart);
    try {
      await going.current.done;
      if (instead) await api.del(`${path}/${instead.id}`);
    } catch (e) {
      if (e instanceof DOMException) return;
      setFault(
        e instanceof Problem ? e.title : 'The file did not arrive. Nothing of it was kept; send it again.',
      );
    } finally {
      setPart(undefined);
      going.current = undefined;
      room.again();
    }
  };
  return { busy, name, part, fault, send, cancel: () => going.current?.cancel() };
}

/** Where a file is dropped or chosen; while it goes up, how far it is. */
export function Sending({ sending: s, first }: { sending: SendingState; first: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const percent = Math.floor((s.part ?? 0) * 100);
  return (
    <>
      {s.busy ? (
        <div class="going well pad">
          <progress max={100} value={percent} aria-label={`Sending ${s.name}`} />
          <span class="nw">
            {s.name}, {percent} %
          </span>
          <Button onPress={s.cancel}>Cancel</Button>
        </div>
      ) : (
        <div
          role="group"
          aria-label="File of contacts"
          class={`drop${over ? ' over' : ''}${first ? '' : ' small'}`}
          onDragOver={(e) => {
            e.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(e) => {
            e.preventDefault();
            setOver(false);
            const file = e.dataTransfer?.files[0];
            if (file) void s.send(file);
          }}
        >
          <p>
            {first
              ? 'Drop a CSV file of your contacts here, or'
              : 'More contacts: drop another CSV file here, or'}
          </p>
          <button
            type="button"
            class={first ? 'btn primary' : 'btn'}
            data-field={first ? 'contacts' : undefined}
            onClick={() => input.current?.click()}
          >
            Choose a file
          </button>
          {first && <p>One person on each line with a phone number. Millions of rows, up to 2 GB.</p>}
          <input
            ref={input}
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            hidden
            aria-label="CSV file"
            onChange={(e) => {
              const file = e.currentTarget.files?.[0];
              e.currentTarget.value = '';
              if (file) void s.send(file);
            }}
          />
        </div>
      )}
      {s.fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {s.fault}
        </p>
      )}
    </>
  );
}
