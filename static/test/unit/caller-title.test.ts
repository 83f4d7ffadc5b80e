import { expect, test } from 'vitest';
import { begin, type Caller, type Mine } from '../../caller/state';
import { titleOf } from '../../caller/title';
import type { Invited } from '../../volunteer/boot';

const invited = { campaign: { name: 'Rent strike' }, status: { state: 'running' } } as Invited;
const mine = (state: string) =>
  ({ state, turn: 1, talk: { turn: 1, name: 'Aisha Khan' } }) as unknown as Mine;
const caller = (state: string): Caller => ({ ...begin(invited, undefined, 'tab'), mine: mine(state) });

test('the title says with whom one talks, unless that is not wanted', () => {
  expect(titleOf(caller('talking'), 'talk')).toBe('● Talking to Aisha Khan');
  expect(titleOf(caller('wrap_up'), 'talk')).toBe('The call with Aisha Khan');
  expect(titleOf(caller('talking'), 'talk', true)).toBe('Running – Rent strike');
});

test('without a talk the title says how the campaign is; of a link that leads nowhere, nothing', () => {
  expect(titleOf(caller('waiting'), 'waiting')).toBe('Waiting – Rent strike');
  expect(titleOf(caller('out'), 'join')).toBe('Running – Rent strike');
  expect(titleOf(caller('out'), 'over')).toBe('Rent strike');
  expect(titleOf(begin(undefined, undefined, 'tab'), 'join')).toBe('Partyline');
});
