import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldsOf, requestOf } from '../../src/app/list/fields';
import { runsOf } from '../../src/app/list/runs';
import { auditWords, sentences } from '../../src/core/audit';
import { edit, enter } from '../../src/core/edit';
import type { AnyEvent } from '../../src/core/events';
import { listAfter } from '../../src/core/list';
import { cannotImport, isAdmin, numbersHidden } from '../../src/core/rights';
import type { CallList, Me } from '../../src/core/types';

const list = {
  id: 'l',
  group: { id: 'g', name: 'Leeds North' },
  name: 'RSVPs',
  description: '',
  cooldown_minutes: 0,
  minimum_minutes: 240,
  event: '',
  mode: 'shared',
  voicemail_done: false,
  script: '',
  caller_id: '',
  people: 3,
  left: 3,
  version: 1,
  seq: 1,
  created_at: '2026-04-15T10:00:00Z',
} as CallList;

describe('the hours of a list', () => {
  const own = { ...list, opens: 600, closes: 1080 };

  test('are sent together when one of them changes', () => {
    expect(requestOf(enter(edit(fieldsOf(own)), { closes: 1200 }))).toEqual({ opens: 600, closes: 1200 });
  });

  test('are given up with -1', () => {
    expect(requestOf(enter(edit(fieldsOf(own)), { own_hours: false }))).toEqual({ opens: -1, closes: -1 });
  });

  test('stay out of it when something else changes', () => {
    expect(requestOf(enter(edit(fieldsOf(list)), { name: 'Other' }))).toEqual({ name: 'Other' });
    expect(requestOf(enter(edit(fieldsOf(list)), { opens: 600 }))).toEqual({});
  });
});

describe('people put back', () => {
  const before = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

  test('neighbours go back together, ahead of whoever stood behind them', () => {
    expect(runsOf(['b', 'c'], before)).toEqual([{ ids: ['b', 'c'], before: 'd' }]);
    expect(runsOf(['d', 'a'], before)).toEqual([
      { ids: ['a'], before: 'b' },
      { ids: ['d'], before: 'e' },
    ]);
  });

  test('who stood last needs no moving: adding put them at the end', () => {
    expect(runsOf(['e'], before)).toEqual([]);
  });
});

describe('an event of a list', () => {
  const head = { topic: 'list/l', seq: 2, at: '2026-04-15T10:00:00Z' };

  test('says what has to be read again', () => {
    expect(listAfter({ ...head, kind: 'roster.list_changed', data: { list, people: true } })).toEqual({
      list,
      people: true,
      deleted: undefined,
    });
  });

  test('of a kind that a newer server invents changes nothing', () => {
    expect(listAfter({ ...head, kind: 'roster.invented', data: {} } as unknown as AnyEvent)).toEqual({});
  });
});

describe('who may what', () => {
  const me = (role: string | undefined, show: boolean) =>
    ({ organisation: { role, show_numbers: show } }) as unknown as Me;

  test('vice-captains cannot import', () => {
    expect(cannotImport('vice_captain')).toBe('Only captains and admins can import people.');
    for (const role of ['captain', 'admin', 'owner'] as const) expect(cannotImport(role)).toBeUndefined();
  });

  test('numbers are hidden from leaders unless the organisation shows them', () => {
    expect(numbersHidden(me(undefined, false))).toBeTruthy();
    expect(numbersHidden(me(undefined, true))).toBeUndefined();
    expect(numbersHidden(me('admin', false))).toBeUndefined();
    expect(isAdmin(me('owner', false))).toBe(true);
    expect(isAdmin(me(undefined, true))).toBe(false);
  });
});

describe('the audit trail', () => {
  test.each([
    ['list_created', { name: 'RSVPs' }, 'created the call list RSVPs'],
    ['list_people_added', { people: 1 }, 'put 1 person on a call list'],
    ['user_changed', { role: {}, mobile: 'changed' }, 'changed role and mobile'],
    ['leader_changed', { name: 'Dev', role: 'none' }, 'took Dev’s lead away'],
    ['supporter_edited', { fields: ['city', 'do_not_call'] }, 'edited a supporter: city and do not call'],
    ['brand.new_thing', {}, 'brand new thing'],
    ['user_invited', null, 'made a one-time link'],
    ['log.write', {}, 'logged a contact'],
    ['log.write', { result: 'no_answer' }, 'let a call be logged as no answer'],
    ['list.split', { leaders: ['a', 'b'] }, 'split a call list between 2 leaders'],
    ['list.split', { leaders: [] }, 'ended the split of a call list'],
    ['link_passcode_changed', { kind: 'caller', asked: true }, 'set the passcode of the callers’ link'],
  ])('%s', (action, data, words) =>
    expect(auditWords({ action, data: data as Record<string, unknown> })).toBe(words),
  );

  test('has a sentence for whatever the server writes down', () => {
    const root = new URL('../../../', import.meta.url);
    const written = new Set<string>();
    for (const folder of ['account', 'calling', 'campaign', 'dialer', 'export', 'hooks', 'roster'])
      for (const file of readdirSync(new URL(folder, root))) {
        if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
        const code = readFileSync(new URL(`${folder}/${file}`, root), 'utf8');
        for (const [, action] of code.matchAll(/\b[aA]udit\([^"\n]*"([a-z_.]+)"/g)) written.add(action ?? '');
      }
    expect(written.size).toBeGreaterThan(50);
    expect([...written].filter((action) => !(action in sentences))).toEqual([]);
  });
});
