import { useEffect, useState } from 'preact/hooks';
import { changed, enter, rebase, takeTheirs } from '../../../core/edit';
import {
  type Alert,
  type AlertFields,
  alertWords,
  audienceWords,
  fieldsOf,
  levelWords,
  type Messages,
  newAlert,
  phaseOf,
  sentOf,
  showWords,
  untilLabel,
} from '../../../core/messages';
import { plainOf } from '../../../core/plain';
import { Button } from '../../../ui/button';
import { Select } from '../../../ui/select';
import { TextArea } from '../../../ui/text';
import { tell } from '../../../ui/toast';
import { Clash, FormError, useForm } from '../../form';
import { api, newKey, now, tick } from '../../here';
import { FoundAgain, useKept } from '../../kept';
import type { Room } from '../room';
import { sayRefusal } from './deeds';
import { Drawn } from './drawn';
import { Conflict, Editor, Others } from './editor';
import { asMe, type Put, useShown, withAlert } from './messages';
import { Moment } from './moment';

const fresh = 'new';

/** The bars of this campaign, the newest first, and the one that is being written. */
export function AlertBars({ room, messages, put }: { room: Room; messages: Messages; put: Put }) {
  const c = room.campaign;
  const [picked, setPicked] = useState<string>();
  const there = messages.alerts.find((a) => a.id === picked);
  const chosen = picked === fresh ? undefined : (there ?? messages.alerts[0]);
  tick.value; // a bar goes at its instant
  return (
    <Editor
      id="alert-bars"
      title="Alert bars"
      tools={
        <Button tiny icon="plus" onPress={() => setPicked(fresh)}>
          New<span class="vh"> alert bar</span>
        </Button>
      }
    >
      {messages.alerts.length > 0 && (
        <ul class="al">
          {messages.alerts.map((a) => (
            <li key={a.id} class={a.id === chosen?.id ? 'on' : undefined}>
              <Shown campaign={c.id} alert={a} put={put} />
              <button
                type="button"
                class="pick"
                aria-current={a.id === chosen?.id ? 'true' : undefined}
                onClick={() => setPicked(a.id)}
              >
                <span class="tx">{plainOf(a.html)}</span>
                <small>{alertWords(a, now(), c.zone)}</small>
              </button>
              <Others room={room} what={`alert ${a.id}`} />
            </li>
          ))}
        </ul>
      )}
      <AlertForm
        key={chosen?.id ?? fresh}
        room={room}
        alert={chosen}
        gone={!!picked && picked !== fresh && !there}
        saved={(a) => {
          setPicked(a.id);
          put((m) => withAlert(m, a));
        }}
        removed={(id) => {
          setPicked(undefined);
          put((m) => ({ ...m, alerts: m.alerts.filter((o) => o.id !== id) }));
        }}
      />
    </Editor>
  );
}

/** Shows it or takes it off every page, at once. */
function Shown({ campaign, alert: a, put }: { campaign: string; alert: Alert; put: Put }) {
  const [busy, setBusy] = useState(false);
  const over = phaseOf(a, now()) === 'over';
  const turn = async () => {
    setBusy(true);
    try {
      const now = await api.patch<Alert>(
        `/campaigns/${campaign}/alerts/${a.id}`,
        { version: a.version, shown: !a.shown },
        { key: newKey() },
      );
      put((m) => withAlert(m, now));
    } catch (e) {
      sayRefusal(e);
    } finally {
      setBusy(false);
    }
  };
  return (
    <label class="tick" title={over ? 'It is over: give it a later end first.' : undefined}>
      <span class="vh">Show “{plainOf(a.html)}”</span>
      <input
        type="checkbox"
        checked={a.shown && !over}
        disabled={busy || over}
        onChange={(e) => {
          e.currentTarget.checked = a.shown; // the server decides
          void turn();
        }}
      />
    </label>
  );
}

const audiences = Object.entries(audienceWords).map(([value, words]) => ({
  value: value as Alert['audience'],
  words,
}));
const levels = Object.entries(levelWords).map(([value, words]) => ({
  value: value as Alert['level'],
  words,
}));

