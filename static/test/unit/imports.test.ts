import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../src/core/events';
import {
  columnsFault,
  importAfter,
  isOpen,
  mapped,
  partOf,
  percent,
  progressWords,
  reasonsWords,
  shapeWords,
  stateWords,
  withoutRow,
} from '../../src/core/imports';
import type { FileShape, Import, ImportState } from '../../src/core/types';

const shape: FileShape = {
  encoding: 'latin-1',
  marked: false,
  separator: ';',
  hint: false,
  header: true,
  columns: [],
  sample: [],
  lines: 66_000,
  notices: [],
};

function file(over: Partial<Import> = {}): Import {
  return {
    id: 'im',
    group: 'g',
    state: 'running',
    file_name: 'people.csv',
    by: { id: 'u', name: 'Chloe' },
    bytes: 10,
    shape,
    plan: { country: 'GB', fields: [] },
    rows: 66_012,
    done: 41_200,
    ready: 64_812,
    duplicates: 903,
    rejected: 211,
    figures: { without_number: 0, reasons: {}, added: 0, merged: 0, listed: 0, left_out: 0 },
    version: 4,
    seq: 9,
    created_at: '2026-04-15T10:00:00Z',
    updated_at: '2026-04-15T10:00:00Z',
    ...over,
  } as Import;
}

describe('the parts of an import', () => {
  test.each<[ImportState, string, boolean]>([
    ['uploading', 'file', true],
    ['columns', 'columns', true],
    ['checking', 'check', true],
    ['checked', 'check', true],
    ['running', 'check', true],
    ['done', 'check', false],
    ['cancelled', 'file', false],
    ['failed', 'file', false],
  ])('%s opens %s', (state, part, open) => {
    expect(partOf(state)).toBe(part);
    expect(isOpen(state)).toBe(open);
    expect(stateWords(file({ state }))).toBeTruthy();
  });
});

describe('progress', () => {
  test('is said in percent and rows, about only while they are not counted', () => {
    expect(progressWords(file())).toBe('62 %, 41,200 of 66,012 rows');
    expect(progressWords(file({ state: 'checking' }))).toBe('62 %, 41,200 of about 66,012 rows');
  });

  test('never passes 100, and no rows are no progress', () => {
    expect(percent({ done: 70, rows: 60 })).toBe(100);
    expect(percent({ done: 0, rows: 0 })).toBe(0);
  });
});

describe('columns', () => {
  test.each([
    [['name', 'phone'], undefined],
    [['first_name', '', 'phone', 'phone', 'tags', 'tags'], undefined],
    [['phone'], 'Choose which column holds the name.'],
    [['name', ''], 'Choose which column holds the phone number.'],
    [['name', 'phone', 'city', 'city'], 'Two columns are put to City. Leave one of them out.'],
  ] as const)('%j', (fields, fault) => expect(columnsFault(fields)).toBe(fault));

  test.each([
    [
      ['name', '', 'phone', 'phone'],
      [true, false, true, true],
    ],
    [
      ['city', 'name', 'city'],
      [false, true, false],
    ],
    [[], []],
  ] as const)('%j are taken: %j', (fields, taken) =>
    expect(fields.map((_, at) => mapped(fields, at))).toEqual(taken),
  );
});

test('what was recognised is said in one line', () => {
  expect(shapeWords(shape)).toBe('Latin-1, cells set apart by semicolons, the first row names the columns');
});

test('reasons are summed up, the most frequent first; a new one by its code', () => {
  expect(reasonsWords({ name_missing: 31, phone_too_short: 1800, brand_new: 2, not_text: 0 })).toBe(
    'Number too short 1,800, no name 31, brand new 2',
  );
  expect(reasonsWords({})).toBe('');
  expect(withoutRow("Row 1,018: '0770 90' is too short for a GB number")).toBe(
    "'0770 90' is too short for a GB number",
  );
});

describe('an event of the import', () => {
  const event = (im: Partial<Import>): AnyEvent => ({
    topic: 'import/im',
    seq: 10,
    kind: 'roster.import_changed',
    at: '2026-04-15T10:00:01Z',
    data: { import: { ...file(im), shape: undefined, seq: 0 } },
  });

  test('brings the figures, and leaves the look into the file', () => {
    const after = importAfter(file(), event({ version: 5, done: 50_000 }));
    expect(after).toMatchObject({ done: 50_000, version: 5, shape, seq: 9 });
  });

  test('changes nothing when it is older', () => {
    const now = file();
    expect(importAfter(now, event({ version: 3, done: 1 }))).toBe(now);
  });
});
