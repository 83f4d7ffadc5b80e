import { describe, expect, test } from 'vitest';
import {
  campaignAfter,
  firstStep,
  indexAfter,
  indexWith,
  newest,
  stepAt,
  stepHref,
  steps,
  stepWords,
} from '../../src/core/campaign';
import { campaign, dev, load, saved, told, viewOf } from './campaign-world';

describe('an event on campaign/{id}', () => {
  test('brings the new state, and what it leaves out stays', () => {
    const c = campaign({ caller_ids: ['+441134960000'], paused_at: '2026-04-15T12:00:00Z' });
    const { paused_at: _, ...resumed } = saved(c, dev, 'name', { name: 'Summer GOTV' });
    const { campaign: now, read } = campaignAfter(c, told('campaign.changed', 11, viewOf(resumed)));
    expect(now.name).toBe('Summer GOTV');
    expect(now.paused_at).toBeUndefined();
    expect(now.caller_ids).toEqual(['+441134960000']);
    expect(now.sentence).toBe(c.sentence);
    expect(now.seq).toBe(11);
    expect(read).toBeFalsy();
  });

  test('asks for the campaign when the caller IDs changed: events show no numbers', () => {
    const c = campaign();
    const theirs = saved(c, dev, 'caller_id', { caller_ids_chosen: 1 });
    expect(campaignAfter(c, told('campaign.changed', 11, viewOf(theirs))).read).toBe(true);
  });

  test('changes nothing when the snapshot holds it already', () => {
    const c = campaign();
    const old = told('campaign.changed', 10, viewOf(saved(c, dev, 'name', { name: 'Old' })));
    expect(campaignAfter(c, old).campaign).toBe(c);
  });

  test('moves the status without touching the wizard, and forgets a cause that is over', () => {
    const c = campaign({ cause: 'gap', next_at: '2026-04-15T13:00:00Z' });
    const { at, state, sentence, load, counts, callable, callable_of, clicking } = c;
    const data = { state, sentence, load, counts, callable, callable_of, clicking, at };
    const { campaign: now } = campaignAfter(
      c,
      told('campaign.status_changed', 11, { ...data, state: 'running' }),
    );
    expect(now.state).toBe('running');
    expect(now.cause).toBeUndefined();
    expect(now.name).toBe(c.name);
  });

  test('keeps the first rows of a file, asks for those of a new one, and drops a removed one', () => {
    const c = campaign({ loads: [load()] });
    const bare = (l = load()) => ({ load: { ...l, shape: { ...l.shape, sample: [] } } });
    const one = campaignAfter(c, told('campaign.load_changed', 11, bare(load({ rows_done: 1 }))));
    expect(one.campaign.loads[0]?.rows_done).toBe(1);
    expect(one.campaign.loads[0]?.shape.sample).toHaveLength(1);
    expect(one.read).toBe(false);
    expect(campaignAfter(c, told('campaign.load_changed', 11, bare(load({ id: 'l2' })))).read).toBe(true);
    const again = bare(load({ id: 'l2', rows_done: 1 }));
    const asked = campaignAfter(c, told('campaign.load_changed', 11, bare(load({ id: 'l2' })))).campaign;
    expect(campaignAfter(asked, told('campaign.load_changed', 12, again)).read).toBe(false); // asked for once
    const gone = campaignAfter(c, told('campaign.load_changed', 11, bare(load({ state: 'cancelled' }))));
    expect(gone.campaign.loads).toEqual([]);
  });
});

test('of a snapshot and what events brought meanwhile the newer of each part counts', () => {
  const c = campaign({ loads: [load()] });
  const events = {
    ...c,
    loads: [load({ rows_done: 5 })],
    seq: 14,
    at: '2026-04-15T12:00:05Z',
    state: 'loading' as const,
  };
  const reply = saved({ ...c, seq: 12 }, dev, 'name', { name: 'Summer' });
  const now = newest(events, reply);
  expect(now.name).toBe('Summer');
  expect(now.state).toBe('loading');
  expect(now.loads[0]?.rows_done).toBe(5);
  expect(now.seq).toBe(14);
});

test('the index puts a new campaign first and changes one in its place', () => {
  const row = (id: string, name: string) => ({
    id,
    name,
    state: 'draft' as const,
    sentence: '',
    contacts: 0,
    finished: 0,
    created_at: '2026-04-15T12:00:00Z',
  });
  const index = { items: [row('a', 'A'), row('b', 'B')], seq: 5 };
  const more = indexAfter(index, told('campaign.listed', 6, row('c', 'C')));
  expect(more.items.map((r) => r.id)).toEqual(['c', 'a', 'b']);
  expect(more.seq).toBe(6);
  expect(indexAfter(index, told('campaign.listed', 6, row('b', 'New'))).items[1]?.name).toBe('New');
  // What the snapshot holds already is older than it.
  expect(indexAfter(index, told('campaign.listed', 5, row('b', 'Old')))).toBe(index);
  // More pages: what is behind them stays there, and what two of them have is there once.
  const old = { ...row('z', 'Z'), created_at: '2020-01-01T00:00:00Z' };
  const first = { ...index, next: 'on' };
  expect(indexAfter(first, told('campaign.listed', 6, old))).toEqual({ ...first, seq: 6 });
  expect(indexAfter(first, told('campaign.listed', 6, row('c', 'C'))).next).toBe('on');
  const both = indexWith(first, { items: [row('b', 'B'), old], seq: 9 });
  expect([both.items.map((r) => r.id), both.seq, both.next]).toEqual([['a', 'b', 'z'], 5, undefined]);
});

describe('the steps', () => {
  test('have addresses by name, and the last one is called Run campaign once it runs', () => {
    for (const s of steps) expect(stepAt(s.path)).toBe(s.step);
    const run = { started_at: '2026-04-15T12:00:00Z' };
    expect(stepWords('start', run)).toBe('Run campaign');
    expect(stepHref('c1', 'start', run)).toBe('/campaigns/c1/run');
    expect(stepAt('run')).toBe('start');
    expect(stepHref('c1', 'caller_id', undefined, 'caller_ids')).toBe(
      '/campaigns/c1/caller-id?field=caller_ids',
    );
    expect(stepAt('nowhere')).toBeUndefined();
  });

  test('open at the first gap', () => {
    const gap = { step: 'hours' as const, field: 'hours', title: 'Choose at least one day.' };
    expect(firstStep(campaign())).toBe('name');
    expect(firstStep(saved(campaign(), dev, 'hours', { missing: [gap] }))).toBe('hours');
    expect(firstStep(saved(campaign(), dev, 'hours', {}))).toBe('start');
  });
});
