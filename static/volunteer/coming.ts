// Coming in by a link. The answer brings the cookie that this browser is known by: when it is lost, whoever presses again is to be the
// same person. So each press has the key of the first one, until there is an answer; it outlives a reload of the tab.
import { ask, type Invited, pathOf } from './boot';

/** What a Storage is to us. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Comes in as `name`. A refusal is thrown as its Problem, no answer at all as one with the code `offline`. */
export type ComeIn = (name: string, passcode: string) => Promise<Invited>;

export function comingIn(kind: 'k' | 'c', token: string, store: Store | undefined): ComeIn {
  const at = `partyline:coming:${kind}:${token}`;
  let key = '';
  const kept = (f: (s: Store) => void) => {
    try {
      if (store) f(store);
    } catch {
      // nothing is kept here
    }
  };
  return async (name, passcode) => {
    kept((s) => {
      key = key || s.getItem(at) || '';
    });
    key = key || secret();
    kept((s) => s.setItem(at, key));
    const i = await ask<Invited>(
      'POST',
      pathOf(kind, token, '/join'),
      passcode ? { name, passcode } : { name },
      key,
    );
    key = '';
    kept((s) => s.removeItem(at));
    return i;
  };
}

/** Nobody guesses it: the server knows this browser by it. */
function secret(): string {
  let words = '';
  for (const b of crypto.getRandomValues(new Uint8Array(20))) words += (b + 256).toString(16).slice(1);
  return words;
}
