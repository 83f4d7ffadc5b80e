// A list's settings as fields of a form, and what is sent of those that changed.

import { changes, type Edit } from '../../core/edit';
import type { CallList } from '../../core/types';

export interface Fields {
  name: string;
  description: string;
  event: string;
  cooldown_minutes: number;
  minimum_minutes: number;
  own_hours: boolean;
  opens: number;
  closes: number;
  mode: CallList['mode'];
  voicemail_done: boolean;
  script: string;
  caller_id: string;
}

export function fieldsOf(l: CallList): Fields {
  return {
    name: l.name,
    description: l.description,
    event: l.event,
    cooldown_minutes: l.cooldown_minutes,
    minimum_minutes: l.minimum_minutes,
    own_hours: l.opens !== undefined,
    opens: l.opens ?? 540,
    closes: l.closes ?? 1260,
    mode: l.mode,
    voicemail_done: l.voicemail_done,
    script: l.script,
    caller_id: l.caller_id,
  };
}

/** The server takes both ends of the hours together; -1 gives them up. */
export function requestOf(e: Edit<Fields>): Record<string, unknown> {
  const { own_hours, opens, closes, ...rest } = changes(e);
  if (own_hours === undefined && opens === undefined && closes === undefined) return rest;
  return e.now.own_hours
    ? { ...rest, opens: e.now.opens, closes: e.now.closes }
    : own_hours === false
      ? { ...rest, opens: -1, closes: -1 }
      : rest;
}
