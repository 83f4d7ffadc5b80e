import { describe, expect, test } from 'vitest';
import { Problem, Unreachable } from '../../src/core/api';
import type { Campaign } from '../../src/core/campaign';
import { fieldsOf, hoursOf, joined, scriptOf } from '../../src/core/campaign-fields';
import { Saving } from '../../src/core/campaign-saving';
import { ben, campaign, dev, saved } from './campaign-world';

interface Asked {
  body: Record<string, unknown>;
  key: string;
  answer: (w: Campaign | Error) => void;
}

/** A page with a device to keep things on, and a server that answers when the test says so. */
function page(c = campaign(), kept = new Map<string, string>()) {
  const asked: Asked[] = [];
  const timers = new Map<() => void, number>();
  let keys = 0;
  const saving = new Saving(
    'ben',
    c,
    {
      api: {
        ask: (_m: string, _p: string, a?: { body?: unknown; key?: string }) =>
          new Promise((resolve, reject) =>
            asked.push({
              body: a?.body as Record<string, unknown>,
              key: a?.key ?? '',
              answer: (w) => (w instanceof Error ? reject(w) : resolve(w as never)),
            }),
          ),
      } as never,
      shelf: {
        getItem: (k) => kept.get(k) ?? null,
        setItem: (k, v) => void kept.set(k, v),
        removeItem: (k) => void kept.delete(k),
        keys: () => [...kept.keys()],
      },
      after: (ms, f) => {
        timers.set(f, ms);
        return () => timers.delete(f);
      },
      random: () => 0.5,
      newKey: () => `key${++keys}`,
    },
    { changed: () => {}, whole: () => {} },
  );
  /** The time comes for everything that waits. */
  const tick = async () => {
    for (const f of [...timers.keys()]) {
      timers.delete(f);
      f();
    }
    await settle();
  };
  const last = () => asked[asked.length - 1] as Asked;
  return { saving, asked, timers, tick, last, kept };
}

const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

const conflict = (current: Campaign) =>
  new Problem({ status: 409, code: 'conflict', title: 'Somebody else changed this.', current } as never);

describe('a campaign is saved as it is typed', () => {
  test('600 ms after the last key, only the step that was typed into', async () => {
    const p = page();
    p.saving.enter({ name: 'Summer' });
    expect([...p.timers.values()]).toEqual([600]);
    expect(p.saving.state('name')).toBe('typing');
    await p.tick();
    expect(p.last().body).toEqual({ version: 2, name: 'Summer' });
    expect(p.saving.state('name')).toBe('sending');
    p.last().answer(saved(campaign(), ben, 'name', { name: 'Summer' }));
    await settle();
    expect(p.saving.state()).toBe('saved');
    expect(p.kept.size).toBe(0);
  });

  test('on leaving a field, without waiting', async () => {
    const p = page();
    p.saving.focus('name');
    p.saving.enter({ name: 'Summer' });
    p.saving.leave('name');
    await settle();
    expect(p.asked).toHaveLength(1);
  });

  test('what is typed while a save is on its way goes up behind it', async () => {
    const p = page();
    p.saving.enter({ name: 'Summer' });
    await p.tick();
    p.saving.enter({ name: 'Summer GOTV' });
    p.last().answer(saved(campaign(), ben, 'name', { name: 'Summer' }));
    await settle();
    expect(p.asked).toHaveLength(2);
    expect(p.last().body).toEqual({ version: 3, name: 'Summer GOTV' });
    expect(p.saving.draft.clashes).toEqual({});
  });

  test('put back to what it was while a save of something else is on its way, it goes up again', async () => {
    const p = page();
    const was = campaign().name;
    p.saving.enter({ name: 'Summer' });
    await p.tick();
    p.saving.enter({ name: was });
    expect(p.saving.state('name')).toBe('sending');
    const done = saved(campaign(), ben, 'name', { name: 'Summer' });
    p.saving.server(done); // the event may be faster than the answer
    p.last().answer(done);
    await settle();
    expect(p.saving.value('name')).toBe(was);
    expect(p.last().body).toEqual({ version: 3, name: was });
    p.last().answer(saved(done, ben, 'name', { name: was }));
    await settle();
    expect([p.saving.state(), p.saving.value('name'), p.kept.size]).toEqual(['saved', was, 0]);
  });

  test('put back while nobody knows whether the save got through, it goes up too', async () => {
    const p = page();
    const was = campaign().name;
    p.saving.enter({ name: 'Summer' });
    await p.tick();
    p.saving.enter({ name: was });
    p.last().answer(new Unreachable('offline'));
    await settle();
    const done = saved(campaign(), ben, 'name', { name: 'Summer' }); // it had
    p.saving.server(done);
    expect(p.saving.value('name')).toBe(was);
    await p.tick();
    expect(p.last().body).toMatchObject({ name: was });
    p.last().answer(saved(done, ben, 'name', { name: was }));
    await settle();
    expect([p.saving.state(), p.saving.value('name'), p.kept.size]).toEqual(['saved', was, 0]);
  });

  test('the server may tidy it; under the fingers it stays until the field is left', async () => {
    const p = page();
    p.saving.focus('name');
    p.saving.enter({ name: 'Summer ' });
    await p.tick();
    p.last().answer(saved(campaign(), ben, 'name', { name: 'Summer' }));
    await settle();
    expect(p.saving.value('name')).toBe('Summer ');
    expect(p.saving.state()).toBe('saved');
    p.saving.leave('name');
    expect(p.saving.value('name')).toBe('Summer');
    expect(p.asked).toHaveLength(1);
  });

  test('hours and script go up whole', async () => {
    const p = page();
    p.saving.enter({ 'hours/monday': undefined, 'hours/sunday': { opens: 600, closes: 720 } });
    await p.tick();
    expect(p.last().body.hours).toEqual([
      { day: 'tuesday', opens: 540, closes: 1260 },
      { day: 'sunday', opens: 600, closes: 720 },
    ]);
  });
});

