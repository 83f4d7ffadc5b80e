// A CSV file on its way to supporters, in the words and parts of its page. Pure.

import type { AnyEvent } from './events';
import { figure, people } from './text';
import type { ColumnField, FileShape, Import, ImportState } from './types';

export type Part = 'file' | 'columns' | 'check';

/** The part that is open in this state; those before it are done, those behind it wait. */
export function partOf(state: ImportState): Part {
  switch (state) {
    case 'uploading':
      return 'file';
    case 'columns':
      return 'columns';
    case 'checking':
    case 'checked':
    case 'running':
    case 'done':
      return 'check';
    case 'cancelled':
    case 'failed':
      return 'file';
  }
}

/** Something still happens, or can happen, to it. */
export function isOpen(state: ImportState): boolean {
  return state !== 'done' && state !== 'cancelled' && state !== 'failed';
}

/** How much of the present work is done, 0 to 100. */
export function percent(i: Pick<Import, 'done' | 'rows'>): number {
  if (i.rows <= 0) return 0;
  return Math.min(100, Math.floor((i.done / i.rows) * 100));
}

/** "62 %, 41,200 of about 66,000 rows" while rows are only counted roughly, "… of 66,012 rows" afterwards. */
export function progressWords(i: Pick<Import, 'state' | 'done' | 'rows'>): string {
  const about = i.state === 'checking' ? 'about ' : '';
  return `${percent(i)} %, ${figure(i.done)} of ${about}${figure(Math.max(i.rows, i.done))} rows`;
}

/** What the import is doing, for lists of imports and for those who listen. */
export function stateWords(i: Pick<Import, 'state' | 'done' | 'rows' | 'ready'>): string {
  switch (i.state) {
    case 'uploading':
      return 'is being sent';
    case 'columns':
      return 'waits for its columns';
    case 'checking':
      return `is being checked, ${percent(i)} %`;
    case 'checked':
      return `is checked, ${people(i.ready)} ready`;
    case 'running':
      return `is being imported, ${percent(i)} %`;
    case 'done':
      return 'is imported';
    case 'cancelled':
      return 'was cancelled';
    case 'failed':
      return 'could not be read';
  }
}

export const fieldWords: Record<ColumnField, string> = {
  '': 'Leave out',
  name: 'Name',
  first_name: 'First name',
  last_name: 'Last name',
  phone: 'Phone',
  email: 'Email',
  city: 'City',
  zone: 'Time zone',
  tags: 'Tags',
  notes: 'Notes',
  level: 'Engagement level',
  do_not_call: 'Do not call',
};

/** Fields that several columns may hold: further phones are second choices. */
const several: readonly ColumnField[] = ['', 'phone', 'tags', 'notes'];

/** Whether a column becomes one of our fields: chosen, and no other column takes the same where there is room for one. */
export function mapped(fields: readonly ColumnField[], at: number): boolean {
  const f = fields[at] ?? '';
  return f !== '' && (several.includes(f) || fields.indexOf(f) === fields.lastIndexOf(f));
}

/** What is wrong with the columns, in one sentence; undefined: nothing. */
export function columnsFault(fields: readonly ColumnField[]): string | undefined {
  const twice = fields.find((_, i) => fields[i] && !mapped(fields, i));
  if (twice) return `Two columns are put to ${fieldWords[twice]}. Leave one of them out.`;
  if (!fields.some((f) => f === 'name' || f === 'first_name' || f === 'last_name'))
    return 'Choose which column holds the name.';
  if (!fields.includes('phone')) return 'Choose which column holds the phone number.';
  return undefined;
}

const separatorWords: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };
export const encodingWords: Record<FileShape['encoding'], string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16, big-endian',
  'latin-1': 'Latin-1',
  'windows-1252': 'Windows-1252',
};

/** "UTF-8, cells set apart by commas, the first row names the columns" */
export function shapeWords(s: FileShape): string {
  const header = s.header ? 'the first row names the columns' : 'without a header';
  return `${encodingWords[s.encoding]}, cells set apart by ${separatorWords[s.separator] ?? s.separator}, ${header}`;
}

/** The reasons of rejects in short, for the summary; the rows carry whole sentences. */
const reasonWords: Record<string, string> = {
  quote_open: 'quotation mark not closed',
  row_too_long: 'row too long',
  cell_too_long: 'cell too long',
  not_text: 'not text',
  bad_encoding: 'unreadable characters',
  too_many_cells: 'too many cells',
  name_missing: 'no name',
  name_too_long: 'name too long',
  notes_too_long: 'notes too long',
  text_too_long: 'text too long',
  tags_too_many: 'too many tags',
  zone_unknown: 'time zone unknown',
  phone_not_a_number: 'not a phone number',
  phone_too_short: 'number too short',
  phone_too_long: 'number too long',
  phone_no_such_number: 'no such number',
  phone_scientific: 'number rounded by a spreadsheet',
  phone_country: 'country code unknown',
};

/** "Number too short 180, no name 31": most frequent first. */
export function reasonsWords(reasons: Readonly<Record<string, number>>): string {
  const words = Object.entries(reasons)
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([code, n]) => `${reasonWords[code] ?? code.replace(/_/g, ' ')} ${figure(n)}`)
    .join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Row 18: '0770 90' is too short" → what is said of it, where the row's number stands in a column of its own. */
export function withoutRow(reason: string): string {
  return reason.replace(/^Row [\d,]+: /, '');
}

/** The import after an event. Events carry no look into the file and no seq to follow: those stay as they were. */
export function importAfter(old: Import, e: AnyEvent): Import {
  if (e.kind !== 'roster.import_changed' || e.data.import.version < old.version) return old;
  return { ...e.data.import, shape: old.shape, seq: old.seq };
}
