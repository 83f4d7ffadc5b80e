import './browser';
import { fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { drafts, me } from '../../src/app/here';
import { LogDialog } from '../../src/app/session/log-dialog';
import { SkipDialog } from '../../src/app/session/skip-dialog';
import { TagsDialog, tagsAfter } from '../../src/app/session/tags-dialog';
import type { ContactLog, Me, SkipRequest } from '../../src/core/types';
import { entry, session } from '../unit/world';

const person = entry(1, { supporter: { id: 's1', name: 'Marta Kowalczyk' } });
const radio = (name: RegExp) => screen.getByRole('radio', { name }) as HTMLInputElement;

beforeEach(() => {
  me.value = { id: 'ben', name: 'Ben Adams', groups: [], organisation: {}, shortcuts: true } as unknown as Me;
  vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')));
});

describe('the skip dialog', () => {
  const open = () => {
    const skip = vi.fn<(r: SkipRequest, until: string | undefined) => void>();
    const close = vi.fn();
    render(<SkipDialog entry={person} session={session()} close={close} skip={skip} />);
    return { skip, close, dialog: screen.getByRole('dialog') };
  };

  test('skips for half an hour unless told otherwise, and its button says so', () => {
    const { skip, close, dialog } = open();
    fireEvent.submit(dialog.querySelector('form')!);
    expect(screen.getByRole('button', { name: /Skip Marta until \d\d:\d\d/ })).toBeTruthy();
    expect(skip.mock.calls[0]?.[0]).toMatchObject({ type: 'quick', minutes: 30 });
    expect(skip.mock.calls[0]?.[1]).toBeTruthy();
    expect(close).toHaveBeenCalledOnce();
  });

  test('number keys choose the type, and Enter confirms', () => {
    const { skip, dialog } = open();
    fireEvent.keyDown(dialog, { key: '4' });
    expect(radio(/This cycle/).checked).toBe(true);
    fireEvent.keyDown(radio(/This cycle/), { key: 'Enter' });
    expect(skip.mock.calls[0]?.[0]).toMatchObject({ type: 'cycle' });
  });

  test('asks for a reason before removing somebody, in words', () => {
    const { skip, dialog } = open();
    fireEvent.keyDown(dialog, { key: '5' });
    fireEvent.submit(dialog.querySelector('form')!);
    expect(skip).not.toHaveBeenCalled();
    expect(screen.getByText('Give a reason to remove someone for good.')).toBeTruthy();
    const reason = screen.getByRole('textbox', { name: /Reason/ });
    expect(reason.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement, 'what is typed right behind Enter goes to the field').toBe(reason);
    fireEvent.input(reason, { target: { value: 'Moved to Spain' } });
    expect(reason.getAttribute('aria-invalid'), 'what was said, was said of the empty field').not.toBe(
      'true',
    );
    fireEvent.submit(dialog.querySelector('form')!);
    expect(skip.mock.calls[0]?.[0]).toMatchObject({ type: 'remove', reason: 'Moved to Spain' });
  });

  test('a number typed into the reason is text', () => {
    const { dialog } = open();
    fireEvent.keyDown(screen.getByRole('textbox', { name: /Reason/ }), { key: '5', bubbles: true });
    expect(radio(/For a while/).checked).toBe(true);
    expect(dialog).toBeTruthy();
  });

  test('Esc closes and skips nobody', () => {
    const { skip, close, dialog } = open();
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    expect(close).toHaveBeenCalledOnce();
    expect(skip).not.toHaveBeenCalled();
  });
});

describe('the log dialog', () => {
  const call = { attempt: 'a1', seconds: 134, answeredAt: undefined, prefill: undefined };
  const open = (over: { event?: string; prefill?: 'busy' } = {}) => {
    const save = vi.fn<(log: ContactLog) => void>();
    const close = vi.fn();
    const s = session();
    if (over.event) s.list = { ...s.list, event: over.event };
    render(
      <LogDialog
        entry={person}
        session={s}
        call={{ ...call, prefill: over.prefill }}
        correct={false}
        close={close}
        save={save}
      />,
    );
    return { save, close, dialog: screen.getByRole('dialog') };
  };
  const save = (dialog: HTMLElement) => fireEvent.keyDown(dialog, { key: 'Enter', ctrlKey: true });

  test('asks whether they were reached before anything can be saved', () => {
    const { save: saved, dialog } = open();
    save(dialog);
    expect(saved).not.toHaveBeenCalled();
    expect(screen.getByText('Say whether you reached them.')).toBeTruthy();
  });

  test('y is reached and spoke, n is not reached and no answer', () => {
    const { save: saved, dialog } = open();
    fireEvent.keyDown(dialog, { key: 'n' });
    expect(radio(/No answer/).checked).toBe(true);
    fireEvent.keyDown(dialog, { key: 'y' });
    expect(radio(/Spoke/).checked).toBe(true);
    save(dialog);
    expect(saved.mock.calls[0]?.[0]).toMatchObject({
      reached: true,
      outcome: 'talked',
      method: 'phone_call',
      notes: '',
    });
  });

  test('what the carrier knows is filled in, so that one key saves it', () => {
    const { save: saved, dialog } = open({ prefill: 'busy' });
    save(dialog);
    expect(saved.mock.calls[0]?.[0]).toMatchObject({ reached: false, outcome: 'busy' });
  });

  test('asks for an RSVP only where the list has an event', () => {
    const first = open();
    expect(screen.queryByText('Maybe')).toBeNull();
    first.dialog.remove();
    open({ event: 'Spring Rally' });
    expect(screen.getByText('Maybe')).toBeTruthy();
  });

  test('letters typed into the notes are notes, and the draft is kept while typing', () => {
    const keep = vi.spyOn(drafts, 'keep');
    open();
    const notes = screen.getByRole('textbox', { name: 'Notes' });
    fireEvent.keyDown(notes, { key: 'y' });
    expect(radio(/^Yes$/).checked).toBe(false);
    fireEvent.input(notes, { target: { value: 'Coming with two friends' } });
    expect(keep).toHaveBeenLastCalledWith(
      'a1',
      expect.objectContaining({ notes: 'Coming with two friends' }),
    );
  });

  test('tags are added and taken away as changes', () => {
    const { save: saved, dialog } = open();
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    const field = screen.getByRole('textbox', { name: 'New tag' });
    fireEvent.input(field, { target: { value: ' driver ' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.keyDown(dialog, { key: 'y' });
    save(dialog);
    expect(saved.mock.calls[0]?.[0]).toMatchObject({ tags_added: ['driver'], tags_removed: [] });
  });

  test('a skip in the log needs what a skip needs', () => {
    const { save: saved, dialog } = open();
    fireEvent.keyDown(dialog, { key: 'y' });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Skip for…' }));
    fireEvent.click(radio(/Remove from this session/));
    save(dialog);
    expect(saved).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toContain('Give a reason');
  });
});

describe('the dialog of tags', () => {
  test('a refusal is said in the dialog, and what was typed stays', async () => {
    const reply = (status: number, body: unknown) =>
      Promise.resolve(
        new Response(JSON.stringify(body), {
          status,
          headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' },
        }),
      );
    vi.stubGlobal('fetch', (_: string, init?: RequestInit) =>
      init?.method === 'PATCH'
        ? reply(403, { code: 'forbidden', title: 'Only captains can do this.', status: 403 })
        : reply(200, { id: 's1', version: 3, tags: ['driver'], history: [], rsvps: [] }),
    );
    const close = vi.fn();
    render(<TagsDialog entry={person} close={close} />);
    await screen.findByRole('button', { name: 'Remove tag driver' });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    const field = screen.getByRole('textbox', { name: 'New tag' });
    fireEvent.input(field, { target: { value: 'host' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await screen.findByRole('button', { name: 'Remove tag host' });
    fireEvent.submit(screen.getByRole('dialog').querySelector('form')!);
    await screen.findByText('Only captains can do this.');
    expect(close).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Remove tag host' })).toBeTruthy();
  });

  test('what others changed meanwhile stays', () => {
    const edited = { added: ['host', 'driver'], removed: ['volunteer'] };
    expect(tagsAfter(['volunteer', 'speaks Polish', 'driver'], edited)).toEqual([
      'speaks Polish',
      'driver',
      'host',
    ]);
  });
});
