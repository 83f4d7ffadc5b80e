import './exporting.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { bytesWords } from '../core/amounts';
import { root } from '../core/api';
import type * as Api from '../core/api.gen';
import {
  asOfWords,
  type Format,
  latest,
  type Narrowed,
  rowsWords,
  spoken,
  untilWords,
  withHeard,
} from '../core/exports';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { refuse } from '../ui/toast';
import { api, newKey, now, Problem, tick } from './here';
import { useReading } from './reading';

export interface ExportFile {
  name: string;
  words: string;
  what: string;
}

const formats: Format[] = ['csv', 'json'];

/**
 * Something as files. What is not long is a plain link, so that the browser does the fetching and says how far it is; what is long is
 * prepared, and a link for a day.
 */
export function Exporting(props: {
  title: string;
  /** Of what, under the API: /campaigns/1 */
  of: string;
  files: ExportFile[];
  note: string;
  narrowed?: Narrowed;
  /** Hears of files that are prepared; answers how to stop. */
  listen: (f: (file: Api.PreparedFile) => void) => () => void;
  close: () => void;
}) {
  const by = props.narrowed ?? {};
  const query = { period: by.period, pass: by.pass, caller: by.caller };
  const { files, said, put } = useExports(props.of, query, props.listen);
  tick.value; // "until" names a time
  const search = new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v ? [[k, String(v)]] : [])));
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
          {props.files.map((f) => {
            const file = files?.files.find((x) => x.file === f.name);
            return (
              <li key={f.name}>
                <p id={`x-${f.name}`}>
                  <b>{f.words}</b>
                  {file && file.rows > 0 && <span class="sm muted num">{rowsWords(file.rows)}</span>}
                  <br />
                  <span class="sm muted">{f.what}</span>
                </p>
                {files && file?.long ? (
                  <Long of={props.of} files={files} file={file} by={by} put={put} />
                ) : (
                  formats.map((format) => (
                    <a
                      key={format}
                      class="btn"
                      href={`${root}${props.of}/export/${f.name}.${format}${file?.narrowed ? `?${search}` : ''}`}
                      download
                      aria-describedby={`x-${f.name}`}
                    >
                      {format.toUpperCase()}
                    </a>
                  ))
                )}
              </li>
            );
          })}
        </ul>
        <p class="sm muted">{props.note}</p>
        <p class="vh" role="status">
          {said}
        </p>
      </div>
    </Dialog>
  );
}

/** The overview, with what is heard of files since it was read. */
function useExports(
  of: string,
  query: Record<string, string | number | undefined>,
  listen: (f: (file: Api.PreparedFile) => void) => () => void,
) {
  const read = useReading<Api.Exports>(`${of}/exports`, query);
  const heard = useRef(new Map<string, Api.PreparedFile>());
  const [, draw] = useState(0);
  const put = (p: Api.PreparedFile) => {
    const known = heard.current.get(p.id);
    if (known && known.version >= p.version) return;
    heard.current.set(p.id, p);
    draw((n) => n + 1);
  };
  const [said, say] = useState('');
  useEffect(
    () =>
      listen((p) => {
        put(p);
        if (spoken(p)) say(spoken(p));
      }),
    [],
  );
  return { files: read.value && withHeard(read.value, [...heard.current.values()]), said, put };
}

/** A file that is prepared, in each of its formats. */
function Long(p: {
  of: string;
  files: Api.Exports;
  file: Api.ExportFile;
  by: Narrowed;
  put: (file: Api.PreparedFile) => void;
}) {
  const [busy, setBusy] = useState('');
  const press = async (what: string, f: () => Promise<void>) => {
    if (busy) return;
    setBusy(what);
    try {
      await f();
    } catch (e) {
      refuse(
        e instanceof Problem ? e.title : 'The server cannot be reached. Nothing was changed. Try again.',
      );
    } finally {
      setBusy('');
    }
  };
  const prepare = (format: Format) =>
    press(`prepare-${format}`, async () => {
      const body = { file: p.file.file, format, ...(p.file.narrowed ? p.by : {}) };
      p.put(await api.post<Api.PreparedFile>(`${p.of}/exports`, body, { key: newKey() }));
    });
  const remove = (made: Api.PreparedFile) =>
    press(`remove-${made.id}`, async () => {
      await api.del(`${p.of}/exports/${made.id}`, { key: newKey() });
      p.put({ ...made, state: 'cancelled', version: made.version + 1 });
    });
  const all = formats.map((format) => ({ format, made: latest(p.files, p.file, format, p.by) }));
  return (
    <>
      {all.map(({ format, made }) => {
        const stands = made?.state === 'preparing' || made?.state === 'ready';
        return (
          !stands && (
            <Button
              key={format}
              busy={busy === `prepare-${format}`}
              describedBy={`x-${p.file.file}`}
              onPress={() => void prepare(format)}
            >
              Prepare {format.toUpperCase()}
            </Button>
          )
        );
      })}
      {all.map(
        ({ format, made }) =>
          made && (
            <div class="made" key={format}>
              <Made
                of={p.of}
                file={made}
                busy={busy === `remove-${made.id}`}
                remove={() => void remove(made)}
              />
            </div>
          ),
      )}
    </>
  );
}

function Made({
  of,
  file: f,
  busy,
  remove,
}: {
  of: string;
  file: Api.PreparedFile;
  busy: boolean;
  remove: () => void;
}) {
  const format = f.format.toUpperCase();
  switch (f.state) {
    case 'preparing':
      return (
        <>
          <span>
            <b>{format}</b> We are preparing it; {f.percent} %
          </span>
          <progress max={100} value={f.percent} aria-label={`Preparing ${f.name}`} />
          <Button tiny quiet busy={busy} onPress={remove}>
            Cancel
          </Button>
          <span class="sm muted whole">You may leave this page: it goes on.</span>
        </>
      );
    case 'ready':
      return (
        <>
          <span>
            <b>{format}</b> Ready:{' '}
            <a href={`${root}${of}/exports/${f.id}/file`} download={f.name}>
              download
            </a>{' '}
            {f.expires_at && `(${untilWords(f.expires_at, now())})`}
          </span>
          <Button tiny quiet busy={busy} onPress={remove} label={`Take ${f.name} away`} icon="close" />
          <span class="sm muted whole">
            {rowsWords(f.rows)}, {bytesWords(f.bytes)}, {asOfWords(f, now())}
            {f.numbers ? ', with phone numbers' : ''}
          </span>
        </>
      );
    case 'failed':
      return (
        <span class="failed">
          <b>{format}</b> {f.problem}
        </span>
      );
    case 'cancelled':
      return (
        <span class="sm muted">
          <b>{format}</b> It was taken away. Have it prepared again when you need it.
        </span>
      );
    case 'expired':
      return null;
  }
}
