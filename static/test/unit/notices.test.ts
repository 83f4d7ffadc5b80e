import { describe, expect, test } from 'vitest';
import { pausedWords, unreachedWords } from '../../src/core/notices';
import { session } from './world';

const now = Date.parse('2026-04-15T13:20:00Z');
const leader = { mine: true, mobile: '+44 7700 900123', now };
const other = { mine: false, mobile: undefined, now };
const noticed = (code: string, title = 'The server’s own sentence.') => ({
  ...session(),
  phone: {
    state: 'idle' as const,
    ending: false,
    notice: { code, title, at: '2026-04-15T13:09:00Z' },
  },
});

describe('what the card says of a phone that was not reached', () => {
  test.each([
    ['no_answer', 'We couldn’t reach your phone', /^\+44 7700 900123 rang for 30 s\. Nobody on the list/],
    ['busy', 'We couldn’t reach your phone', /was busy/],
    ['failed', 'We couldn’t reach your phone', /Check the number/],
    ['bad_number', 'We couldn’t reach your phone', /Change the number/],
    ['lost', 'We couldn’t reach your phone', /never placed/],
    ['no_key', 'Nobody pressed a key on your phone', /hung up/],
    ['phone_config', 'The carrier refused the call', /An admin must check/],
    ['a_newer_code', 'We couldn’t reach your phone', /own sentence/],
  ])('%s', (code, title, words) => {
    expect(unreachedWords(noticed(code), leader)[0]).toBe(title);
    expect(unreachedWords(noticed(code), leader)[1]).toMatch(words);
  });

  test('others hear whose phone it was, and never its number', () => {
    const [title, words] = unreachedWords(noticed('no_answer'), other);
    expect(title).toBe(`We couldn’t reach ${session().leader.name}’s phone`);
    expect(words).toBe('Nobody on the list was called.');
  });
});

test('a pause says who, why and when; the button beside it says the rest', () => {
  expect(pausedWords(noticed('hung_up'), leader)).toBe('Paused: you hung up at 14:09');
  expect(pausedWords(noticed('hung_up'), other)).toBe(`Paused: ${session().leader.name} hung up at 14:09`);
  const silent = 'Paused: no key was pressed for 30 minutes. Press Resume calling session to go on.';
  expect(pausedWords(noticed('silent', silent), leader)).toBe('Paused: no key was pressed for 30 minutes');
  expect(pausedWords(noticed('moved'), other)).toBe(`${session().leader.name} is calling in another session`);
  expect(pausedWords({ ...session(), phone: { state: 'idle', ending: false } }, leader)).toBe('Paused');
});
