import { useEffect } from 'preact/hooks';
import type { CallerId } from '../../core/api.gen';
import { gapsOf } from '../../core/campaign';
import { list } from '../../core/campaign-fields';
import type { Page } from '../../core/types';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Problem } from '../here';
import { useReading } from '../reading';
import { Notice } from '../states';
import { useSaved } from './field';
import type { Room } from './room';

/** Step 5: the number that people see when their phone rings. */
export default function CallerIDStep({ room }: { room: Room }) {
  const read = useReading<Page<CallerId>>(`/campaigns/${room.campaign.id}/caller-ids`);
  const f = useSaved<string[]>(room, 'caller_ids');
  const chosen = list(f.value);
  const own = read.value?.items;
  const gone = own ? chosen.filter((n) => !own.some((o) => o.number === n)) : [];
  const said = chosen.join(' ');
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(read.again, 8_000); // by then it is known where calls to what was just chosen go
    return () => clearTimeout(timer);
  }, [said]);
  const again = (
    <Button icon="refresh" onPress={read.again}>
      Look again
    </Button>
  );
  if (!own)
    return read.fault ? (
      <Notice title="The numbers could not be read" action={again}>
        {read.fault instanceof Problem ? read.fault.title : 'The server cannot be reached.'}
      </Notice>
    ) : (
      <BoneRows rows={3} columns={1} />
    );
  if (own.length === 0 && chosen.length === 0)
    return (
      <section class="well pagec" data-field="caller_ids">
        <h2>Your organisation has no number yet</h2>
        <p>
          People see a number of yours when their phone rings, and can call it back. Whoever looks after the
          server buys one at the carrier; it shows here then.
        </p>
        {again}
      </section>
    );
  const toggle = (number: string, on: boolean) =>
    f.enter(on ? [...chosen, number] : chosen.filter((n) => n !== number));
  const gap = gapsOf(room.campaign, 'caller_id')[0];
  return (
    <div class="form">
      <fieldset class="fieldset cards" data-field="caller_ids">
        <legend>Numbers that people see</legend>
        {[...own, ...gone.map((number): CallerId => ({ number, international: number }))].map((n) => {
          const on = chosen.includes(n.number);
          const lost = gone.includes(n.number);
          return (
            <label key={n.number} class={on ? 'pick on' : 'pick'}>
              <input
                type="checkbox"
                checked={on}
                onFocus={f.on.onFocus}
                onBlur={f.on.onBlur}
                onChange={(e) => toggle(n.number, e.currentTarget.checked)}
              />
              <span>
                <b>{n.international}</b>
                {lost && (
                  <small class="warnl">
                    <Icon name="warn" small />
                    Not a number of yours any more. Take it off.
                  </small>
                )}
                {on && n.incoming_problem && (
                  <small class="warnl">
                    <Icon name="warn" small />
                    {n.incoming_problem}
                  </small>
                )}
              </span>
            </label>
          );
        })}
      </fieldset>
      {own.some((n) => n.incoming_problem && chosen.includes(n.number)) && again}
      {f.fault && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {f.fault}
        </p>
      )}
      {gap && chosen.length === 0 && (
        <p class="sub row">
          <Icon name="alert" small />
          {gap.title}
        </p>
      )}
      <p class="sub">
        With several, calls go out from them in turn. Whoever calls one back hears who you are, and can ask
        not to be called again.
      </p>
    </div>
  );
}
