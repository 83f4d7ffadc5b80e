// What an event on list/{id} means to the page of that list.

import type * as Api from './api.gen';
import type { AnyEvent } from './events';
import type { CallList, Id, OnList } from './types';

export interface ListAfter {
  /** The list's new state. */
  list?: CallList;
  /** Who stands on it, or their order, is another: read them again. */
  people?: boolean;
  deleted?: boolean;
  /** Somebody on it was edited: their row is old. */
  supporter?: Id;
  /** A contact with somebody on it was logged: what it changed of them. */
  logged?: Api.PersonLogged;
}

export function listAfter(e: AnyEvent): ListAfter {
  switch (e.kind) {
    case 'roster.list_changed':
      return { list: e.data.list, people: e.data.people, deleted: e.data.deleted };
    case 'roster.supporter_changed':
      return { supporter: e.data.supporter.id };
    case 'calling.person_logged':
      return { logged: e.data };
    // Who is being called shows in the sessions; a list's page has its figures from the two above.
    case 'calling.leader_changed':
    case 'calling.list_split':
    case 'calling.person_reserved':
    case 'calling.person_released':
    // Other topics' events never come here.
    case 'roster.import_changed':
    case 'account.user_changed':
    case 'account.rights_changed':
    case 'hooks.webhook_switched_off':
    case 'account.mobile_changed':
    case 'account.mobile_verified':
    case 'account.logins_ended':
    case 'calling.session_created':
    case 'calling.session_renamed':
    case 'calling.session_archived':
    case 'calling.session_handed_over':
    case 'calling.session_listed':
    case 'calling.phone_changed':
    case 'calling.entry_called':
    case 'calling.entry_skipped':
    case 'calling.skip_removed':
    case 'calling.entry_prioritised':
    case 'calling.entry_returned':
    case 'calling.entry_rechecked':
    case 'calling.call_ended':
    case 'calling.contact_logged':
    case 'calling.action_undone':
    case 'calling.cycle_completed':
    case 'calling.cycle_reopened':
    case 'calling.cycle_started':
    case 'calling.session_prepared':
    case 'calling.roster_changed':
    case 'calling.settings_changed':
    case 'account.organisation_changed':
    case 'account.group_changed':
    case 'campaign.changed':
    case 'campaign.status_changed':
    case 'campaign.load_changed':
    case 'campaign.person_changed':
    case 'campaign.listed':
    case 'campaign.clicking_changed':
    case 'campaign.numbers_withdrawn':
    case 'campaign.clicking_switched':
    case 'campaign.callers_told':
    case 'campaign.script_changed':
    case 'campaign.state_changed':
    case 'campaign.file_loaded':
    case 'campaign.messages_changed':
    case 'dialer.caller_changed':
    case 'dialer.callers_changed':
    case 'export.changed':
      return {};
    default:
      // A newer server may say more than this page knows; the compiler names a kind forgotten above.
      e satisfies never;
      return {};
  }
}

/** Somebody's row after a contact with them was logged, corrected or taken back. An older state changes nothing. */
export function logged(row: OnList, to: Api.PersonLogged): OnList {
  if (to.version < row.version) return row;
  return {
    ...row,
    version: to.version,
    tags: to.tags,
    do_not_call: to.do_not_call,
    last_contact: to.last_contact,
  };
}
