import type { ReadonlySignal } from '@preact/signals';
import type { Script } from '../../../core/campaign-fields';
import type { Room } from '../room';

/** What every part of the script's editor is given. */
export interface Editor {
  room: Room;
  script: Script;
  /** The questions' names as other questions offer them: a moment behind what is typed. */
  names: readonly { id: string; title: ReadonlySignal<string> }[];
  /** Adds a question behind another one, or at the end; answers its name. The focus goes to its title. */
  add: (behind?: string) => string;
  /** The element of this field gets the focus once it is there. */
  focus: (field: string) => void;
}

/** A short name that nobody else's page makes at the same moment. */
export function newID(prefix: string): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return prefix + [...crypto.getRandomValues(new Uint8Array(8))].map((n) => letters[n % 32]).join('');
}