function AlertForm({
  room,
  alert,
  gone,
  saved,
  removed,
}: {
  room: Room;
  alert: Alert | undefined;
  /** The one that was chosen was removed by somebody. */
  gone: boolean;
  saved: (a: Alert) => void;
  removed: (id: string) => void;
}) {
  const c = room.campaign;
  const form = useForm('text', 'audience', 'level', 'starts_at', 'expires_at');
  const base = alert ? fieldsOf(alert, c.zone) : newAlert;
  const kept = useKept<AlertFields>(`${c.id}:alert:${alert?.id ?? fresh}`, base);
  const { e, setE } = kept;
  const [conflict, setConflict] = useState<string>();
  const shown = useShown(c.id, e.now.text, alert);
  const key = JSON.stringify(base);
  useEffect(() => setE((old) => rebase(old, base)), [key]);
  const type = (typed: Partial<AlertFields>) => {
    room.editing(`alert ${alert?.id ?? fresh}`);
    setE((old) => enter(old, typed));
  };
  const save = async () => {
    const sent = sentOf(e.now, c.zone, now(), alert);
    if ('faults' in sent) return void form.check(sent.faults);
    const path = `/campaigns/${c.id}/alerts`;
    await form.send(
      async () => {
        const body = alert ? { version: alert.version, ...sent.body, shown: true } : sent.body;
        const a = alert
          ? await api.patch<Alert>(`${path}/${alert.id}`, body, { key: newKey() })
          : await api.post<Alert>(path, body, { key: newKey() });
        kept.forget();
        setConflict(undefined);
        room.rest();
        saved(a);
        tell(shownWords(a), 'check');
      },
      (p) => {
        const theirs = p.code === 'conflict' ? (p.body.current as Alert | undefined) : undefined;
        if (!theirs) return false;
        setE((old) => rebase(old, fieldsOf(theirs, c.zone)));
        setConflict(theirs.by?.name ?? 'Somebody');
        saved(theirs);
        return true;
      },
    );
  };
  const remove = async () => {
    if (!alert) return;
    try {
      await api.del(`/campaigns/${c.id}/alerts/${alert.id}`, { key: newKey() });
    } catch (e) {
      return sayRefusal(e);
    }
    kept.forget();
    removed(alert.id);
    const { text, audience, level, starts_at = '', expires_at = '', shown } = alert;
    tell('The alert bar is off every page.', 'done', () => {
      api
        .post(`/campaigns/${c.id}/alerts`, { text, audience, level, starts_at, expires_at, shown })
        .catch(sayRefusal);
    });
  };
  const dirty = changed(e);
  const done = !!alert && !dirty && phaseOf(alert, now()) === 'on';
  const clash = (field: keyof AlertFields, words: (v: never) => string = String) => (
    <Clash
      theirs={e.clashes[field] === undefined ? undefined : words(e.clashes[field] as never)}
      who={alert?.by?.name}
      take={() => setE((old) => takeTheirs(old, field))}
    />
  );
  return (
    <div class="eb" ref={form.root}>
      {!alert && <h3>{gone ? 'It was removed by somebody. A new one:' : 'A new one'}</h3>}
      <FoundAgain of={kept} />
      <Conflict who={conflict} />
      <TextArea
        label="Text"
        value={e.now.text}
        change={(text) => type({ text })}
        error={form.error('text') ?? shown.fault}
        hint="**bold**, [words](https://…) and {first_name} work."
        maxLength={1000}
        rows={2}
      />
      {clash('text')}
      <div class="row2">
        <Select
          label="Who sees it"
          value={e.now.audience}
          choices={audiences}
          change={(audience) => type({ audience })}
          error={form.error('audience')}
        />
        <Select
          label="Level"
          value={e.now.level}
          choices={levels}
          change={(level) => type({ level })}
          error={form.error('level')}
        />
        <Select
          label="From"
          value={e.now.from}
          choices={[
            { value: 'now', words: 'Now' },
            { value: 'at', words: 'At a time…' },
          ]}
          change={(from) => type({ from })}
        />
        <Select
          label="Until"
          value={e.now.until}
          choices={[
            { value: 'never', words: 'I take it off' },
            { value: '15', words: 'In 15 minutes' },
            { value: '60', words: 'In an hour' },
            { value: '240', words: 'In four hours' },
            { value: 'at', words: 'At a time…' },
          ]}
          change={(until) => type({ until })}
        />
        {(e.now.from === 'at' || e.now.until === 'at') && (
          <>
            {e.now.from === 'at' ? (
              <Moment
                label={untilLabel('From', c.zone)}
                value={e.now.starts_at}
                change={(starts_at) => type({ starts_at })}
                error={form.error('starts_at')}
              />
            ) : (
              <span />
            )}
            {e.now.until === 'at' && (
              <Moment
                label={untilLabel('Until', c.zone)}
                value={e.now.expires_at}
                change={(expires_at) => type({ expires_at })}
                error={form.error('expires_at')}
              />
            )}
          </>
        )}
      </div>
      {clash('audience', (v: Alert['audience']) => audienceWords[v])}
      {clash('level', (v: Alert['level']) => levelWords[v])}
      {clash('starts_at')}
      {clash('expires_at')}
      <p class="pvl">Exactly as {e.now.audience === 'clickers' ? 'clickers' : 'callers'} see it</p>
      <div class="pvb">
        <AlertPreview html={shown.html} level={e.now.level} />
      </div>
      <FormError form={form} />
      <div class="acts">
        <Button primary busy={form.busy} off={done} onPress={() => void save()}>
          {form.busy ? 'Saving…' : done ? 'On their pages now' : showWords(e.now, c.here)}
        </Button>
        {dirty && alert && (
          <Button quiet onPress={kept.forget}>
            Undo changes
          </Button>
        )}
        {alert && (
          <Button quiet bad class="push" onPress={() => void remove()}>
            Remove
          </Button>
        )}
      </div>
      {alert?.by && <p class="sub">Saved by {alert.by.name}</p>}
    </div>
  );
}

function shownWords(a: Alert): string {
  switch (phaseOf(a, now())) {
    case 'coming':
      return 'Saved. The alert bar shows when its time comes.';
    case 'on':
      return 'The alert bar is on their pages now.';
    default:
      return 'The alert bar is saved.';
  }
}

/** One bar, with the marks that pages give it. The server has made the HTML safe. */
export function AlertPreview({ html, level }: { html: string; level: Alert['level'] }) {
  return (
    <div class={`alertbar ${level}`}>
      <Drawn name="bell" big />
      {html ? <div dangerouslySetInnerHTML={{ __html: asMe(html) }} /> : <span class="muted">Your text</span>}
    </div>
  );
}
