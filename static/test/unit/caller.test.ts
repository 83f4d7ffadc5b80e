import { expect, test } from 'vitest';
import { begin, cardOf, removed, told, waiting, word } from '../../caller/state';
import { answer, type Given, here, parts, type Question, type Script } from '../../caller/walk';
import { current } from '../../volunteer/alerts';
import type { Invited } from '../../volunteer/boot';
import { serverClock } from '../../volunteer/clock';
import { plain } from '../../volunteer/names';

const script = {
  questions: [
    {
      id: 'who',
      title: 'Who answered?',
      text: '',
      kind: 'single',
      answers: [
        { id: 'yes', label: 'Them', next: 'vote' },
        { id: 'no', label: 'Nobody', next: 'end' },
        { id: 'lost', label: 'A fox', next: '' },
      ],
    },
    {
      id: 'vote',
      title: 'Which?',
      text: '',
      kind: 'multiple',
      answers: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
      next: 'note',
    },
    { id: 'note', title: 'Note', text: '', kind: 'text', answers: [], next: 'end' },
  ],
} as Script;
const [who, vote, note] = script.questions as [Question, Question, Question];

test('answers lead through a script, and back again', () => {
  let given: Given[] = [];
  expect(here(script, given)).toBe(who);
  given = [answer(who, ['yes'])];
  expect(here(script, given)).toBe(vote);
  given = [...given, answer(vote, ['b', 'a'])];
  expect(given[1]).toEqual({ question: 'Which?', said: ['A', 'B'], to: 'note' });
  expect(here(script, given)).toBe(note);
  given = [...given, answer(note, [], ' rides a bike ')];
  expect(given[2]?.said).toEqual(['rides a bike']);
  expect(here(script, given)).toBe('end');
  expect(here(script, given.slice(0, -1))).toBe(note);
  expect(here(script, [answer(who, ['no'])])).toBe('end');
  expect(here(script, [answer(who, ['lost'])])).toBe('lost');
  expect(here({ questions: [] }, [])).toBe('lost');
});

test('merge fields are told apart from words', () => {
  expect(parts('Hi {first_name}, {x}')).toEqual([
    { words: 'Hi ', field: false },
    { words: 'first name', field: true },
    { words: ', ', field: false },
    { words: 'x', field: true },
  ]);
  expect(plain('Thank you, {first_name}.', 'Ben Adams')).toBe('Thank you, Ben.');
  expect(plain('Thank you, {first_name}.', ' ')).toBe('Thank you.');
  expect(plain('{first_name}', '<b>{first_name}</b>')).toBe('<b>{first_name}</b>');
});

const invited = {
  campaign: { id: 'c', name: 'Spring' },
  kind: 'caller',
  status: { state: 'running', sentence: '' },
  messages: { alerts: [], now: '', end_cards: { paused: { title: 'Back at 18:00', html: '', version: 1 } } },
} as unknown as Invited;

test('events change the page, and a card stands while its state lasts', () => {
  let c = begin(invited, undefined);
  expect(cardOf(c.invited as Invited)).toBeUndefined();
  c = told(c, 'campaign.callers_told', { state: 'paused', sentence: 'This campaign is paused.' });
  expect(cardOf(c.invited as Invited)?.title).toBe('Back at 18:00');
  c = told(c, 'campaign.messages_changed', {
    alerts: [],
    now: '',
    end_cards: { paused: { title: 'Soon', html: '', version: 2 } },
  });
  expect(cardOf(c.invited as Invited)?.title).toBe('Soon');
  c = told(c, 'campaign.script_changed', { script_version: 3, script: { questions: [{ id: 'q' }] } });
  expect(c.invited?.script_version).toBe(3);
  expect(c.invited?.script?.questions[0]?.id).toBe('q');
  c = told(c, 'campaign.something_newer', {});
  c = told(c, 'campaign.callers_told', {
    state: 'stalled',
    sentence: 'No calls just now: the phone lines are not ready.',
  });
  expect(cardOf(c.invited as Invited)).toBeUndefined();
  expect(waiting((c.invited as Invited).status)).toEqual({
    title: 'No calls just now',
    text: 'The phone lines are not ready. This changes by itself: keep the page open.',
  });
  expect(word('load_failed')).toBe('Not open yet');
});

test('a page that leads nowhere says why', () => {
  expect(begin(undefined, { status: 404, code: 'link_invalid', title: 'Nowhere.' }).over).toBe('Nowhere.');
  expect(begin({ ...invited, removed: true }, undefined).over).toBe(removed);
});

test('alert bars are there from their start to the instant of their end, five at most', () => {
  const bar = (id: string, more = {}) =>
    ({ id, html: '', level: 'info', audience: 'both', shown: true, version: 1, at: '', ...more }) as const;
  const at = (s: number) => new Date(s * 1000).toISOString();
  const all = [
    bar('later', { starts_at: at(50) }),
    bar('short', { expires_at: at(20) }),
    bar('off', { shown: false }),
    ...['1', '2', '3', '4', '5'].map((id) => bar(id)),
  ];
  const ids = (now: number) => current(all, now * 1000).seen.map((a) => a.id);
  expect(ids(10)).toEqual(['short', '1', '2', '3', '4']);
  expect(current(all, 10_000).change).toBe(10_000);
  expect(ids(19.999)[0]).toBe('short');
  expect(ids(20)).toEqual(['1', '2', '3', '4', '5']);
  expect(current(all, 20_000).change).toBe(30_000);
  expect(ids(50)).toEqual(['later', '1', '2', '3', '4']);
  expect(current(all, 50_000).change).toBe(Number.POSITIVE_INFINITY);
});

test('the server’s clock is reckoned by one that never jumps', () => {
  let mono = 0;
  const clock = serverClock(1_000_000, () => mono); // read 300 ms after it was written
  mono = 5_000;
  expect(clock.now()).toBe(1_005_000);
  expect(clock.heard(1_005_300 - 40)).toBe(false); // an event that took 40 ms
  expect(clock.now()).toBe(1_005_260);
  expect(clock.heard(1_005_000)).toBe(false); // one that took longer says nothing new
  expect(clock.now()).toBe(1_005_260);
  expect(clock.heard(900_000)).toBe(true); // sent again, or the server's clock was put back: ask
  expect(clock.now()).toBe(1_005_260);
  mono = 6_000;
  clock.asked(905_950, 5_900, 6_000); // it was put back
  expect(clock.now()).toBe(906_000);
  clock.asked(905_000, 1_000, 6_000); // an answer that took five seconds
  expect(clock.now()).toBe(906_000);
});
