import { useState } from 'preact/hooks';
import { edit, enter, rebase, takeTheirs } from '../../core/edit';
import type { Session, SessionRow } from '../../core/types';
import { Field } from '../../ui/field';
import { tell } from '../../ui/toast';
import { Clash, FormDialog, useForm } from '../form';
import { api, newKey } from '../here';

const longest = 120;

/** One field with the name. A name that was given elsewhere meanwhile stands beside what was typed. */
export default function RenameDialog({
  row,
  renamed,
  close,
}: {
  row: SessionRow;
  renamed: (s: Session) => void;
  close: () => void;
}) {
  const form = useForm('name');
  const [version, setVersion] = useState(row.version);
  const [name, setName] = useState(() => edit({ name: row.name }));
  const save = async () => {
    const wanted = name.now.name.trim();
    if (!form.check({ name: wanted ? undefined : 'Give the session a name.' })) return;
    if (wanted === name.base.name) return close();
    const done = await form.send(
      async () => {
        const s = await api.patch<Session>(
          `/sessions/${row.id}`,
          { name: wanted, version },
          { key: newKey() },
        );
        renamed(s);
        tell(`The session is called ${s.name} now.`, 'pencil');
      },
      (problem) => {
        const theirs =
          problem.code === 'conflict' ? (problem.body.current as Session | undefined) : undefined;
        if (!theirs) return false;
        renamed(theirs);
        setVersion(theirs.version);
        setName((n) => rebase(n, { name: theirs.name }));
        return theirs.name !== name.base.name; // renamed and back: the server's sentence says so
      },
    );
    if (done) close();
  };
  return (
    <FormDialog
      form={form}
      title="Rename the session"
      class="narrow"
      close={close}
      submit={() => void save()}
      words="Save"
      meanwhile="Saving…"
    >
      <Field
        label="Name"
        value={name.now.name}
        change={(typed) => setName((n) => enter(n, { name: typed }))}
        error={form.error('name')}
        maxLength={longest}
        autoFocus
      />
      <Clash theirs={name.clashes.name} take={() => setName((n) => takeTheirs(n, 'name'))} />
    </FormDialog>
  );
}
