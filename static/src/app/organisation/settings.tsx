import { useEffect } from 'preact/hooks';
import { clockChoices } from '../../core/amounts';
import { changed, changes, type Edit } from '../../core/edit';
import type { Me, Organisation } from '../../core/types';
import { Amount } from '../../ui/amount';
import { BoneRows } from '../../ui/bones';
import { Button } from '../../ui/button';
import { Check } from '../../ui/check';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Select } from '../../ui/select';
import { tell } from '../../ui/toast';
import { FormError, useForm } from '../form';
import { api, me } from '../here';
import { FoundAgain, useRecord } from '../kept';
import { useNumberCheck } from '../profile/mobile';
import { useReading } from '../reading';
import { FailedNotice } from '../states';
import { countryChoices, zoneChoices } from '../zones';
import { Spending } from './spending';

interface Fields {
  name: string;
  zone: string;
  country: string;
  opens: number;
  closes: number;
  caller_id: string;
  gap_minutes: number;
  daily_cap: number;
  show_numbers: boolean;
  currency: string;
  leader_price: string;
  supporter_price: string;
}

const caps = ['1', '2', '3', '4', '5'].map((value) => ({
  value,
  words: value === '1' ? 'one call' : `${value} calls`,
}));

function fieldsOf(o: Organisation): Fields {
  return {
    name: o.name,
    zone: o.zone,
    country: o.country,
    opens: o.opens,
    closes: o.closes,
    caller_id: o.caller_id_international ?? o.caller_id ?? '',
    gap_minutes: o.gap_minutes,
    daily_cap: o.daily_cap,
    show_numbers: o.show_numbers,
    currency: o.price.currency,
    leader_price: o.price.leader,
    supporter_price: o.price.supporter,
  };
}

/** What is sent of the fields that changed: the price as one. */
function bodyOf(e: Edit<Fields>): Record<string, unknown> {
  const { currency, leader_price, supporter_price, ...rest } = changes(e);
  if (currency === undefined && leader_price === undefined && supporter_price === undefined) return rest;
  const f = e.now;
  return { ...rest, price: { currency: f.currency, leader: f.leader_price, supporter: f.supporter_price } };
}

export function Settings() {
  const read = useReading<Organisation>('/organisation');
  const told = me.value?.organisation;
  useEffect(() => {
    if (read.value) read.again();
  }, [told]);
  if (!read.value)
    return read.fault ? (
      <FailedNotice
        fault={read.fault}
        thing="page"
        all={{ href: '/sessions', words: 'All sessions' }}
        again={read.again}
      />
    ) : (
      <BoneRows rows={5} columns={2} />
    );
  return (
    <>
      <Form of={read.value} put={read.put} />
      <Spending />
    </>
  );
}

