import { describe, expect, test } from 'vitest';
import { fieldsOf, scriptOf } from '../../src/core/campaign-fields';
import { choicesOf, columnsFault, loadWords, ownField, percentOf, removable } from '../../src/core/loads';
import {
  danglers,
  defaultAnswers,
  endsAtOnce,
  leads,
  mergeFields,
  moved,
  retryOf,
  ruleOf,
  rules,
  said,
  sampleOf,
  unknownFields,
  withAnswer,
  withQuestion,
} from '../../src/core/questions';
import { campaign, load } from './campaign-world';

const { script } = campaign();

describe('a script', () => {
  test('says which of its branches lead nowhere', () => {
    expect(leads(script, 'end')).toBe(true);
    expect(leads(script, 'q9')).toBe(false);
    const [, q2] = script.questions;
    if (!q2) throw new Error('no question 2');
    const open = { ...q2, answers: q2.answers.map((a) => (a.id === 'a1' ? { ...a, next: 'gone' } : a)) };
    expect(danglers(script, q2)).toEqual([]);
    expect(danglers(script, open)).toEqual([
      { field: 'questions/q2/answers/a1/next', words: '“Yes” leads nowhere. Choose what comes next.' },
    ]);
    expect(danglers(script, { ...q2, kind: 'text', next: undefined })[0]?.field).toBe('questions/q2/next');
  });

  test('says when its only question ends the talk at once', () => {
    const [who] = script.questions;
    if (!who) throw new Error('no question 1');
    const ends = { ...who, answers: who.answers.map((a) => ({ ...a, next: 'end' })) };
    const words = who.answers.find((a) => a.outcome === 'talked')?.label;
    expect(words).toBeTruthy();
    expect(endsAtOnce({ questions: [ends] })).toBe(words);
    expect(endsAtOnce({ questions: [ends, who] })).toBeUndefined();
    expect(endsAtOnce({ questions: [] })).toBeUndefined();
  });

  test('has the same rule for a number whichever way it is read', () => {
    for (const { rule } of rules) expect(ruleOf(retryOf(rule))).toBe(rule);
    expect(ruleOf(undefined)).toBe('no');
    expect(defaultAnswers).toHaveLength(11);
    expect(defaultAnswers.filter((a) => a.more)).toHaveLength(3);
  });

  test('takes new questions and answers where they belong', () => {
    const f = fieldsOf(campaign());
    const q = { id: 'q3', title: 'How?', text: '', kind: 'text' as const, answers: [], next: 'end' };
    const order = scriptOf({ ...f, ...withQuestion(f, q, 'who') }).questions.map((x) => x.id);
    expect(order).toEqual(['who', 'q3', 'q2']);
    expect(scriptOf({ ...f, ...withQuestion(f, q) }).questions.at(-1)).toEqual(q);
    const a = { id: 'a9', label: 'Perhaps', next: 'end' };
    expect(scriptOf({ ...f, ...withAnswer(f, 'q2', a, 'a1') }).questions[1]?.answers[1]).toEqual(a);
  });

  test('moves within its ends, and question 1 stays first', () => {
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 'b', -1, 1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
  });

  test('is read to the first of the file, or to somebody made up', () => {
    const loads = [
      load({
        plan: { country: 'GB', fields: ['name', 'phone', 'field:city'] },
        shape: { ...load().shape, sample: [['Noor Shaw', '07700 900001', 'Leeds']] },
      }),
    ];
    const noor = sampleOf(loads);
    expect(said('Hi {first_name} of {city}, {unheard_of}', noor)).toBe('Hi Noor of Leeds, {unheard_of}');
    expect(Object.values(noor)).not.toContain('07700 900001');
    expect(sampleOf([]).name).toBe('Aisha Khan');
    expect(mergeFields(loads)).toContain('city');
    expect(unknownFields('{city} {street} {street}', mergeFields(loads))).toEqual(['street']);
  });
});

describe('a file', () => {
  test('needs a phone, and no field twice but the phone', () => {
    expect(columnsFault(['name', ''])).toBe('Choose which column holds the phone number.');
    expect(columnsFault(['phone', 'name', 'name'])).toBe('Two columns become “Name”. Choose one of them.');
    expect(columnsFault(['phone', 'phone', 'name'])).toBeUndefined();
  });

  test('offers a column as a merge field of its own', () => {
    expect(ownField('Polling place (2026)')).toBe('field:polling_place_2026');
    expect(ownField('2nd line')).toBe('field:nd_line');
    expect(ownField('???')).toBe('');
    expect(choicesOf('City', '').map((c) => c.value)).toContain('field:city');
    expect(choicesOf('City', 'field:town').map((c) => c.value)).toContain('field:town');
  });

  test('says how far it is', () => {
    expect(percentOf(load({ state: 'scanning', rows: 200, rows_done: 50 }))).toBe(25);
    expect(percentOf(load({ state: 'scanning', rows: 100, rows_done: 120 }))).toBe(99);
    expect(percentOf(load())).toBeUndefined();
    expect(loadWords(load({ valid: 1 }))).toBe('1 row can be called.');
    const loading = load({ state: 'loading', percent: 43, rows: 100, rows_done: 43 });
    expect(loadWords(loading)).toBe('Loading, 43 %: 43 of 100 rows.');
    expect(removable(load())).toBe(true);
    expect(removable(load({ state: 'done' }))).toBe(false);
    expect(removable(load({ state: 'failed', rows_done: 10 }))).toBe(false);
  });
});
