// The audit trail in sentences. An action without a sentence of its own is shown by its name.

import { listed, numbers } from './text';
import type { AuditLine } from './types';

type Data = Record<string, unknown>;

export const sentences: Record<string, (d: Data) => string> = {
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
  campaign_created: (d) => `created the campaign ${text(d.name)}`,
  campaign_duplicated: (d) => `made the campaign ${text(d.name)} out of another`,
  campaign_started: () => 'started a campaign',
  campaign_paused: () => 'paused a campaign',
  campaign_resumed: () => 'resumed a campaign',
  campaign_ended: () => 'ended a campaign',
  clicking_on: () => 'switched clicking on',
  clicking_off: () => 'switched clicking off',
  clicking_mode: (d) => `changed how numbers of ${text(d.name)} are clicked`,
  contacts_readmitted: (d) => `${peopleOf(d.contacts)} can be dialled again`,
  link_rotated: (d) => `made a new link for ${text(d.kind)}s`,
  link_passcode_changed: (d) => `${d.asked ? 'set' : 'removed'} the passcode of the ${text(d.kind)}s’ link`,
  person_removed: (d) => `removed the ${text(d.kind)} ${text(d.name)}`,
  alert_added: (d) => `told callers: ${text(d.text)}`,
  alert_changed: (d) => `changed the alert: ${text(d.text)}`,
  alert_removed: (d) => `took away the alert: ${text(d.text)}`,
  end_card_saved: (d) => `wrote the end card “${text(d.title)}”`,
  'session.create': (d) => `made the session ${text(d.name)}`,
  'session.rename': (d) => `renamed the session ${text(d.from)} to ${text(d.to)}`,
  'session.archive': () => 'archived a session',
  'session.start': () => 'had their phone rung for a session',
  'session.pause': () => 'paused a session',
  'session.move_here': (d) => `moved their call here from ${text(d.from)}`,
  'session.hand_over': (d) => `handed a session over from ${text(d.from)} to ${text(d.to)}`,
  'session.new_cycle': (d) => `started cycle ${text(d.cycle)}`,
  'session.finish_cycle': () => 'finished a cycle',
  'entry.skip': () => 'skipped somebody',
  'entry.remove_skip': () => 'removed a skip',
  'entry.prioritise': () => 'put somebody behind the next one in the queue',
  'entry.call_next': () => 'put somebody first in the queue',
  'entry.check': () => 'had checked again whether somebody can be called',
  'call.end': () => 'ended a call',
  'list.split': (d) =>
    Array.isArray(d.leaders) && d.leaders.length
      ? `split a call list between ${d.leaders.length} leaders`
      : 'ended the split of a call list',
  'list.take_over': (d) => `gave ${peopleOf(d.people)} of ${text(d.from)}’s share to ${text(d.to)}`,
  'action.undo': (d) => `took back: ${words(text(d.kind))}`,
  'log.write': (d) => (d.result ? `let a call be logged as ${words(text(d.result))}` : 'logged a contact'),
  'log.put_off': () => 'put a contact log off',
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
