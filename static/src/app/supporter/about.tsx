import type { ComponentChildren } from 'preact';
import { isAdmin } from '../../core/rights';
import { ago, moment } from '../../core/times';
import type { Supporter } from '../../core/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import type { Address } from '../address';
import { me, now, numbers } from '../here';

const rsvpWords = { yes: 'Yes', no: 'No', maybe: 'Maybe' } as const;

/** What is known of somebody, beside what came of calling them. */
export function About({ of: s, open }: { of: Supporter; open: Address['open'] }) {
  return (
    <aside class="about" aria-label={`About ${s.name}`}>
      <section class="well pad">
        <h2>About</h2>
        <dl>
          {numbers.value ? (
            <>
              <Fact name="Number">{s.phone || 'None'}</Fact>
              <Fact name="Email">{s.email || 'None'}</Fact>
            </>
          ) : (
            <>
              <Fact name="Number">{s.has_phone ? 'Kept, not shown' : 'None'}</Fact>
              <Fact name="Email">{s.has_email ? 'Kept, not shown' : 'None'}</Fact>
            </>
          )}
          <Fact name="Lives in">{s.city}</Fact>
          <Fact name="Time zone">{s.zone.replaceAll('_', ' ')}</Fact>
          <Fact name="Engagement">{s.level}</Fact>
          <Fact name="Notes">{s.notes && <span class="said">{s.notes}</span>}</Fact>
        </dl>
      </section>
      <DoNotCall of={s} open={open} />
      <section class="well pad">
        <div class="row">
          <h2>Tags</h2>
          <Button quiet class="push" icon="tag" onPress={() => open({ edit: 'yes' })}>
            Edit tags
          </Button>
        </div>
        <p class="row wrap">
          {s.tags.map((t) => (
            <span class="tag" key={t}>
              {t}
            </span>
          ))}
          {!s.tags.length && <span class="sub">None yet.</span>}
        </p>
      </section>
      <section class="well pad">
        <h2>RSVPs</h2>
        {s.rsvps.length ? (
          <dl>
            {s.rsvps.map((r) => (
              <Fact key={r.event} name={r.event}>
                {rsvpWords[r.rsvp]} <span class="muted">{moment(r.at, now())}</span>
              </Fact>
            ))}
          </dl>
        ) : (
          <p class="sub">Asked about no event yet.</p>
        )}
      </section>
      <section class="well pad">
        <h2>Call lists</h2>
        {s.lists.length ? (
          <ul>
            {s.lists.map((l) => (
              <li key={l.id}>
                <a href={`/lists/${l.id}`}>{l.name}</a>
              </li>
            ))}
          </ul>
        ) : (
          <p class="sub">On no list.</p>
        )}
      </section>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Whether they may be called, who said so, and how that is changed. */
function DoNotCall({ of: s, open }: { of: Supporter; open: Address['open'] }) {
  const on = s.do_not_call || s.opted_out;
  const admin = isAdmin(me.value);
  return (
    <section class="well pad" aria-labelledby="dnc">
      <h2 id="dnc">Do Not Call</h2>
      {s.do_not_contact && (
        <p class="st never">
          <Icon name="never" small />
          Do not contact in any way
        </p>
      )}
      {on ? (
        <>
          <p class="st never">
            <Icon name="never" small />
            {s.opted_out ? 'On the Do Not Call list' : 'Asked not to be called'}
          </p>
          <p class="sub">
            {s.opt_out && (
              <span title={ago(s.opt_out.at, now())}>
                Since {moment(s.opt_out.at, now())}, by {s.opt_out.by.name || 'Partyline'}.{' '}
              </span>
            )}
            No session rings them.
          </p>
          <Button
            off={!admin}
            describedBy={admin ? undefined : 'dnc-why'}
            onPress={() => open({ call: 'again' })}
          >
            Correct…
          </Button>
          {!admin && (
            <p class="sub" id="dnc-why">
              Only admins can take somebody off Do Not Call.
            </p>
          )}
        </>
      ) : (
        <>
          <p class="sub">
            {!s.has_phone
              ? 'Nobody can call them: there is no number.'
              : s.do_not_contact
                ? 'No session rings them.'
                : 'They can be called.'}
          </p>
          <Button icon="never" onPress={() => open({ call: 'never' })}>
            Do not call…
          </Button>
        </>
      )}
    </section>
  );
}
