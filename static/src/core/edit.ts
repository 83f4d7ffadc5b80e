// Editing a record that others may edit too: what was read, what was typed, and where somebody else was faster.

export interface Edit<T> {
  /** As it was read last. */
  readonly base: T;
  /** As it stands in the fields. */
  readonly now: T;
  /** Fields typed into here that somebody else changed meanwhile: what they hold on the server. */
  readonly clashes: Partial<T>;
}

export function edit<T extends object>(base: T): Edit<T> {
  return { base, now: base, clashes: {} };
}

/** Something was typed. */
export function enter<T extends object>(e: Edit<T>, typed: Partial<T>): Edit<T> {
  return { ...e, now: { ...e.now, ...typed } };
}

/** What has to be sent: the fields that differ from what was read. */
export function changes<T extends object>(e: Edit<T>): Partial<T> {
  const out: Partial<T> = {};
  for (const k of fields(e.now)) if (!same(e.now[k], e.base[k])) out[k] = e.now[k];
  return out;
}

export function changed<T extends object>(e: Edit<T>): boolean {
  return Object.keys(changes(e)).length > 0;
}

/**
 * The record changed on the server. Fields not typed into follow; those typed into keep what was typed, and clash
 * where the server's value is another one.
 */
export function rebase<T extends object>(e: Edit<T>, theirs: T): Edit<T> {
  const now = { ...theirs };
  const clashes: Partial<T> = {};
  for (const k of fields(e.now)) {
    if (same(e.now[k], e.base[k])) continue;
    now[k] = e.now[k];
    if (!same(theirs[k], e.now[k]) && (!same(theirs[k], e.base[k]) || k in e.clashes)) clashes[k] = theirs[k];
  }
  return { base: theirs, now, clashes };
}

/** Gives one field up for what somebody else wrote. */
export function takeTheirs<T extends object>(e: Edit<T>, field: keyof T): Edit<T> {
  const clashes = { ...e.clashes };
  delete clashes[field];
  return { ...e, now: { ...e.now, [field]: e.base[field] }, clashes };
}

/** The later of two states of a record: an event may come before the reply to the press that caused it. */
export function newer<T extends { version: number }>(now: T, other: T): T {
  return other.version < now.version ? now : other;
}

function fields<T extends object>(o: T): (keyof T)[] {
  return Object.keys(o) as (keyof T)[];
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