describe('two admins at once', () => {
  test('a field that is not focused follows, another step too', () => {
    const p = page();
    p.saving.enter({ name: 'Summer' });
    p.saving.server(saved(campaign(), dev, 'passes', { passes: 3 }));
    expect(p.saving.value('passes')).toBe(3);
    expect(p.saving.value('name')).toBe('Summer');
    expect(p.saving.draft.clashes).toEqual({});
  });

  test('a field under the fingers stays, says who wrote what, and follows when it is left', async () => {
    const p = page();
    p.saving.focus('name');
    p.saving.server(saved(campaign(), dev, 'name', { name: 'Dev’s' }));
    expect(p.saving.value('name')).toBe('Spring GOTV');
    expect(p.saving.draft.clashes.name).toEqual({ theirs: 'Dev’s', by: 'Dev Patel' });
    p.saving.leave('name');
    expect(p.saving.value('name')).toBe('Dev’s');
    await settle();
    expect(p.asked).toHaveLength(0);
  });

  test('a conflict loses nothing: other fields are merged and sent, the same field waits for a word', async () => {
    const p = page();
    p.saving.focus('name');
    p.saving.enter({ name: 'Mine', purpose: 'To win' });
    await p.tick();
    const theirs = saved(campaign(), dev, 'name', { name: 'Theirs' });
    p.last().answer(conflict(theirs));
    await settle();
    expect(p.saving.value('name')).toBe('Mine');
    expect(p.saving.draft.clashes.name?.theirs).toBe('Theirs');
    expect(p.last().body).toEqual({ version: 3, purpose: 'To win' });
    p.last().answer(saved(theirs, ben, 'name', { purpose: 'To win' }));
    await settle();
    expect(p.saving.state('name')).toBe('clash');
    expect(p.kept.size).toBe(1);

    p.saving.useTheirs('name');
    expect(p.saving.value('name')).toBe('Theirs');
    expect(p.saving.state()).toBe('saved');
    expect(p.kept.size).toBe(0);
  });

  test('keeping mine sends it on top of theirs', async () => {
    const p = page();
    p.saving.enter({ name: 'Mine' });
    await p.tick();
    p.last().answer(conflict(saved(campaign(), dev, 'name', { name: 'Theirs' })));
    await settle();
    p.saving.keepMine('name');
    await settle();
    expect(p.last().body).toEqual({ version: 3, name: 'Mine' });
  });

  test('both write in the same script, even in the same question', async () => {
    const c = campaign();
    const p = page(c);
    p.saving.enter({
      'questions/q2/title': 'Can Maria count on you?',
      'questions/q2/answers': ['a1', 'a2', 'x9'],
      'questions/q2/answers/x9/label': 'Not sure',
      'questions/q2/answers/x9/next': 'end',
    });
    await p.tick();
    const script = structuredClone(c.script);
    const q2 = script.questions[1];
    if (!q2?.answers[0]) throw new Error('no question 2');
    q2.answers[0].label = 'Strong yes';
    q2.answers.push({ id: 'd4', label: 'Refused', next: 'end' });
    script.questions.push({ id: 'q3', title: 'How?', text: '', kind: 'text', answers: [], next: 'end' });
    p.last().answer(conflict(saved(c, dev, 'questions', { script })));
    await settle();
    const sent = p.last().body.script as typeof script;
    expect(sent.questions.map((q) => q.id)).toEqual(['who', 'q2', 'q3']);
    expect(sent.questions[1]?.title).toBe('Can Maria count on you?');
    expect(sent.questions[1]?.answers.map((a) => a.label).sort()).toEqual([
      'No',
      'Not sure',
      'Refused',
      'Strong yes',
    ]);
    expect(p.saving.draft.clashes).toEqual({});
  });

  test('a question that was taken away while it is typed into is there again, whole', async () => {
    const c = campaign();
    const p = page(c);
    p.saving.enter({ 'questions/q2/title': 'Can Maria count on you?' });
    await p.tick();
    const script = { questions: c.script.questions.slice(0, 1) };
    p.last().answer(conflict(saved(c, dev, 'questions', { script })));
    await settle();
    const sent = p.last().body.script as typeof script;
    expect(sent.questions[1]).toEqual({ ...c.script.questions[1], title: 'Can Maria count on you?' });
  });

  test('caller IDs go up with the version at which they were read', async () => {
    const p = page();
    p.saving.server(saved(campaign(), dev, 'caller_id', { caller_ids_chosen: 1 })); // an event: without the numbers
    p.saving.enter({ caller_ids: ['+441134960000'] });
    await p.tick();
    expect(p.last().body).toEqual({ version: 2, caller_ids: ['+441134960000'] });
    p.last().answer(conflict(saved(campaign(), dev, 'caller_id', { caller_ids: ['+441134960001'] })));
    await settle();
    expect(p.last().body).toEqual({ version: 3, caller_ids: ['+441134960000', '+441134960001'] });
  });
});

