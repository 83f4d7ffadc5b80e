import '../../styles/pages.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { bytesWords } from '../../core/amounts';
import { isOpen, stateWords } from '../../core/imports';
import { cannotImport } from '../../core/rights';
import { listed } from '../../core/text';
import type { Group, Import, Page } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { TextArea } from '../../ui/text';
import { useAddress } from '../address';
import { ConnectionBanner } from '../connection';
import { Problem } from '../here';
import { useReading } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Failed, Notice, WriteTo } from '../states';
import { Parts } from './parts';
import { type Upload, upload } from './upload';

/** The first part of an import: a file, or pasted rows. */
export default function NewImport({ id }: { id?: string }) {
  const read = useReading<Group>(id && `/groups/${id}`);
  const g = read.value;
  useTitle(g && `Import into ${g.name} – Partyline`);
  if (!g)
    return (
      <Main>
        {read.fault ? (
          <Failed
            fault={read.fault}
            title="Import people"
            thing="group"
            all={{ href: '/groups', words: 'All groups' }}
            again={read.again}
          />
        ) : (
          <>
            <Head title="Import people" />
            <BoneRows rows={3} columns={2} />
          </>
        )}
      </Main>
    );
  const why = cannotImport(g.role);
  return (
    <Main>
      <Head crumb={{ href: `/groups/${g.id}`, words: g.name }} title="Import people" />
      <ConnectionBanner />
      {why ? (
        <Notice
          title={why}
          action={
            <a class="btn" href={`/groups/${g.id}`}>
              Back to {g.name}
            </a>
          }
        >
          {captainsWords(g)} <WriteTo whom={g.leaders.find((l) => l.role === 'captain')} />
        </Notice>
      ) : (
        <>
          <OpenImports group={g} />
          <Parts open="file" said={{}}>
            <FilePart group={g} />
          </Parts>
        </>
      )}
    </Main>
  );
}

function captainsWords(g: Group): string {
  const captains = g.leaders.filter((l) => l.role === 'captain').map((l) => l.name);
  return captains.length
    ? `Your group’s captain is ${listed(captains)}.`
    : 'Your group has no captain yet. Ask an admin.';
}

/** Files on their way: a tab that was closed loses nothing. */
function OpenImports({ group }: { group: Group }) {
  const read = useReading<Page<Import>>(`/groups/${group.id}/imports`);
  const open = read.value?.items.filter((i) => isOpen(i.state)) ?? [];
  if (!open.length) return null;
  return (
    <ul class="well pad stack" style={{ maxWidth: '820px', marginBottom: '16px' }}>
      {open.map((i) => (
        <li key={i.id} class="row sm">
          <span>
            <b>{i.file_name || 'Pasted rows'}</b> {stateWords(i)}
            <span class="muted">, {i.by.name}</span>
          </span>
          <a class="push" href={`/imports/${i.id}`}>
            Go on
          </a>
        </li>
      ))}
    </ul>
  );
}

function FilePart({ group }: { group: Group }) {
  const { route } = useLocation();
  const { query } = useAddress();
  const input = useRef<HTMLInputElement>(null);
  const going = useRef<Upload<Import>>(undefined);
  const [part, setPart] = useState<number>();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string>();
  const [over, setOver] = useState(false);
  const [pasted, setPasted] = useState('');
  useEffect(() => {
    // Leaving while a file goes up would lose it: the browser asks.
    if (part === undefined) return;
    const ask = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [part === undefined]);
  useEffect(() => () => going.current?.cancel(), []);

  const send = async (file: Blob, fileName: string) => {
    setFault(undefined);
    if (!file.size) return setFault('This file is empty. Choose a CSV file with one person on each line.');
    setName(`${fileName || 'Pasted rows'}, ${bytesWords(file.size)}`);
    setPart(0);
    going.current = upload<Import>(`/groups/${group.id}/imports`, file, fileName, setPart);
    try {
      const made = await going.current.done;
      setPart(undefined);
      route(`/imports/${made.id}${query.list ? `?list=${query.list}` : ''}`, true);
    } catch (e) {
      setPart(undefined);
      if (e instanceof DOMException) return;
      setFault(
        e instanceof Problem ? e.title : 'The file did not arrive. Nothing of it was kept; send it again.',
      );
    } finally {
      going.current = undefined;
    }
  };
  if (part !== undefined)
    return (
      <div class="going">
        <progress max={100} value={Math.round(part * 100)} aria-label={`Sending ${name}`} />
        <span class="nw">
          {name}, {Math.round(part * 100)} %
        </span>
        <Button onPress={() => going.current?.cancel()}>Cancel</Button>
      </div>
    );
  return (
    <>
      <div
        role="group"
        aria-label="File"
        class={over ? 'drop over' : 'drop'}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          const file = e.dataTransfer?.files[0];
          if (file) void send(file, file.name);
        }}
      >
        <p>Drop a CSV file here, or</p>
        <Button primary onPress={() => input.current?.click()}>
          Choose a file
        </Button>
        <p>One person on each line, with a name and a phone number. Up to 512 MB.</p>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          hidden
          aria-label="CSV file"
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            e.currentTarget.value = '';
            if (file) void send(file, file.name);
          }}
        />
      </div>
      {fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      )}
      <details>
        <summary class="row sm">
          <svg class="i s chev" viewBox="0 0 20 20" aria-hidden="true">
            <use href="#i-forward" />
          </svg>
          Or paste rows from a spreadsheet
        </summary>
        <div class="fields" style={{ marginTop: '12px' }}>
          <TextArea
            label="Rows"
            value={pasted}
            change={setPasted}
            rows={6}
            placeholder={'Name\tPhone\nAda Clarke\t07700 900001'}
          />
          <Button
            off={!pasted.trim()}
            onPress={() => void send(new Blob([pasted], { type: 'text/csv' }), '')}
          >
            Use these rows
          </Button>
        </div>
      </details>
    </>
  );
}
