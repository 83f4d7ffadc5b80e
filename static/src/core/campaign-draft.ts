// What is typed into a campaign's fields while others type into the same campaign. Pure; campaign-saving.ts sends it.

import { type Fields, isOrder, joined, list, same, stepOf } from './campaign-fields';

/** Somebody else changed a field that is being edited here. */
export interface Clash {
  /** What the server holds now. */
  theirs: unknown;
  by: string;
}

export interface Draft {
  /** As the server has it. */
  readonly base: Fields;
  /** As it stands in the fields. */
  readonly now: Fields;
  /** Fields that were typed into and are not saved. */
  readonly typed: ReadonlySet<string>;
  /** A field that clashes is not sent before somebody has decided: by typing on, leaving it, or choosing. */
  readonly clashes: Readonly<Record<string, Clash>>;
  /** The server's refusals, until the field is typed into again. */
  readonly faults: Readonly<Record<string, string>>;
}

export function draft(base: Fields): Draft {
  return { base, now: base, typed: new Set(), clashes: {}, faults: {} };
}

/**
 * Fields were typed into, or pressed. Whoever types on has seen what others wrote, and means it. `open` is the fields of which
 * something else is on its way, or may have got through: to put those back to what they were is a change, too.
 */
export function enter(d: Draft, changes: Fields, open: ReadonlySet<string> = new Set()): Draft {
  const typed = new Set(d.typed);
  for (const [k, v] of Object.entries(changes)) {
    if (same(v, d.base[k]) && !open.has(k)) typed.delete(k);
    else typed.add(k);
  }
  const keys = Object.keys(changes);
  // A step is refused as a whole: what is typed into one of its fields may mend the others.
  const steps = keys.map(stepOf);
  return {
    ...d,
    now: { ...d.now, ...changes },
    typed,
    clashes: without(d.clashes, keys),
    faults: Object.fromEntries(Object.entries(d.faults).filter(([k]) => !steps.includes(stepOf(k)))),
  };
}

/**
 * The server has another state. Fields that nobody edits here follow; the focused one, and those typed into, keep what
 * stands in them, and clash where somebody else changed them. `sent` is what this page has just saved itself, `mine`
 * says that the last to save the field's step was this user, on whatever page; `open` is as above.
 */
export function rebase(
  d: Draft,
  theirs: Fields,
  o: {
    focused?: string;
    by: (field: string) => { name: string; mine: boolean };
    sent?: Fields;
    open?: ReadonlySet<string>;
  },
): Draft {
  const now: Record<string, unknown> = {};
  const typed = new Set<string>();
  const clashes: Record<string, Clash> = {};
  for (const k of new Set([...Object.keys(theirs), ...Object.keys(d.now)])) {
    const [t, n] = [theirs[k], d.now[k]];
    const mine = !!o.sent && k in o.sent;
    const b = mine ? t : d.base[k];
    const dirty = d.typed.has(k) && !(mine && same(n, o.sent?.[k]));
    const by = o.by(k);
    if (isOrder(k)) {
      const order = dirty ? joined(list(d.base[k]), list(t), list(n)) : list(t);
      now[k] = k in theirs || dirty ? order : undefined;
      if (dirty && !same(order, list(t))) typed.add(k);
      continue;
    }
    if (same(n, t) && !(dirty && o.open?.has(k) && same(t, d.base[k]))) {
      now[k] = t;
      continue;
    }
    const foreign = (!same(t, b) && !by.mine) || k in d.clashes;
    if (dirty) {
      now[k] = n;
      typed.add(k);
      if (foreign)
        clashes[k] = { theirs: t, by: same(t, d.base[k]) ? (d.clashes[k]?.by ?? by.name) : by.name };
    } else if (k === o.focused) {
      now[k] = n; // under the fingers nothing changes
      if (foreign)
        clashes[k] = { theirs: t, by: same(t, d.base[k]) ? (d.clashes[k]?.by ?? by.name) : by.name };
    } else now[k] = t;
  }
  return keepParents({ base: theirs, now, typed, clashes, faults: d.faults }, d);
}

/** A question or an answer that somebody took away while it was typed into here is there again. */
function keepParents(d: Draft, was: Draft): Draft {
  const now: Record<string, unknown> = { ...d.now };
  const typed = new Set(d.typed);
  const clashes = { ...d.clashes };
  for (const k of d.typed) {
    const parts = k.split('/');
    for (const n of parts.length > 3 ? [2, 4] : [2]) {
      const order = parts.slice(0, n - 1).join('/');
      const id = parts[n - 1];
      if (!id || !isOrder(order) || k === order || list(now[order]).includes(id)) continue;
      if (!list(was.now[order]).includes(id)) continue; // taken away here too
      now[order] = joined(
        list(now[order]),
        list(now[order]),
        list(was.now[order]).filter((x) => x === id || list(now[order]).includes(x)),
      );
      typed.add(order);
      delete clashes[k];
      for (const [child, v] of Object.entries(was.now))
        if (child.startsWith(`${order}/${id}/`) && now[child] === undefined && v !== undefined) {
          now[child] = v;
          typed.add(child);
          delete clashes[child];
        }
    }
  }
  return { ...d, now, typed, clashes };
}

/** The field is left: what was only looked at follows the others, what was typed goes up. */
export function leave(d: Draft, field: string): Draft {
  const now = d.typed.has(field) ? d.now : { ...d.now, [field]: d.base[field] };
  return { ...d, now, clashes: without(d.clashes, [field]) };
}

/** Gives up what was typed for what somebody else wrote. */
export function useTheirs(d: Draft, field: string): Draft {
  const typed = new Set(d.typed);
  typed.delete(field);
  return { ...d, now: { ...d.now, [field]: d.base[field] }, typed, clashes: without(d.clashes, [field]) };
}

/** Puts what stands here over what somebody else wrote. */
export function keepMine(d: Draft, field: string): Draft {
  const typed = new Set(d.typed);
  if (!same(d.now[field], d.base[field])) typed.add(field);
  return { ...d, typed, clashes: without(d.clashes, [field]) };
}

/** The fields that can be sent now. */
export function ready(d: Draft): string[] {
  return [...d.typed].filter((k) => !(k in d.clashes) && !(k in d.faults));
}

/** As the server will have it when only these fields are sent. */
export function proposed(d: Draft, keys: readonly string[]): Fields {
  const out: Record<string, unknown> = { ...d.base };
  for (const k of keys) out[k] = d.now[k];
  return out;
}

function without<T>(o: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(o).filter(([k]) => !keys.includes(k)));
}
