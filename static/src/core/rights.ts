// Who may do what, as the pages show it. The server judges; this only decides what stands there disabled, and why.

import type { GroupRole, Me } from './types';

export function isAdmin(me: Me | undefined): boolean {
  return me?.organisation.role === 'owner' || me?.organisation.role === 'admin';
}

export const roleWords: Record<GroupRole, string> = {
  owner: 'Owner',
  admin: 'Admin',
  captain: 'Captain',
  vice_captain: 'Vice-captain',
};

/** Why somebody cannot import people into a group; undefined: they can. */
export function cannotImport(role: GroupRole | undefined): string | undefined {
  return role === 'vice_captain' || !role ? 'Only captains and admins can import people.' : undefined;
}

/** The reason why a field with a number or an e-mail cannot be changed; undefined: it can. */
export function numbersHidden(me: Me | undefined): string | undefined {
  if (me?.organisation.show_numbers || isAdmin(me)) return undefined;
  return 'Your organisation does not show numbers to leaders. Only admins can change this.';
}
