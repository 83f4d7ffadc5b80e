// Which people of the queue are shown: by name, status and leader.

import { finder, fold } from './text';
import type { Entry, EntryStatus, Id } from './types';

export interface Filters {
  search: string;
  status: EntryStatus | 'not_logged' | '';
  /** A leader's id. */
  leader: Id | '';
}

export const noFilters: Filters = { search: '', status: '', leader: '' };

/** Folded names are kept beside their entries: ten thousand of them are not folded at each letter. */
const folded = new WeakMap<Entry['supporter'], string>();

function foldedName(e: Entry): string {
  let f = folded.get(e.supporter);
  if (f === undefined) {
    f = fold(e.supporter.name);
    folded.set(e.supporter, f);
  }
  return f;
}

/** Who passes the filters; undefined: everybody. */
export function passing(f: Filters): ((e: Entry) => boolean) | undefined {
  const { status, leader } = f;
  const found = f.search.trim() ? finder(f.search) : undefined;
  if (!found && !status && !leader) return undefined;
  return (e) => {
    if (status === 'not_logged' ? !e.not_logged : status && e.status !== status) return false;
    if (leader && leader !== e.by?.id && leader !== e.with?.id && leader !== e.skip?.by.id) return false;
    return !found || found(foldedName(e));
  };
}
