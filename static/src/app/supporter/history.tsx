import type { PagedState } from '../../core/paged';
import { figure } from '../../core/text';
import { ago, clock, weekday } from '../../core/times';
import type { Outcome, PastContact, Supporter } from '../../core/types';
import { outcomeWords } from '../../core/words';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { now } from '../here';
import { Empty, FailedNotice } from '../states';

const rsvpWords: Record<string, string> = { yes: 'yes', no: 'no', maybe: 'maybe' };

/** Everything that came of calling somebody, over all lists, sessions and leaders, newest first. */
export function History(p: {
  of: Supporter;
  state: PagedState<PastContact>;
  whole: boolean;
  more: () => void;
  again: () => void;
}) {
  const { items, total, fault } = p.state;
  return (
    <section aria-labelledby="history">
      <h2 id="history">
        History{' '}
        {!!total && <small class="muted">{total === 1 ? '1 contact' : `${figure(total)} contacts`}</small>}
      </h2>
      {total === undefined ? (
        fault ? (
          <FailedNotice
            fault={fault}
            thing="person"
            all={{ href: '/groups', words: 'All groups' }}
            again={p.again}
          />
        ) : (
          <BoneRows rows={6} columns={2} />
        )
      ) : total === 0 ? (
        <Empty title="No contact yet">
          What comes of calling {p.of.name} shows here, whoever calls and from whatever list.
        </Empty>
      ) : (
        <>
          <ol class="past">
            {items.map((c) => (
              <Line key={c.id} of={c} />
            ))}
          </ol>
          {!p.whole && (
            <p class="qfoot">
              <span>
                {figure(items.length)} of {figure(total)}
              </span>
              {!!fault && <span>The next ones could not be read.</span>}
              <Button onPress={p.more}>{fault ? 'Try again' : 'Show more'}</Button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Line({ of: c }: { of: PastContact }) {
  const logged = !!c.outcome;
  return (
    <li>
      <p class="row wrap">
        <span class={`st ${c.reached ? 'done' : 'tried'}`}>
          <Icon name={c.reached ? 'done' : logged ? 'tried' : 'alert'} small />
          {logged ? (outcomeWords[c.outcome as Outcome] ?? c.outcome) : 'Not logged'}
        </span>
        {!logged && (
          <span class="muted">{c.answered ? 'The call was answered.' : 'The call was not answered.'}</span>
        )}
        {c.rsvp && (
          <span class="tag">
            RSVP {rsvpWords[c.rsvp]}
            {c.event && `, ${c.event}`}
          </span>
        )}
        {c.do_not_call && c.outcome !== 'do_not_call' && <span class="tag">Do not call again</span>}
        {c.tags_added.map((t) => (
          <span class="tag" key={t}>
            <Icon name="tag" small />
            <span class="vh">Tag added: </span>
            {t}
          </span>
        ))}
        {c.tags_removed.map((t) => (
          <span class="tag" key={t}>
            <Icon name="close" small />
            <span class="vh">Tag taken off: </span>
            <s>{t}</s>
          </span>
        ))}
        <time class="muted push" dateTime={c.at} title={ago(c.at, now())}>
          {weekday(c.at)}, {clock(c.at)}
        </time>
      </p>
      {c.notes && <p class="said">{c.notes}</p>}
      <p class="sub">
        {c.by.name || 'Somebody'} · <a href={`/lists/${c.list.id}`}>{c.list.name}</a> ·{' '}
        <a href={`/sessions/${c.session.id}`}>{c.session.name}</a>
        {!c.called && ` · ${method(c.method)}, logged by hand`}
        {c.corrected_at && ` · corrected ${weekday(c.corrected_at)}, ${clock(c.corrected_at)}`}
      </p>
    </li>
  );
}

/** "phone_call" as people say it. */
function method(m: string): string {
  const words = m.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
