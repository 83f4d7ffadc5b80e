// A supporter as a leader may see and edit them.

import { useEffect, useRef, useState } from 'preact/hooks';
import { changed, changes, rebase } from '../../core/edit';
import { numbersHidden } from '../../core/rights';
import { moment } from '../../core/times';
import type { Member, Outcome, Supporter } from '../../core/types';
import { outcomeWords } from '../../core/words';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { tell } from '../../ui/toast';
import { conflict, FormError, useForm } from '../form';
import { api, me, now, numbers } from '../here';
import { FoundAgain, useKept } from '../kept';
import { useReading } from '../reading';
import { FailedNotice } from '../states';
import { bodyOf, type Fields, fieldsOf, MemberFields, names } from './member-fields';

/** Opens one supporter: who they are, what was said, and their fields to edit. */
export function MemberDialog(p: {
  id: string;
  list?: string;
  close: () => void;
  saved?: (s: Member) => void;
  tag?: (t: string) => void;
}) {
  const read = useReading<Supporter>(`/supporters/${p.id}`, { list: p.list });
  const shown = numbers.value;
  const was = useRef(shown);
  useEffect(() => {
    if (was.current !== shown) read.again();
    was.current = shown;
  }, [shown]);
  const s = read.value && (shown ? read.value : { ...read.value, phone: undefined, email: undefined });
  if (!s)
    return (
      <Dialog title="Supporter" close={p.close}>
        <div class="body" style={{ minHeight: '240px', paddingBottom: '20px' }}>
          {!!read.fault && (
            <FailedNotice
              fault={read.fault}
              thing="person"
              all={{ href: '/groups', words: 'All groups' }}
              again={read.again}
            />
          )}
        </div>
      </Dialog>
    );
  return <EditMember key={`${s.id} ${s.phone}`} supporter={s} {...p} />;
}

function EditMember({
  supporter,
  close,
  saved,
}: {
  supporter: Supporter;
  close: () => void;
  saved?: (s: Member) => void;
}) {
  const kept = useKept<Fields>(`supporter:${supporter.id}`, fieldsOf(supporter));
  const { e, setE } = kept;
  const [version, setVersion] = useState(supporter.version);
  const [stale, setStale] = useState(false);
  const form = useForm(...names);
  const leave = () => {
    kept.forget();
    close();
  };
  const save = async () => {
    if (!changed(e)) return close();
    await form.send(
      async () => {
        const body = bodyOf(changes(e));
        const s = await api.patch<Member>(`/supporters/${supporter.id}`, { version, ...body });
        saved?.(s);
        tell(`${s.name} is saved.`, 'done');
        leave();
      },
      (problem) => {
        const theirs = conflict<Member>(problem);
        if (!theirs) return false;
        setE(rebase(e, fieldsOf(theirs)));
        setVersion(theirs.version);
        setStale(true);
        saved?.(theirs);
        return true;
      },
    );
  };
  return (
    <Dialog
      title={supporter.name}
      close={close}
      class="member"
      submit={() => void save()}
      footer={
        <>
          <Button quiet class="push" onPress={leave}>
            {changed(e) ? 'Cancel' : 'Close'}
          </Button>
          <Button primary type="submit" busy={form.busy} off={!changed(e)}>
            {form.busy ? 'Saving…' : 'Save'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <History of={supporter} />
        {stale && (
          <p class="banner warn" role="status">
            <span>
              <b>Somebody else changed this meanwhile.</b> What you typed is still here. Look, then save
              again.
            </span>
          </p>
        )}
        <MemberFields e={e} setE={setE} form={form} hidden={numbersHidden(me.value)} kept={supporter} />
        <FoundAgain of={kept} />
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

/** What was before: lists, answers to events, contact logs. */
function History({ of: s }: { of: Supporter }) {
  const page = <a href={`/supporters/${s.id}`}>Whole history</a>;
  if (!s.lists.length && !s.history.length && !s.rsvps.length)
    return <p class="sub">No contact yet, and on no list. {page}</p>;
  return (
    <details>
      <summary class="row sm">
        <svg class="i s chev" viewBox="0 0 20 20" aria-hidden="true">
          <use href="#i-forward" />
        </svg>
        <span>
          <b>
            {s.history[0] ? `${said(s.history[0])}, ${moment(s.history[0].at, now())}` : 'No contact yet'}
          </b>
          <span class="muted">
            {' · '}
            {s.lists.length === 0
              ? 'on no list'
              : s.lists.length === 1
                ? `on ${s.lists[0]?.name}`
                : `on ${s.lists.length} lists`}
          </span>
        </span>
      </summary>
      <ul class="hist" style={{ margin: '8px 0 0 24px' }}>
        {s.rsvps.map((r) => (
          <li key={r.event}>
            {r.event}: {r.rsvp}
          </li>
        ))}
        {s.history.map((l) => (
          <li key={l.id}>
            {said(l)}
            <span class="muted">
              {moment(l.at, now())}, {l.by.name}, {l.list.name}
            </span>
            {l.notes && <q>{l.notes}</q>}
          </li>
        ))}
        {s.lists.map((l) => (
          <li key={l.id}>
            On <a href={`/lists/${l.id}`}>{l.name}</a>
          </li>
        ))}
        <li>{page}</li>
      </ul>
    </details>
  );
}

function said(l: Supporter['history'][number]): string {
  return outcomeWords[l.outcome as Outcome] ?? l.outcome;
}
