import { expect, test } from 'vitest';
import { drafts } from '../../caller/draft';
import type { Press } from '../../caller/outbox';
import {
  answered,
  begin,
  type Caller,
  cardOf,
  given,
  lastOf,
  late,
  type Mine,
  noticed,
  pathOf,
  removed,
  screenOf,
  type Talk,
  taken,
  talkOf,
  told,
  unkept,
  waiting,
  wants,
  word,
} from '../../caller/state';
import { type Given, parts, type Script, said, walk } from '../../caller/walk';
import { current } from '../../volunteer/alerts';
import type { Invited } from '../../volunteer/boot';
import { serverClock } from '../../volunteer/clock';
import { plain } from '../../volunteer/names';
import { device } from './device';

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

test('answers lead through a script, and back again', () => {
  const at = (...answers: Given[]) => {
    const p = walk(script, answers);
    return `${p.questions.map((q) => q.id).join(' ')}${p.open ? '?' : ''}${p.lost ? ' lost' : ''}`;
  };
  const yes = { question: 'who', value: 'yes' };
  const vote = { question: 'vote', value: ['b', 'a'] };
  expect(at()).toBe('who?');
  expect(at(yes)).toBe('who vote?');
  expect(at(yes, vote)).toBe('who vote note?');
  expect(at(yes, vote, { question: 'note', value: '' })).toBe('who vote note');
  expect(at({ question: 'who', value: 'no' }, vote)).toBe('who'); // led past: void
  expect(at({ question: 'who', value: 'lost' })).toBe('who lost');
  expect(at({ question: 'who', value: 'of an older script' })).toBe('who?');
  expect(walk({ questions: [] }, []).lost).toBe(true);
  const [, which, note] = script.questions;
  expect(said(which!, ['b', 'a'])).toBe('A, B');
  expect(said(note!, '')).toBe('Left out');
  expect(said({ ...note!, kind: 'date' }, '2026-11-21')).toBe('21/11/2026');
});

test('merge fields are told apart from words', () => {
  expect(parts('Hi {first_name}, {x}')).toEqual([
    { words: 'Hi ', field: false },
    { words: 'first name', field: true },
    { words: ', ', field: false },
    { words: 'x', field: true },
  ]);
  expect(parts('Hi {first_name}!', { first_name: '{x}' }).map((p) => p.words)).toEqual(['Hi ', '{x}', '!']);
  expect(plain('Thank you, {first_name}.', 'Ben Adams')).toBe('Thank you, Ben.');
  expect(plain('Thank you, {first_name}.', ' ')).toBe('Thank you.');
  expect(plain('{first_name}', '<b>{first_name}</b>')).toBe('<b>{first_name}</b>');
});

