// Makes campaigns and their events for tests.
import type { Campaign, Load } from '../../src/core/campaign';
import type { AnyEvent } from '../../src/core/events';

export const ben = { id: 'ben', name: 'Ben Adams' };
export const dev = { id: 'dev', name: 'Dev Patel' };

export function campaign(over: Partial<Campaign> = {}): Campaign {
  return {
    id: 'c1',
    name: 'Spring GOTV',
    purpose: '',
    zone: 'Europe/London',
    integration: 'none',
    script: {
      questions: [
        {
          id: 'who',
          title: 'Who answered?',
          text: 'Hi, may I speak to {first_name}?',
          kind: 'single',
          answers: [
            { id: 'talked', label: 'Talking to them', next: 'q2', outcome: 'talked', retry: { again: 'no' } },
            { id: 'not_home', label: 'Not home', next: 'end', outcome: 'not_home', retry: { again: 'yes' } },
          ],
        },
        {
          id: 'q2',
          title: 'Will you support Maria?',
          text: 'Hi {first_name}',
          kind: 'single',
          answers: [
            { id: 'a1', label: 'Yes', next: 'end' },
            { id: 'a2', label: 'No', next: 'end' },
          ],
        },
      ],
    },
    script_version: 1,
    caller_ids: [],
    caller_ids_chosen: 0,
    hours: [
      { day: 'monday', opens: 540, closes: 1260 },
      { day: 'tuesday', opens: 540, closes: 1260 },
    ],
    passes: 1,
    gap_minutes: 240,
    wrap_up_seconds: 120,
    clicking_mode: 'approve',
    missing: [],
    loads: [],
    saved: { name: { version: 2, by: ben, at: '2026-04-15T12:00:00Z' } },
    version: 2,
    created_at: '2026-04-15T12:00:00Z',
    state: 'draft',
    sentence: 'This campaign has not started.',
    load: { percent: 0, rows: 0, loaded: 0, rejected: 0, duplicates: 0, later: false },
    counts: {} as Campaign['counts'],
    callable: 0,
    callable_of: 0,
    never_open: 0,
    clicking: { on: true, approved: 0, total: 0, left: 0, clickers: 0, an_hour: 0, mode: 'approve', free: 0 },
    here: {} as Campaign['here'],
    calls: { callers: 0, talking: 0, waiting: 0, wrap_up: 0, away: 0, dials: 0, picked_up: 0, an_hour: 0 },
    drop_rate: { limit: 0.03 },
    at: '2026-04-15T12:00:00Z',
    seq: 10,
    ...over,
  };
}

/** The same campaign after somebody saved a step. */
export function saved(c: Campaign, by: typeof ben, step: string, over: Partial<Campaign>): Campaign {
  const version = c.version + 1;
  return {
    ...c,
    version,
    saved: { ...c.saved, [step]: { version, by, at: '2026-04-15T12:01:00Z' } },
    ...over,
  };
}

export function load(over: Partial<Load> = {}): Load {
  return {
    id: 'l1',
    state: 'scanned',
    file_name: 'voters.csv',
    shape: {
      encoding: 'utf-8',
      marked: false,
      separator: ',',
      hint: false,
      header: true,
      columns: [{ title: 'Phone', field: 'phone' }],
      sample: [['07700 900001']],
      lines: 3,
      notices: [],
    },
    plan: { country: 'GB', fields: ['phone'] },
    bytes: 100,
    rows: 2,
    rows_done: 0,
    percent: 0,
    valid: 2,
    loaded: 0,
    rejected: 0,
    duplicates: 0,
    opted_out: 0,
    by: ben,
    version: 2,
    created_at: '2026-04-15T12:00:00Z',
    ...over,
  };
}

export function told(kind: string, seq: number, data: unknown): AnyEvent {
  return { type: 'event', topic: 'campaign/c1', seq, kind, at: '2026-04-15T12:01:00Z', data } as AnyEvent;
}

/** A view as events carry it: without numbers and without the status. */
export function viewOf(c: Campaign): unknown {
  const view: Record<string, unknown> = { ...c };
  for (const k of [
    'caller_ids',
    'state',
    'sentence',
    'cause',
    'next_at',
    'load',
    'counts',
    'callable',
    'callable_of',
    'clicking',
    'here',
    'calls',
    'drop_rate',
    'at',
    'seq',
  ])
    delete view[k];
  return {
    ...view,
    loads: c.loads.map((l) => ({ ...l, shape: { ...l.shape, sample: [] } })),
  };
}
