import './browser';
import { act, render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { Announcer, announce, summarise } from '../../src/ui/announce';

test('people who listen hear one thing each five seconds, and a summary displaces nothing', () => {
  vi.useFakeTimers();
  render(<Announcer />);
  const hears = (after = 0) => {
    act(() => {
      vi.advanceTimersByTime(after);
    });
    return screen.getByRole('status').textContent;
  };
  act(() => announce('Ringing Ada.'));
  expect(hears()).toBe('Ringing Ada.');
  act(() => announce('You are talking to Ada.'));
  act(() => summarise('3 supporters completed in the last minute.'));
  expect(hears(4_999)).toBe('Ringing Ada.');
  expect(hears(1)).toBe('You are talking to Ada.');
  act(() => announce('The call with Ada is over.'));
  act(() => announce('Ringing Bob.'));
  expect(hears(5_000)).toBe('Ringing Bob.');
  expect(hears(5_000)).toBe('3 supporters completed in the last minute.');
  expect(hears(60_000)).toBe('3 supporters completed in the last minute.');
  act(() => summarise('5 supporters completed in the last minute.'));
  expect(hears()).toBe('5 supporters completed in the last minute.');
  vi.useRealTimers();
});