const invited = {
  campaign: { id: 'c', name: 'Spring' },
  kind: 'caller',
  status: { state: 'running', sentence: '', calling: 0 },
  me: { name: 'Ben Adams' },
  script,
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

const view = (state: Mine['state'], version: number, more: Partial<Mine> = {}) =>
  ({
    id: 'ben',
    state,
    version,
    since: '2026-11-21T14:00:00Z',
    phone_connected: true,
    turn: 0,
    talks: 0,
    talked_seconds: 0,
    ...more,
  }) as Mine;
const whole = (state: Mine['state'], version: number, more: Partial<Mine> = {}) => ({
  ...view(state, version, more),
  own: { calls: 0, talks: 0, seconds: 0 },
  status: '',
  ahead: 0,
});
const sits = (state: Mine['state'], version = 1, more: Partial<Mine> = {}): Caller =>
  taken({ ...begin(invited, undefined, 'here'), up: true }, whole(state, version, more) as Mine);

test('each state of a caller has its screen', () => {
  expect(screenOf(begin(invited, undefined), [])).toBe('opening');
  const screens = { out: 'join', joining: 'joining', waiting: 'waiting', on_break: 'break' } as const;
  for (const [state, screen] of Object.entries(screens))
    expect(screenOf(sits(state as Mine['state']), [])).toBe(screen);
  expect(screenOf(sits('not_ready'), [])).toBe('not_ready');
  expect(screenOf(sits('finished'), [])).toBe('finished');
  expect(screenOf(sits('waiting', 1, { tab: 'other' }), [])).toBe('elsewhere');
  const draft = { ...invited, status: { state: 'draft', sentence: '', calling: 0 } } as Invited;
  expect(screenOf({ ...sits('out'), invited: draft }, [])).toBe('closed');
});

test('a contact: the first question at once, the card only after the talk is saved', () => {
  let c = sits('waiting', 4);
  const before = c;
  c = told(c, 'dialer.caller_changed', view('talking', 5, { turn: 3, name: 'Aisha Khan' }));
  expect(wants(before, c)).toBe(true);
  expect(talkOf(c)).toMatchObject({
    turn: 3,
    name: 'Aisha Khan',
    open: 'who',
    fields: { first_name: 'Aisha' },
  });
  c = told(c, 'campaign.callers_told', { state: 'paused', sentence: '' });
  expect(screenOf(c, [])).toBe('talk');
  // an answer of its own changes no screen and asks for nothing
  const same = told(c, 'dialer.caller_changed', view('talking', 6, { turn: 3, name: 'Aisha Khan' }));
  expect(wants(c, same)).toBe(false);
  // old news, and old answers, change nothing
  expect(told(same, 'dialer.caller_changed', view('waiting', 5))).toBe(same);
  expect(taken(same, whole('waiting', 4) as Mine)).toBe(same);
  expect(late(same, whole('waiting', 4) as Mine)).toBe(true); // so it is asked for again: no event has the last people
  expect(late(same, whole('talking', 6) as Mine)).toBe(false);
  c = told(same, 'dialer.caller_changed', view('wrap_up', 7, { turn: 3, due_at: '2026-11-21T14:02:00Z' }));
  expect(talkOf(c)?.over).toBe(true);
  expect(screenOf(c, [{ key: '1', turn: 3, kind: 'save' }])).toBe('saving');
  c = told(c, 'dialer.caller_changed', view('waiting', 8, { turn: 3 }));
  expect(c.mine?.due_at).toBeUndefined();
  expect(screenOf(c, [])).toBe('card');
});

test('answers on their way count over those that the server has', () => {
  const answers = [{ question: 'who', value: 'yes', version: 1, at: '' }];
  const c = sits('talking', 2, { turn: 1, talk: { turn: 1, script, answers } as unknown as Mine['talk'] });
  const talk = talkOf(c)!;
  expect(pathOf(talk, []).open?.id).toBe('vote');
  const press = (turn: number, question: string, value: unknown): Press => ({
    key: `${turn}${question}`,
    turn,
    kind: 'answer',
    question,
    value,
  });
  expect(pathOf(talk, [press(1, 'vote', ['a'])]).open?.id).toBe('note');
  expect(given(talk, [press(1, 'who', 'no')])).toEqual([{ question: 'who', value: 'no' }]);
  expect(pathOf(talk, [press(1, 'who', 'no')]).open).toBeUndefined();
  expect(pathOf(talk, [press(2, 'vote', ['a'])]).open?.id).toBe('vote'); // of another talk
});

test('an answer that the server has stays in its talk, though its reply is older than what was heard', () => {
  const answers = [{ question: 'who', value: 'yes', version: 1, at: '' }];
  const talk = { turn: 1, script, answers, since: '' } as unknown as Talk;
  let c = sits('talking', 2, { turn: 1, talk });
  const p: Press = { key: '1', turn: 1, kind: 'answer', question: 'vote', value: ['a'] };
  c = told(c, 'dialer.caller_changed', view('talking', 4, { turn: 1, wish: 'break' }));
  expect(pathOf(talkOf(c)!, [p]).open?.id).toBe('note');
  const reply = whole('talking', 3, { turn: 1, talk: { ...talk, answers: [...answers, p] } as Talk }) as Mine;
  c = taken(answered(c, p), reply);
  expect(c.mine).toMatchObject({ version: 4, wish: 'break' });
  expect(pathOf(talkOf(c)!, []).open?.id).toBe('note'); // as it was while the answer was on its way
  expect(answered(c, { key: '2', turn: 1, kind: 'save' })).toBe(c);
});

test('the last talks can be corrected until their time is over; one that is opened has what is given', () => {
  const at = (s: number) => new Date(s * 1000).toISOString();
  const row = (turn: number, until: number) =>
    ({ turn, name: 'Tom Reid', said: '', over_at: at(0), editable_until: at(until) }) as const;
  const mine = whole('waiting', 3, { last: [row(3, 40), row(2, 20)] }) as Mine;
  expect(lastOf(mine, 19_999).map((t) => t.turn)).toEqual([3, 2]);
  expect(lastOf(mine, 20_000).map((t) => t.turn)).toEqual([3]);
  expect(lastOf({ ...mine, talk: { turn: 4 } as Talk }, 0)).toEqual([]);
  expect(lastOf(undefined, 0)).toEqual([]);

  const opened = { turn: 2, script, answers: [], since: at(0) } as unknown as Talk;
  const press = (turn: number, question: string, value: unknown): Press => ({
    key: '1',
    turn,
    kind: 'answer',
    question,
    value,
  });
  let c: Caller = { ...begin(invited, undefined), mine, opened };
  c = answered(answered(c, press(2, 'who', 'yes')), press(2, 'who', 'no'));
  expect(given(c.opened as Talk, [])).toEqual([{ question: 'who', value: 'no' }]);
  expect(answered(c, press(3, 'who', 'yes'))).toBe(c);
  // the next contact is on the line: that comes first
  expect(taken(c, whole('talking', 4, { talk: { turn: 4 } as Talk }) as Mine).opened).toBeUndefined();
  expect(taken(c, whole('waiting', 4) as Mine).opened).toBe(c.opened);
});

test('what is typed is kept until it is given, of the last few questions', () => {
  const store = device();
  const d = drafts(store, 'd');
  d.keep(1, 'note', { typed: 'He' });
  d.keep(1, 'note', { typed: 'Hello' });
  d.keep(1, 'vote', { picked: ['a'] });
  const again = () => drafts(store, 'd');
  expect(again().of(1, 'note')).toEqual({ typed: 'Hello' });
  expect(again().of(1, 'vote')).toEqual({ picked: ['a'] });
  expect(again().of(2, 'note')).toBeUndefined();
  d.keep(1, 'note');
  expect(again().of(1, 'note')).toBeUndefined();
  for (let n = 0; n < 9; n++) d.keep(2, `q${n}`, { typed: `${n}` });
  expect(again().of(1, 'vote')).toBeUndefined();
  expect(again().of(2, 'q8')).toEqual({ typed: '8' });
  store.setItem('d', '[1, ["x"], null, {"a": 2}');
  expect(again().of(2, 'q8')).toBeUndefined();
  store.setItem('d', '[1, ["x"], null, ["2 q8", {"typed": "8"}]]');
  expect(again().of(2, 'q8')).toEqual({ typed: '8' });
  const none = drafts(undefined, 'd');
  none.keep(1, 'note', { typed: 'here' });
  expect(none.of(1, 'note')).toEqual({ typed: 'here' });
});

test('what is said: an answering machine, an estimate, no beep', () => {
  expect(noticed(whole('waiting', 1, { notice: 'machine' }) as Mine)).toMatch(/answering machine/);
  expect(noticed(whole('waiting', 1, { notice: 'asked_to_finish' }) as Mine)).toMatch(
    /asked everybody to finish/,
  );
  const running = { state: 'running', sentence: '', calling: 1 } as const;
  expect(waiting(running, whole('waiting', 1, { estimate_seconds: 37 }) as Mine).text).toBe(
    'Usually about 40 s just now. Stay on the line, you will hear a beep.',
  );
  expect(waiting(running, whole('waiting', 1) as Mine).text).toBe('Stay on the line, you will hear a beep.');
  expect(waiting(running, whole('waiting', 1, { beep: false }) as Mine).text).toMatch(/turns green/);
});

test('what was not kept is said in a sentence, by the questions it answers', () => {
  const talk = { turn: 1, script, answers: [], path: ['who'] } as unknown as Talk;
  const c = { up: true, tab: '', mine: { talk, state: 'talking', turn: 1 } as unknown as Mine } as Caller;
  const of = (question: string, turn = 1): Press => ({
    key: question,
    turn,
    kind: 'answer',
    question,
    value: '',
  });
  const save: Press = { key: 's', turn: 1, kind: 'save' };
  const why = (code: string, title = 'This is no number.') => ({ status: 422, code, title });
  expect(unkept(c, [of('note'), save], why('invalid'))).toBe(
    'Your answer to “Note” was not kept: This is no number.',
  );
  expect(unkept(c, [of('who'), of('vote'), of('who'), save], why('talk_gone'))).toBe(
    'That talk had been closed more than five minutes before. Your answers to “Who answered?” and “Which?” were not kept.',
  );
  expect(unkept(c, [of('gone')], why('unknown_question', 'This talk’s script has no such question.'))).toBe(
    'An answer was not kept: This talk’s script has no such question.',
  );
  expect(unkept(c, [of('who', 9), of('vote', 9)], why('talk_gone'))).toBe(
    'That talk had been closed more than five minutes before. 2 answers were not kept.',
  );
  expect(unkept(c, [save], why('question_open', 'Say first who answered.'))).toBe('Say first who answered.');
  expect(unkept(c, [save], why('talk_gone'))).toBe('That talk had been closed before.');
});