function Form({ of, put }: { of: Organisation; put: (o: Organisation) => void }) {
  const { kept, e, version, set, clash, saved, overtaken } = useRecord('organisation', of, fieldsOf);
  const form = useForm(
    'name',
    'zone',
    'country',
    'opens',
    'closes',
    'caller_id',
    'gap_minutes',
    'daily_cap',
    'price.currency',
    'price.leader',
    'price.supporter',
  );
  const number = useNumberCheck();
  const f = e.now;
  const save = async () => {
    const right = form.check({
      name: f.name.trim() ? undefined : 'A name is needed.',
      closes: f.closes <= f.opens ? 'Calling hours must end after they begin, on the same day.' : undefined,
      gap_minutes: Number.isNaN(f.gap_minutes) ? 'Give a whole number.' : undefined,
    });
    if (!right) return;
    await form.send(
      async () => {
        const o = await api.patch<Organisation>('/organisation', { version, ...bodyOf(e) });
        saved(o);
        put(o);
        tell('The settings are saved.', 'done');
        me.value = await api.get<Me>('/me'); // name, hours and numbers show on other pages
      },
      (p) => overtaken(p) !== undefined,
    );
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(ev) => {
        ev.preventDefault();
        void save();
      }}
    >
      <div class="fields" ref={form.root}>
        <div>
          <Field
            label="Name"
            value={f.name}
            change={set('name')}
            error={form.error('name')}
            maxLength={120}
          />
          {clash('name')}
        </div>
        <div class="two">
          <Select
            label="Time zone"
            value={f.zone}
            choices={zoneChoices(f.zone)}
            change={set('zone')}
            error={form.error('zone')}
          />
          <Select
            label="Country"
            value={f.country}
            choices={countryChoices(f.country)}
            change={set('country')}
            error={form.error('country')}
            hint="Of numbers without a country code."
          />
        </div>
        <h2>Calls</h2>
        <div>
          <Field
            label="Caller ID"
            type="tel"
            inputMode="tel"
            value={f.caller_id}
            change={(v) => {
              number.forget();
              set('caller_id')(v);
            }}
            onBlur={() => void number.check(f.caller_id)}
            error={form.error('caller_id') ?? number.fault}
            hint={
              number.known ? (
                <span class="st done">
                  <Icon name="check" small />
                  {number.known.international}, {number.known.kind}
                </span>
              ) : f.caller_id ? (
                'The number people see when they are called.'
              ) : (
                'The number people see. Without one, nobody can be rung.'
              )
            }
          />
          {clash('caller_id')}
        </div>
        <div class="two">
          <Select
            label="Calls from"
            value={String(f.opens)}
            choices={clockChoices(f.opens)}
            change={(v) => set('opens')(Number(v))}
            error={form.error('opens')}
          />
          <Select
            label="Until"
            value={String(f.closes)}
            choices={clockChoices(f.closes)}
            change={(v) => set('closes')(Number(v))}
            error={form.error('closes')}
            hint="At the supporter’s place."
          />
        </div>
        <div>
          <Amount
            label="After a good talk, leave somebody alone for"
            minutes={f.gap_minutes}
            change={set('gap_minutes')}
            error={form.error('gap_minutes')}
            hint="Across all call lists. A list can ask for more."
          />
          {clash('gap_minutes')}
        </div>
        <div>
          <Select
            label="Campaigns leave somebody alone for a day who answered"
            value={String(f.daily_cap)}
            choices={caps}
            change={(v) => set('daily_cap')(Number(v))}
            error={form.error('daily_cap')}
            hint="Calls of leaders count too. Call-backs that were agreed come on top."
          />
          {clash('daily_cap')}
        </div>
        <Check
          label="Leaders see phone numbers and e-mail addresses"
          on={f.show_numbers}
          change={set('show_numbers')}
          hint="Off, calling works all the same: the phone is rung for them."
        />
        <h2>Price of a minute</h2>
        <p class="hint">
          What your phone company asks for a minute of each phone. Sessions then show what they cost by about.
          Without a currency they show minutes only.
        </p>
        <div class="two">
          <div>
            <Field
              label="Currency"
              value={f.currency}
              change={set('currency')}
              error={form.error('price.currency')}
              placeholder="GBP"
              maxLength={3}
            />
            {clash('currency')}
          </div>
        </div>
        <div class="two">
          <div>
            <Field
              label="A leader’s phone"
              inputMode="decimal"
              value={f.leader_price}
              change={set('leader_price')}
              error={form.error('price.leader')}
              placeholder="0.013"
            />
            {clash('leader_price')}
          </div>
          <div>
            <Field
              label="A supporter’s phone"
              inputMode="decimal"
              value={f.supporter_price}
              change={set('supporter_price')}
              error={form.error('price.supporter')}
              placeholder="0.013"
            />
            {clash('supporter_price')}
          </div>
        </div>
      </div>
      <FoundAgain of={kept} />
      <FormError form={form} />
      <Button type="submit" primary busy={form.busy} off={!changed(e)}>
        {form.busy ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}
