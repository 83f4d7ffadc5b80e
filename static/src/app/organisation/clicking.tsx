import './clicking.css';
import { useEffect, useState } from 'preact/hooks';
import type { components } from '../../core/api.gen';
import { figure, numbers } from '../../core/text';
import { moment } from '../../core/times';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { tell } from '../../ui/toast';
import { useAddress } from '../address';
import { FormDialog, useForm } from '../form';
import { api, me, newKey, news, now } from '../here';
import { useReading } from '../reading';

type Switch = components['schemas']['SwitchView'];

/** The clicking switch, for all campaigns. Only an owner turns it. */
export function Clicking() {
  const read = useReading<Switch>('/organisation/clicking');
  const { query, open, close } = useAddress();
  const owner = me.value?.organisation.role === 'owner';
  useEffect(
    () =>
      news.subscribe((e) => {
        if (e?.kind === 'campaign.clicking_switched') read.put(e.data);
      }),
    [],
  );
  const v = read.value;
  if (!v) return <BoneRows rows={2} columns={1} />;
  const since = v.since ? ` since ${moment(v.since, now())}` : '';
  return (
    <section class="fields clicking" aria-labelledby="clicking">
      <h2 id="clicking">Clicking</h2>
      <p>
        <b>{v.on ? 'On' : 'Off'}</b>
        {since}.{' '}
        {v.on
          ? 'A person approves every number that is not a landline before any campaign calls it.'
          : v.released
            ? 'Campaigns call numbers that nobody approved.'
            : 'Numbers that wait for a click are not called; new contacts need none.'}
        {v.waiting > 0 && ` ${figure(v.waiting)} wait.`}
      </p>
      {v.total > 0 && (
        <p role="status">
          {figure(v.moved)} of {figure(v.total)} numbers have followed the switch.{' '}
          <progress max={v.total} value={v.moved} aria-label="Numbers that have followed the switch" />
        </p>
      )}
      <div class="row wrap">
        <Button off={!owner} onPress={() => open({ turn: v.on ? 'off' : 'on' })}>
          {v.on ? 'Switch clicking off…' : 'Switch clicking on…'}
        </Button>
        {!v.on && !v.released && v.waiting > 0 && (
          <Button off={!owner} onPress={() => open({ turn: 'off' })}>
            Let them be called…
          </Button>
        )}
        {!owner && <span class="muted">Only an owner of the organisation can do this.</span>}
      </div>
      {owner && (query.turn === 'on' || query.turn === 'off') && (
        <Turn now={v} on={query.turn === 'on'} close={() => close('turn')} put={read.put} />
      )}
    </section>
  );
}

function Turn(p: { now: Switch; on: boolean; close: () => void; put: (v: Switch) => void }) {
  const form = useForm('on');
  const again = !p.now.on && !p.on; // it is off, and what waits is to go
  const [release, setRelease] = useState(again);
  const save = () =>
    form.send(
      async () => {
        const body = p.on ? { on: true } : { on: false, release_unapproved: release };
        p.put(await api.ask<Switch>('POST', '/organisation/clicking', { body, key: newKey() }));
        tell(p.on ? 'Clicking is on.' : again ? 'They may be called now.' : 'Clicking is off.', 'done');
        p.close();
      },
      () => false,
    );
  const waiting = numbers(p.now.waiting);
  return (
    <FormDialog
      form={form}
      title={p.on ? 'Switch clicking on' : again ? 'Let numbers be called' : 'Switch clicking off'}
      close={p.close}
      class="narrow"
      submit={() => void save()}
      words={p.on ? 'Switch on' : again ? `Let ${waiting} be called` : 'Switch off'}
      bad={!p.on}
    >
      <p class="sm">
        {p.on
          ? 'From that moment no campaign calls a number that is not a landline and that nobody approved. They wait for a click.'
          : again
            ? 'Campaigns call them from now on, without anybody having looked at them.'
            : 'What was pressed before counts; later presses are refused, and clickers’ pages say so.'}
      </p>
      {!p.on && !again && (
        <Check
          label={`Let the ${waiting} be called that nobody approved`}
          on={release}
          change={setRelease}
          hint="Otherwise they wait until you decide, or until clicking is on again."
        />
      )}
    </FormDialog>
  );
}
