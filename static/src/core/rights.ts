// Who may do what, as the pages show it. The server judges; this only decides what stands there disabled, and why.

import type { GroupRole, Me, SessionRow } from './types';

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

/** Whether somebody can archive a session: its leader, and the captains of its group and admins. */
export function canArchive(me: Me | undefined, s: Pick<SessionRow, 'leader' | 'group' | 'status'>): boolean {
  if (!me || s.status === 'archived') return false;
  const captain = me.groups.some((g) => g.id === s.group.id && g.role === 'captain');
  return s.leader.id === me.id || captain || isAdmin(me);
}

/** The same people take it away as a file, archived ones too. */
export const canExport: typeof canArchive = (me, s) => canArchive(me, { ...s, status: 'completed' });

/** The same people give a session another name. */
export const canRename = canArchive;