describe('offline', () => {
  test('it is kept on this device, sent again with the same key, and found after a reload', async () => {
    const p = page();
    p.saving.enter({ name: 'Tunnel' });
    await p.tick();
    const first = p.last();
    first.answer(new Unreachable());
    await settle();
    expect(p.saving.state('name')).toBe('waiting');
    await p.tick();
    expect(p.last().key).toBe(first.key);
    p.last().answer(new Unreachable());
    await settle();
    p.saving.close();

    const again = page(campaign(), p.kept);
    expect(again.saving.value('name')).toBe('Tunnel');
    await again.tick();
    again.last().answer(saved(campaign(), ben, 'name', { name: 'Tunnel' }));
    await settle();
    expect(again.saving.state()).toBe('saved');
    expect(p.kept.size).toBe(0);
  });

  test('what somebody else changed meanwhile is not written over unseen', async () => {
    const p = page();
    p.saving.enter({ name: 'Tunnel' });
    p.saving.close();
    const again = page(saved(campaign(), dev, 'name', { name: 'Theirs' }), p.kept);
    expect(again.saving.value('name')).toBe('Tunnel');
    expect(again.saving.draft.clashes.name?.theirs).toBe('Theirs');
  });

  test('an answer that was lost after the server had done it is no clash with oneself', async () => {
    const p = page();
    p.saving.enter({ name: 'Tunnel' });
    await p.tick();
    p.last().answer(new Unreachable());
    await settle();
    p.saving.server(saved(campaign(), ben, 'name', { name: 'Tunnel' }));
    expect(p.saving.state()).toBe('saved');
  });
});

test('a refusal stands at its fields until they are typed into again', async () => {
  const p = page();
  p.saving.enter({ gap_minutes: 99_999_999 });
  await p.tick();
  p.last().answer(new Problem({ status: 422, code: 'invalid', title: 'At most 30 days.' } as never));
  await settle();
  expect(p.saving.draft.faults.gap_minutes).toBe('At most 30 days.');
  expect(p.saving.state('passes')).toBe('refused');
  await p.tick();
  expect(p.asked).toHaveLength(1);
  p.saving.enter({ gap_minutes: 60 });
  await p.tick();
  expect(p.last().body).toEqual({ version: 2, gap_minutes: 60 });
});

test('a refused step goes up whole again once one of its fields is mended', async () => {
  const p = page();
  p.saving.enter({ 'questions/q2/title': 'Can Maria count on you?', 'questions/q2/answers/a1/next': '' });
  await p.tick();
  const why = { status: 422, code: 'script_unfinished', title: '“Yes” leads nowhere.' };
  p.last().answer(new Problem(why as never));
  await settle();
  expect(p.saving.problem).toBe('“Yes” leads nowhere.');
  p.saving.enter({ 'questions/q2/answers/a1/next': 'end' });
  await p.tick();
  const sent = p.last().body.script as Campaign['script'];
  expect(sent.questions[1]?.title).toBe('Can Maria count on you?');
});

test('fields make the script and the hours that they were made of', () => {
  const c = campaign();
  expect(scriptOf(fieldsOf(c))).toEqual(c.script);
  expect(hoursOf(fieldsOf(c))).toEqual(c.hours);
});

test('orders of two people are joined', () => {
  expect(joined(['a', 'b'], ['a', 'x', 'b'], ['a', 'b', 'y'])).toEqual(['a', 'x', 'b', 'y']);
  expect(joined(['a', 'b', 'c'], ['a', 'c'], ['c', 'a', 'b'])).toEqual(['c', 'a']);
  expect(joined(['a', 'b'], ['b', 'a'], ['b'])).toEqual(['b']);
  expect(joined([], ['a'], ['b'])).toEqual(['b', 'a']);
});
