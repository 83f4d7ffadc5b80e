// A supporter as a leader may see and edit them.

import { useEffect, useRef, useState } from 'preact/hooks';
import { tagsOf } from '../../core/amounts';
import { changed, changes, type Edit, enter, rebase, takeTheirs } from '../../core/edit';
import { numbersHidden } from '../../core/rights';
import { moment } from '../../core/times';
import type { Member, Outcome, Supporter } from '../../core/types';
import { outcomeWords } from '../../core/words';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text';
import { tell } from '../../ui/toast';
import { Clash, type Form, FormError, useForm } from '../form';
import { api, me, now, numbers, type Problem } from '../here';
import { FoundAgain, useKept } from '../kept';
import { useReading } from '../reading';
import { FailedNotice } from '../states';
import { zoneChoices } from '../zones';

interface Fields {
  name: string;
  phone: string;
  email: string;
  city: string;
  zone: string;
  tags: string;
  level: string;
  notes: string;
  do_not_call: boolean;
  do_not_contact: boolean;
}

const nobody: Fields = {
  name: '',
  phone: '',
  email: '',
  city: '',
  zone: '',
  tags: '',
  level: '',
  notes: '',
  do_not_call: false,
  do_not_contact: false,
};

function fieldsOf(s: Member): Fields {
  return {
    name: s.name,
    phone: s.phone ?? '',
    email: s.email ?? '',
    city: s.city,
    zone: s.zone,
    tags: s.tags.join(', '),
    level: s.level,
    notes: s.notes,
    do_not_call: s.do_not_call,
    do_not_contact: s.do_not_contact,
  };
}

/** What is sent of the fields that changed: tags as a list. */
function bodyOf(f: Partial<Fields>): Record<string, unknown> {
  const { tags, ...rest } = f;
  return tags === undefined ? rest : { ...rest, tags: tagsOf(tags) };
}

const names = Object.keys(nobody);

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

/** The fresh state that comes with a refused edit of an old version. */
export function conflict<T>(p: Problem): T | undefined {
  return p.code === 'conflict' ? (p.body.current as T | undefined) : undefined;
}

/** A new supporter by hand; with `list`, they also stand on that list. */
export function AddMember(p: {
  group: string;
  list?: { id: string; name: string };
  close: () => void;
  added: (s: Member) => void;
}) {
  const kept = useKept<Fields>(`supporter:new:${p.group}`, nobody);
  const { e, setE } = kept;
  const leave = () => {
    kept.forget();
    p.close();
  };
  const [twin, setTwin] = useState<string>();
  const form = useForm(...names);
  const save = async () => {
    if (!form.check({ name: e.now.name.trim() ? undefined : 'A name is needed.' })) return;
    setTwin(undefined);
    await form.make(
      async (key) => {
        const s = await api.post<Member>(
          `/groups/${p.group}/supporters`,
          { ...bodyOf(changes(e)), list: p.list?.id },
          { key },
        );
        p.added(s);
        tell(p.list ? `${s.name} is on ${p.list.name}.` : `${s.name} is added.`, 'done');
        leave();
      },
      (problem) => {
        if (problem.code === 'supporter_exists') setTwin(problem.body.supporter as string | undefined);
        return false;
      },
    );
  };
  const addTwin = async () => {
    if (!p.list || !twin) return;
    await form.send(async () => {
      await api.post(`/lists/${p.list?.id}/supporters`, { ids: [twin] });
      p.added({ id: twin } as Member);
      tell(`${e.now.name.trim()} is on ${p.list?.name}.`, 'done');
      leave();
    });
  };
  return (
    <Dialog
      title="Add a supporter"
      close={p.close}
      class="member"
      submit={() => void save()}
      footer={
        <>
          <Button quiet class="push" onPress={leave}>
            Cancel
          </Button>
          {twin && p.list && <Button onPress={() => void addTwin()}>Put them on the list</Button>}
          <Button primary type="submit" busy={form.busy}>
            {form.busy ? 'Adding…' : 'Add'}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <MemberFields e={e} setE={setE} form={form} />
        <FoundAgain of={kept} />
        <FormError form={form} />
      </div>
    </Dialog>
  );
}

function MemberFields({
  e,
  setE,
  form,
  hidden,
  kept,
}: {
  e: Edit<Fields>;
  setE: (e: Edit<Fields>) => void;
  form: Form;
  /** Why number and e-mail cannot be changed. */
  hidden?: string;
  kept?: Member;
}) {
  const f = e.now;
  const set =
    <K extends keyof Fields>(k: K) =>
    (v: Fields[K]) =>
      setE(enter(e, { [k]: v } as Partial<Fields>));
  const clash = (k: keyof Fields) =>
    k in e.clashes ? <Clash theirs={String(e.clashes[k] ?? '')} take={() => setE(takeTheirs(e, k))} /> : null;
  const secret = (what: string, has: boolean) => (
    <div class="f">
      <span class="l">{what}</span>
      <p class="hint">
        {has ? 'Kept, not shown.' : 'None.'} {hidden}
      </p>
    </div>
  );
  return (
    <>
      <div>
        <Field
          label="Name"
          value={f.name}
          change={set('name')}
          error={form.error('name')}
          maxLength={200}
          autoFocus={!kept}
        />
        {clash('name')}
      </div>
      <div class="two">
        {hidden && kept ? (
          <>
            {secret('Phone number', kept.has_phone)}
            {secret('Email', kept.has_email)}
          </>
        ) : (
          <>
            <div>
              <Field
                label="Phone number"
                type="tel"
                inputMode="tel"
                value={f.phone}
                change={set('phone')}
                error={form.error('phone')}
                placeholder={kept?.has_phone && !kept.phone ? 'Kept, not shown' : undefined}
              />
              {clash('phone')}
            </div>
            <div>
              <Field
                label="Email"
                type="email"
                value={f.email}
                change={set('email')}
                error={form.error('email')}
                placeholder={kept?.has_email && !kept.email ? 'Kept, not shown' : undefined}
              />
              {clash('email')}
            </div>
          </>
        )}
        <div>
          <Field label="City" value={f.city} change={set('city')} error={form.error('city')} />
          {clash('city')}
        </div>
        <div>
          <Select
            label="Time zone"
            value={f.zone}
            choices={zoneChoices(f.zone, 'The group’s')}
            change={set('zone')}
            error={form.error('zone')}
          />
          {clash('zone')}
        </div>
        <div>
          <Field
            label="Tags"
            value={f.tags}
            change={set('tags')}
            error={form.error('tags')}
            hint="Set apart by commas: volunteer, driver"
          />
          {clash('tags')}
        </div>
        <div>
          <Field label="Engagement level" value={f.level} change={set('level')} error={form.error('level')} />
          {clash('level')}
        </div>
      </div>
      <div>
        <TextArea
          label="Notes"
          value={f.notes}
          change={set('notes')}
          error={form.error('notes')}
          maxLength={10000}
          rows={2}
        />
        {clash('notes')}
      </div>
      <Check
        label="Do not call"
        on={f.do_not_call}
        change={set('do_not_call')}
        hint="Nobody of your organisation can call them."
      />
      <Check label="Do not contact in any way" on={f.do_not_contact} change={set('do_not_contact')} />
    </>
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
