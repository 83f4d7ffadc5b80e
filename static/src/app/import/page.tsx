import '../../styles/pages.css';
import { useEffect, useRef } from 'preact/hooks';
import { bytesWords } from '../../core/amounts';
import { newer } from '../../core/edit';
import { importAfter, isOpen, partOf, shapeWords, stateWords } from '../../core/imports';
import { figure } from '../../core/text';
import type { Group, Import } from '../../core/types';
import { announce } from '../../ui/announce';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { refuse } from '../../ui/toast';
import { useAddress } from '../address';
import { ConnectionBanner, LivePill } from '../connection';
import { api, Problem } from '../here';
import { useReading, useTopic } from '../reading';
import { Head, Main, useTitle } from '../shell';
import { Failed, Notice } from '../states';
import { CheckPart } from './check';
import { ColumnsPart } from './columns';
import { Parts } from './parts';

/** One import from its columns to the end. It goes on by itself: this page only looks and asks. */
export default function ImportPage({ id }: { id?: string }) {
  return id ? <OneImport key={id} id={id} /> : null;
}

function OneImport({ id }: { id: string }) {
  const { query } = useAddress();
  const read = useReading<Import>(`/imports/${id}`);
  const i = read.value;
  const group = useReading<Group>(i && `/groups/${i.group}`);
  useTitle(i && `${i.file_name || 'Pasted rows'} ${stateWords(i)} – Partyline`);
  useTopic(
    i && `import/${id}`,
    i?.seq,
    {
      event: (e) => {
        if (!i) return;
        // What stood in the file is not in events; after a second look at it, it is another.
        if (importAfter(i, e).state === 'columns' && i.state !== 'columns') read.again();
        read.put((now) => importAfter(now, e));
      },
      reset: read.again,
    },
    i,
  );
  useSpoken(i);
  if (!i)
    return (
      <Main>
        {read.fault ? (
          <Failed
            fault={read.fault}
            title="Import people"
            thing="import"
            all={{ href: '/groups', words: 'All groups' }}
            again={read.again}
          />
        ) : (
          <>
            <Head title="Import people" />
            <BoneRows rows={4} columns={3} />
          </>
        )}
      </Main>
    );
  const name = i.file_name || 'Pasted rows';
  const put = (next: Import) => read.put((now) => newer(now, next));
  const cancel = async () => {
    try {
      put(await api.del<Import>(`/imports/${id}`));
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'Couldn’t cancel: the server cannot be reached.');
    }
  };
  const again = `/groups/${i.group}/import${query.list ? `?list=${query.list}` : ''}`;
  const open = partOf(i.state);
  return (
    <Main>
      <Head
        crumb={{ href: `/groups/${i.group}`, words: group.value?.name ?? 'Group' }}
        title="Import people"
        tools={<LivePill />}
      />
      <ConnectionBanner what="the import" />
      {i.state === 'cancelled' || i.state === 'failed' ? (
        <Over import={i} name={name} again={again} />
      ) : (
        <Parts
          open={open}
          said={{
            file: (
              <>
                <span>
                  {name}, {bytesWords(i.bytes)}, about {figure(i.rows)} rows
                  {i.shape && `. ${shapeWords(i.shape)}.`}
                </span>
                {i.state !== 'done' && i.state !== 'running' && (
                  <a href={again} onClick={() => void cancel()}>
                    Another file
                  </a>
                )}
              </>
            ),
            columns: <ColumnsSaid import={i} change={put} />,
          }}
        >
          {open === 'file' ? (
            <p class="sm muted">The file is still arriving, {bytesWords(i.bytes)} so far.</p>
          ) : open === 'columns' ? (
            <ColumnsPart
              key={`${i.version}`}
              import={i}
              put={put}
              again={read.again}
              cancel={() => void cancel()}
            />
          ) : (
            <CheckPart import={i} put={put} list={query.list} cancel={() => void cancel()} />
          )}
        </Parts>
      )}
    </Main>
  );
}

function ColumnsSaid({ import: i, change }: { import: Import; change: (i: Import) => void }) {
  const used = i.plan.fields.filter(Boolean).length;
  const back = async () => {
    try {
      change(await api.patch<Import>(`/imports/${i.id}`, { version: i.version, fields: i.plan.fields }));
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'The server cannot be reached.');
    }
  };
  return (
    <>
      <span>
        {used} of {i.plan.fields.length} columns used, numbers of {i.plan.country}
      </span>
      {i.state === 'checked' && i.shape && (
        <Button tiny onPress={() => void back()}>
          Change
        </Button>
      )}
    </>
  );
}

function Over({ import: i, name, again }: { import: Import; name: string; again: string }) {
  const added = i.figures.added + i.figures.merged;
  return (
    <Notice
      title={i.state === 'failed' ? `${name} could not be imported` : `The import of ${name} was cancelled`}
      action={
        <a class="btn" href={again}>
          Send another file
        </a>
      }
    >
      {i.problem?.title}{' '}
      {added > 1
        ? `${figure(added)} people were imported before and stay.`
        : added
          ? 'One person was imported before and stays.'
          : 'Nobody was imported.'}
    </Notice>
  );
}

/** Says the turns of an import, and how far it is, to people who listen. */
function useSpoken(i: Import | undefined) {
  const said = useRef('');
  useEffect(() => {
    if (!i || !isOpen(i.state) === (said.current === '')) {
      said.current = i ? i.state : '';
      return;
    }
    const words = `${i.file_name || 'The file'} ${stateWords(i)}`;
    if (words === said.current) return;
    said.current = words;
    announce(words);
  }, [i?.state, i && Math.floor((i.done / Math.max(1, i.rows)) * 10)]);
}
