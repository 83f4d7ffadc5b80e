import '../../import/import.css';
import './contacts.css';
import { useState } from 'preact/hooks';
import type { Campaign } from '../../../core/campaign';
import { figure } from '../../../core/text';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { api, newKey, Problem } from '../../here';
import type { Room } from '../room';
import { contactsOf } from '../steps';
import { FromList } from './from-list';
import { LoadCard } from './load';
import { Sending, useSending } from './sending';

/** Step 4: files of people, from one row to millions. Each is looked at row by row before anybody is called. */
export default function ContactsStep({ room }: { room: Room }) {
  const c = room.campaign;
  const sending = useSending(room);
  const waiting =
    c.started_at && !c.ended_at ? c.loads.filter((l) => l.state === 'scanned' && l.valid > 0) : [];
  return (
    <div class="contacts">
      {c.loads.map((l) => (
        <LoadCard
          key={l.id}
          room={room}
          load={l}
          replace={(file) => void sending.send(file, l)}
          busy={sending.busy}
        />
      ))}
      {waiting.length > 0 && <LoadMore room={room} n={waiting.reduce((n, l) => n + l.valid, 0)} />}
      {c.ended_at ? (
        <p class="sub">This campaign is over: no more contacts can be added.</p>
      ) : (
        <>
          <Sending sending={sending} first={c.loads.length === 0} />
          <FromList room={room} />
        </>
      )}
      {c.loads.length > 0 && (
        <p class="sub" role="status">
          {figure(contactsOf(c))} contacts in all. Each number is called as one person; others at the same
          number are shown to the caller as household. Where rows differ about a number the strictest stands:
          unless all say landline it needs a click, and it is called in the hours of all their time zones.
          Landlines are rows whose line type says landline, land, fixed, wired or L. A home phone may be a
          mobile: it needs a click.
        </p>
      )}
    </div>
  );
}

/** On a campaign that runs, a file that came later waits for a press. */
function LoadMore({ room, n }: { room: Room; n: number }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const load = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      room.put(await api.post<Campaign>(`/campaigns/${room.campaign.id}/start`, {}, { key: newKey() }));
    } catch (e) {
      setFault(e instanceof Problem ? e.title : 'The server cannot be reached. Try again.');
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="well pad row wrap">
      <span class="sm">The campaign runs. These contacts are called once they are loaded.</span>
      <Button primary class="push" busy={busy} onPress={() => void load()}>
        Load {figure(n)} contacts
      </Button>
      {fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      )}
    </div>
  );
}
