// The audit trail in sentences. An action without a sentence of its own is shown by its name.

import { listed, numbers } from './text';
import type { AuditLine } from './types';

type Data = Record<string, unknown>;

const sentences: Record<string, (d: Data) => string> = {
  signed_in: () => 'signed in',
  signed_out: () => 'signed out',
  signed_out_everywhere: () => 'signed out everywhere',
  login_ended: () => 'was signed out, because an old cookie was used again',
  user_created: (d) => `added ${text(d.name) || 'a user'}`,
  user_invited: () => 'made a one-time link',
  user_changed: (d) => `changed ${fields(d) || 'a user'}`,
  verification_called: () => 'had their phone rung to verify it',
  group_created: (d) => `created the group ${text(d.name)}`,
  group_changed: () => 'edited a group',
  group_deleted: (d) => `deleted the group ${text(d.name)}`,
  leader_changed: (d) =>
    d.role === 'none'
      ? `took ${text(d.name)}’s lead away`
      : `made ${text(d.name)} ${d.role === 'captain' ? 'captain' : 'vice-captain'}`,
  organisation_created: () => 'created the organisation',
  organisation_changed: (d) => `changed ${fields(d) || 'the settings'}`,
  demo_made: () => 'the demo organisation was made',
  token_created: (d) => `created the API token ${text(d.name)}`,
  webhook_added: (d) => `added a webhook to ${text(d.host)}`,
  webhook_removed: (d) => `removed the webhook to ${text(d.host)}`,
  webhook_resumed: (d) => `switched the webhook to ${text(d.host)} on again`,
  webhook_switched_off: (d) => `switched the webhook to ${text(d.host)} off: it failed for days`,
  token_revoked: (d) => `revoked the API token ${text(d.name)}`,
  list_created: (d) => `created the call list ${text(d.name)}`,
  list_edited: (d) => `edited a call list${fieldList(d)}`,
  list_deleted: (d) => `deleted the call list ${text(d.name)}`,
  list_people_added: (d) => `put ${peopleOf(d.people)} on a call list`,
  list_people_removed: (d) => `took ${peopleOf(d.people)} off a call list`,
  list_ordered: () => 'changed the order of a call list',
  opted_out: (d) => `put ${numbers(Number(d.numbers))} on the Do Not Call list`,
  callers_asked_to_finish: (d) => `asked the callers of ${text(d.name)} to finish`,
  opted_in: (d) => `took ${numbers(Number(d.numbers))} off the Do Not Call list`,
  do_not_call_set: (d) => `put a supporter on Do Not Call${because(d)}`,
  do_not_call_corrected: (d) => `took a supporter off Do Not Call${because(d)}`,
  supporter_created: () => 'added a supporter',
  supporter_edited: (d) => `edited a supporter${fieldList(d)}`,
  import_run: (d) => `imported ${peopleOf(d.ready)}`,
  import_cancelled: () => 'cancelled an import',
  export_begun: (d) => `had ${text(d.file)}.${text(d.format)} prepared to take away`,
  'session.create': (d) => `made the session ${text(d.name)}`,
  'session.rename': (d) => `renamed the session ${text(d.from)} to ${text(d.to)}`,
  'session.archive': () => 'archived a session',
  'session.new_cycle': (d) => `started cycle ${text(d.cycle)}`,
  'session.finish_cycle': () => 'finished a cycle',
  'entry.skip': () => 'skipped somebody',
  'entry.remove_skip': () => 'removed a skip',
  'log.write': () => 'logged a contact',
  'log.correct': () => 'corrected a contact log',
  'log.by_hand': () => 'logged a contact without a call',
};

/** "created the call list Event RSVPs": what follows the name of who did it. */
export function auditWords(line: Pick<AuditLine, 'action' | 'data'>): string {
  const data = (line.data ?? {}) as Data;
  return sentences[line.action]?.(data) ?? line.action.replace(/[._]/g, ' ');
}

function text(v: unknown): string {
  return typeof v === 'string' || typeof v === 'number' ? String(v) : '';
}

function words(field: string): string {
  return field.replace(/_/g, ' ');
}

/** Fields that changed, by their names only. */
function fields(d: Data): string {
  return listed(Object.keys(d).map(words));
}

function fieldList(d: Data): string {
  return Array.isArray(d.fields) && d.fields.length
    ? `: ${listed(d.fields.map((f) => words(String(f))))}`
    : '';
}

function because(d: Data): string {
  return text(d.reason) ? `: ${text(d.reason)}` : '';
}

function peopleOf(n: unknown): string {
  return n === 1 ? '1 person' : `${typeof n === 'number' ? n.toLocaleString('en-GB') : 'some'} people`;
}
