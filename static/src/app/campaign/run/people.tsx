import { useEffect, useRef, useState } from 'preact/hooks';
import type * as Api from '../../../core/api.gen';
import { figure } from '../../../core/text';
import { clock, moment } from '../../../core/times';
import type { Page } from '../../../core/types';
import { Avatar } from '../../../ui/avatar';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { refuse, tell } from '../../../ui/toast';
import { useAddress } from '../../address';
import { FormError, useForm } from '../../form';
import { api, now, Problem, tick } from '../../here';
import { useReading } from '../../reading';
import type { Room } from '../room';

type Came = Api.CampaignPerson;

/** As the server counts them: a page that was heard of so lately is open. */
const hereFor = 40_000;
const few = 8;

/** Everybody who came by a link: who is here first, each with what they did, and a way to send them off. */
export function People({ room }: { room: Room }) {
  const c = room.campaign;
  const { query, open, close } = useAddress();
  const [all, setAll] = useState(false);
  const { people, put, more, busy } = usePeople(room);
  const present = (p: Came) => !p.removed && now() - Date.parse(p.seen_at) < hereFor;
  const sorted = [...(people ?? [])]
    .filter((p) => !p.removed)
    .sort((a, b) => Number(present(b)) - Number(present(a)));
  const shown = all ? sorted : sorted.slice(0, few);
  const chosen = query.do === 'remove' ? sorted.find((p) => p.id === query.who) : undefined;
  return (
    <section class="blk" aria-labelledby="who">
      <div class="bh">
        <h2 id="who" tabIndex={-1}>
          Who came
        </h2>
        {people && (
          <span class="sm muted">
            {figure(sorted.filter(present).length)} here now,{' '}
            {more ? `more than ${figure(sorted.length)}` : figure(sorted.length)} in all
          </span>
        )}
      </div>
      {people && !sorted.length && (
        <p class="none box">Nobody yet. Share a link: whoever opens it and says their name shows here.</p>
      )}
      <ul class="came">
        {shown.map((p) => (
          <li key={p.id}>
            <Avatar name={p.name} on={present(p)} />
            <span class="nm">
              {p.name}
              <small>
                {p.approved > 0
                  ? `${figure(p.approved)} approved`
                  : p.kind === 'caller'
                    ? 'Caller'
                    : 'Clicker'}
                ,{' '}
                {present(p) ? (
                  <b>here since {clock(p.joined_at, c.zone)}</b>
                ) : (
                  `seen ${moment(p.seen_at, now(), c.zone)}`
                )}
              </small>
            </span>
            <Button tiny quiet onPress={() => open({ do: 'remove', who: p.id })}>
              Remove<span class="vh"> {p.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {sorted.length > few && (
        <button type="button" class="link sm" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${more ? 'the last' : 'all'} ${figure(sorted.length)}`}
        </button>
      )}
      {all && more && (
        <p class="row">
          <Button tiny busy={busy} onPress={more}>
            Show who came before them
          </Button>
        </p>
      )}
      {chosen && <RemoveDialog campaign={c.id} person={chosen} done={put} close={() => close('do', 'who')} />}
    </section>
  );
}

/** People as they are now: events bring who joins and goes; when the number of those here changes the last to come are read again.
 *  Who came before them is read when somebody asks for it. */
function usePeople(room: Room) {
  const { id, here } = room.campaign;
  const read = useReading<Page<Came>>(`/campaigns/${id}/people`);
  const [before, setBefore] = useState<Page<Came>>();
  const [busy, setBusy] = useState(false);
  const latest = useRef(read);
  latest.current = read;
  const put = (p: Came) => {
    setBefore(
      (page) => page && { ...page, items: page.items.map((o) => (o.id === p.id ? { ...o, ...p } : o)) },
    );
    latest.current.put((page) => {
      const at = page.items.findIndex((o) => o.id === p.id);
      return {
        ...page,
        items: at < 0 ? [p, ...page.items] : page.items.with(at, { ...page.items[at], ...p }),
      };
    });
  };
  const next = before ? before.next : read.value?.next;
  const more = async () => {
    setBusy(true);
    try {
      const page = await api.get<Page<Came>>(
        `/campaigns/${id}/people?cursor=${encodeURIComponent(next ?? '')}`,
      );
      setBefore((had) => ({ ...page, items: [...(had?.items ?? []), ...page.items] }));
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'The server cannot be reached. Try again.');
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => room.listen((e) => e.kind === 'campaign.person_changed' && put(e.data)), []);
  const turn = Math.floor(tick.value / 15_000); // who is here is seen again, and what they did goes on
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) latest.current.again();
    first.current = false;
  }, [here.callers, here.clickers, here.callers + here.clickers > 0 ? turn : 0]);
  const last = read.value?.items;
  const known = new Set(last?.map((p) => p.id));
  const people = last && [...last, ...(before?.items ?? []).filter((p) => !known.has(p.id))];
  return { people, put, more: next ? () => void more() : undefined, busy };
}

function RemoveDialog({
  campaign,
  person: p,
  done,
  close,
}: {
  campaign: string;
  person: Came;
  done: (p: Came) => void;
  close: () => void;
}) {
  const form = useForm();
  const remove = async () => {
    const gone = await form.send(() => api.del(`/campaigns/${campaign}/people/${p.id}`));
    if (!gone) return;
    done({ ...p, removed: true });
    tell(`${p.name} is off this campaign.`, 'user');
    close();
    // Their rows are gone, and what was pressed there: the keys go on from the head.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('who')?.focus();
    });
  };
  return (
    <Dialog
      title={`Remove ${p.name}?`}
      class="narrow"
      close={close}
      submit={() => void remove()}
      footer={
        <>
          <Button quiet class="push" onPress={close}>
            Cancel
          </Button>
          <Button bad type="submit" busy={form.busy} autoFocus>
            {form.busy ? 'Removing…' : `Remove ${p.name}`}
          </Button>
        </>
      }
    >
      <div class="body fields" ref={form.root}>
        <p>
          Their page closes, and they cannot come in again from that browser.
          {p.kind === 'caller' && ' Their phone is taken off the line.'}
          {p.kind === 'clicker' &&
            ' Numbers on their screen go back to the others; what they approved stays approved.'}
        </p>
        <FormError form={form} />
      </div>
    </Dialog>
  );
}
