import { describe, expect, test } from 'vitest';
import { changed, changes, edit, enter, newer, rebase, takeTheirs } from '../../src/core/edit';

const ada = { name: 'Ada', city: 'Leeds', notes: '' };

describe('an edit', () => {
  test('sends only what was changed', () => {
    const e = enter(edit(ada), { city: 'Otley' });
    expect(changes(e)).toEqual({ city: 'Otley' });
    expect(changed(enter(e, { city: 'Leeds' }))).toBe(false);
  });

  test('follows what somebody else changed where nothing was typed', () => {
    const e = rebase(enter(edit(ada), { city: 'Otley' }), { ...ada, notes: 'moved' });
    expect(e.now).toEqual({ name: 'Ada', city: 'Otley', notes: 'moved' });
    expect(e.clashes).toEqual({});
    expect(changes(e)).toEqual({ city: 'Otley' });
  });

  test('keeps what was typed where both changed, and says what the other wrote', () => {
    const e = rebase(enter(edit(ada), { city: 'Otley' }), { ...ada, city: 'Ilkley' });
    expect(e.now.city).toBe('Otley');
    expect(e.clashes).toEqual({ city: 'Ilkley' });
    expect(takeTheirs(e, 'city')).toMatchObject({ now: { city: 'Ilkley' }, clashes: {} });
  });

  test('does not clash when both wrote the same', () => {
    const e = rebase(enter(edit(ada), { city: 'Otley' }), { ...ada, city: 'Otley' });
    expect(e.clashes).toEqual({});
    expect(changed(e)).toBe(false);
  });

  test('a clash stays through a change of something else', () => {
    const once = rebase(enter(edit(ada), { city: 'Otley' }), { ...ada, city: 'Ilkley' });
    expect(rebase(once, { ...ada, city: 'Ilkley', notes: 'x' }).clashes).toEqual({ city: 'Ilkley' });
  });
});

test('an older reply never replaces what an event brought before it', () => {
  const event = { version: 5, state: 'checked' };
  expect(newer(event, { version: 4, state: 'checking' })).toBe(event);
  expect(newer(event, { version: 5, state: 'again' }).state).toBe('again');
});
