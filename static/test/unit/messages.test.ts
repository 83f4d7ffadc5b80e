import { describe, expect, test } from 'vitest';
import {
  type Alert,
  alertWords,
  cardFaults,
  fieldsOf,
  greeted,
  newAlert,
  phaseOf,
  sentOf,
  showWords,
} from '../../src/core/messages';
import { plainOf } from '../../src/core/plain';

const zone = 'Europe/London';
const now = Date.parse('2026-04-15T13:03:00Z');
const alert: Alert = {
  id: 'a1',
  text: 'Only **200** to go',
  html: '<p>Only <strong>200</strong> to go</p>',
  audience: 'callers',
  level: 'info',
  shown: true,
  seen: 12,
  at: '2026-04-15T12:00:00Z',
  version: 3,
  expires_at: '2026-04-15T14:00:00.250Z',
};

test.each<[Partial<Alert>, string]>([
  [{}, 'Callers · until 15:00 · seen by 12'],
  [{ audience: 'both', expires_at: undefined, shown: false }, 'Both · permanent · off'],
  [{ starts_at: '2026-04-15T13:30:00Z', seen: 0 }, 'Callers · from 14:30 · until 15:00'],
  [{ expires_at: '2026-04-16T14:00:00Z', seen: 0 }, 'Callers · until 16 Apr, 15:00 · seen by 0'],
  [{ expires_at: '2026-04-15T12:30:00Z' }, 'Callers · over since 13:30 · seen by 12'],
])('%j', (of, words) => {
  expect(alertWords({ ...alert, ...of }, now, zone)).toBe(words);
});

test('a bar is over at the very instant', () => {
  const end = Date.parse(alert.expires_at ?? '');
  expect(phaseOf(alert, end - 1)).toBe('on');
  expect(phaseOf(alert, end)).toBe('over');
});

describe('what is sent', () => {
  test('an instant that nobody touched goes back as it was, to the millisecond', () => {
    expect(sentOf(fieldsOf(alert, zone), zone, now, alert)).toEqual({
      body: {
        text: alert.text,
        audience: 'callers',
        level: 'info',
        starts_at: '',
        expires_at: alert.expires_at,
      },
    });
  });
  test('minutes count from the saving, or from the start when that is later', () => {
    const sent = (f: object) => sentOf({ ...newAlert, text: 'x', until: '60', ...f }, zone, now);
    expect(sent({})).toMatchObject({ body: { starts_at: '', expires_at: '2026-04-15T14:03:00.000Z' } });
    expect(sent({ from: 'at', starts_at: '2026-04-15T18:00' })).toMatchObject({
      body: { starts_at: '2026-04-15T17:00:00.000Z', expires_at: '2026-04-15T18:00:00.000Z' },
    });
  });
  test('what is missing is said under its field', () => {
    expect(sentOf({ ...newAlert, from: 'at', until: 'at' }, zone, now)).toEqual({
      faults: {
        text: 'Write what people are to read.',
        starts_at: 'Say when it begins.',
        expires_at: 'Say when it is to go.',
      },
    });
  });
});

test('the button says who will see it', () => {
  const here = { callers: 12, clickers: 1 };
  expect(showWords(newAlert, here)).toBe('Show to 12 callers now');
  expect(showWords({ ...newAlert, audience: 'clickers' }, here)).toBe('Show to 1 clicker now');
  expect(showWords({ ...newAlert, audience: 'both' }, here)).toBe('Show to 13 people now');
  expect(showWords(newAlert, { callers: 0, clickers: 1 })).toBe('Show to callers who come');
  expect(showWords({ ...newAlert, from: 'at' }, here)).toBe('Save: it shows from then on');
});

test('a name is put in as text, whatever it is', () => {
  expect(greeted('<p>Hi {first_name}, {first_name}</p>', '<b>$&</b>')).toBe(
    '<p>Hi &#60;b&#62;$&#38;&#60;/b&#62;, &#60;b&#62;$&#38;&#60;/b&#62;</p>',
  );
  expect(greeted('Hi {first_name}', 'A&B', true)).toBe('Hi A&B');
});

test('a link on a card has words and an address, or neither', () => {
  const card = { title: 'Back at 18:00', text: '', link_text: '', link_url: '' };
  expect(cardFaults(card)).toEqual({});
  expect(Object.keys(cardFaults({ ...card, title: ' ', link_text: 'Sign up' }))).toEqual([
    'title',
    'link_url',
  ]);
  expect(Object.keys(cardFaults({ ...card, link_url: 'https://x.example' }))).toEqual(['link_text']);
});

test('the words of a bar on one line', () => {
  expect(
    plainOf('<p>Only <strong>200</strong>!</p>\n<ul><li>a &amp; b</li><li>&lt;c&gt; &#34;d&#34;</li></ul>'),
  ).toBe('Only 200! a & b <c> "d"');
});
