// A file on its way to a campaign's contacts, in words.

import { bytesWords } from './amounts';
import type { Load } from './campaign';
import { figure } from './text';

/** What a column can become; a column of its own is said by the script as {city}. */
const fieldWords: Record<string, string> = {
  '': 'Left out',
  phone: 'Phone number',
  name: 'Name',
  first_name: 'First name',
  last_name: 'Last name',
  zone: 'Time zone',
  zip: 'ZIP code',
  state: 'State',
  line_type: 'Line type',
  do_not_call: 'Asked not to be called',
};

export function choicesOf(title: string, now: string): { value: string; words: string }[] {
  const out = Object.entries(fieldWords).map(([value, words]) => ({ value, words }));
  const own = [ownField(title), now.startsWith('field:') ? now : ''];
  for (const f of new Set(own))
    if (f) out.push({ value: f, words: `{${f.slice('field:'.length)}} in the script` });
  return out;
}

/** A column's own merge field: "Polling place" is said by {polling_place}. */
export function ownField(title: string): string {
  const name = title
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 40);
  return name && !(name in fieldWords) ? `field:${name}` : '';
}

/** What is wrong with the columns: no phone, or one field twice. */
export function columnsFault(fields: readonly string[]): string | undefined {
  if (!fields.includes('phone')) return 'Choose which column holds the phone number.';
  const twice = fields.find((f, i) => f && f !== 'phone' && fields.indexOf(f) !== i);
  if (twice)
    return `Two columns become “${fieldWords[twice] ?? twice.replace('field:', '')}”. Choose one of them.`;
  return undefined;
}

/** How far the work on a file is, 0 to 100; undefined: nothing is under way. */
export function percentOf(l: Load): number | undefined {
  if (l.state === 'loading') return l.percent;
  if (l.state === 'scanning') return l.rows ? Math.min(99, Math.floor((l.rows_done * 100) / l.rows)) : 0;
  return undefined;
}

/** One sentence about a file. */
export function loadWords(l: Load): string {
  switch (l.state) {
    case 'uploading':
      return `${l.by.name} is sending it, ${bytesWords(l.bytes)} so far.`;
    case 'scanning':
      return `Every row is looked at: ${figure(l.rows_done)} of about ${figure(l.rows)}.`;
    case 'scanned':
      return l.problem ? l.problem : `${rows(l.valid)} can be called.`;
    case 'loading':
      return `Loading, ${l.percent} %: ${figure(l.rows_done)} of ${rows(l.rows)}.`;
    case 'done':
      return `${figure(l.loaded)} ${l.loaded === 1 ? 'contact is' : 'contacts are'} in the campaign.`;
    case 'failed':
      return l.problem ?? 'It could not be loaded.';
    case 'cancelled':
      return 'It was removed.';
    default:
      return l.state satisfies never;
  }
}

/** What of a file is left out or joined, each with its words; they add up to its rows with what can be called. */
export function leftOut(l: Load): string[] {
  const out: string[] = [];
  if (l.duplicates) out.push(`${rows(l.duplicates)} at a number that is there already, shown as household`);
  if (l.opted_out) out.push(`${figure(l.opted_out)} on the Do Not Call list`);
  return out;
}

/** Whether it can be taken away or replaced: its contacts are not in the campaign yet. */
export function removable(l: Load): boolean {
  return l.state !== 'loading' && l.state !== 'done' && !(l.state === 'failed' && l.rows_done > 0);
}

export function rows(n: number): string {
  return `${figure(n)} ${n === 1 ? 'row' : 'rows'}`;
}
