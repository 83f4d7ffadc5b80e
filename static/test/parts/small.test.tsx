import './browser';
import { act, fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectionBanner, LivePill } from '../../src/app/connection';
import { away, liveState, pending } from '../../src/app/here';
import { FailedNotice } from '../../src/app/states';
import { Problem } from '../../src/core/api';
import { Badge, entryShapes } from '../../src/ui/badge';
import { Button } from '../../src/ui/button';
import { Field } from '../../src/ui/field';
import { Menu } from '../../src/ui/menu';
import { refuse, Toasts, tell, toasts, undoLast } from '../../src/ui/toast';

describe('a button that is off', () => {
  test('stays reachable, so that its reason can be read, and does nothing', () => {
    const press = vi.fn();
    render(
      <Button off onPress={press}>
        Start
      </Button>,
    );
    const button = screen.getByRole('button', { name: 'Start' });
    fireEvent.click(button);
    expect(press).not.toHaveBeenCalled();
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.hasAttribute('disabled')).toBe(false);
  });
});

describe('a menu', () => {
  const open = () => {
    const skip = vi.fn();
    const never = vi.fn();
    render(
      <Menu
        label="Menu for Ada"
        items={[
          { words: 'Open supporter', choose: () => {} },
          { words: 'Prioritise', off: 'Is next already', choose: never },
          { words: 'Skip for…', hotkey: 'S', choose: skip },
        ]}
      />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Menu for Ada' }));
    return { skip, never };
  };
  const focused = () => document.activeElement?.textContent;

  test('exists only while open, and goes by arrows and letters', () => {
    const { skip } = open();
    const menu = screen.getByRole('menu');
    expect(focused()).toContain('Open supporter');
    fireEvent.keyDown(menu, { key: 'ArrowUp' });
    expect(focused()).toContain('Skip for');
    fireEvent.keyDown(menu, { key: 'ArrowDown' });
    expect(focused()).toContain('Open supporter');
    fireEvent.keyDown(menu, { key: 's' });
    fireEvent.click(document.activeElement!);
    expect(skip).toHaveBeenCalledOnce();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Menu for Ada' }));
  });

  test('keeps the focus when what had it is offered no more, and Esc closes it from anywhere', () => {
    const items = (...words: string[]) => words.map((w) => ({ words: w, choose: () => {} }));
    const { rerender } = render(<Menu label="Menu for Ada" items={items('Skip', 'Prioritise', 'Log')} />);
    fireEvent.click(screen.getByRole('button', { name: 'Menu for Ada' }));
    fireEvent.keyDown(screen.getByRole('menu'), { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toBe('Prioritise');
    rerender(<Menu label="Menu for Ada" items={items('Skip', 'Log')} />);
    expect(document.activeElement?.textContent).toBe('Skip');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Menu for Ada' }));
  });

  test('goes with its button as the page moves under it, and closes when that is out of sight', () => {
    open();
    const button = screen.getByRole('button', { name: 'Menu for Ada' });
    const stands = (top: number) => {
      button.getBoundingClientRect = () => new DOMRect(400, top, 40, 40);
    };
    stands(100);
    fireEvent.scroll(window);
    expect(screen.getByRole('menu').style.top).toBe('148px');
    stands(160); // a notice came in above
    fireEvent(window, new Event('resize'));
    expect(screen.getByRole('menu').style.top).toBe('208px');
    stands(-60);
    fireEvent.scroll(window);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  test('says why something cannot be chosen, and does not choose it', () => {
    const { never } = open();
    const item = screen.getByRole('menuitem', { name: /Prioritise/ });
    expect(item.textContent).toContain('Is next already');
    fireEvent.click(item);
    expect(never).not.toHaveBeenCalled();
  });
});

describe('messages', () => {
  beforeEach(() => {
    toasts.value = [];
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  test('an undo is there for ten seconds', () => {
    const undo = vi.fn();
    render(<Toasts />);
    act(() => void tell('Marta is skipped.', 'skipped', undo));
    act(() => void vi.advanceTimersByTime(9_900));
    expect(screen.getByText('Marta is skipped.')).toBeTruthy();
    act(() => void vi.advanceTimersByTime(200));
    expect(screen.queryByText('Marta is skipped.')).toBeNull();
    expect(undoLast()).toBe(false);
    expect(undo).not.toHaveBeenCalled();
  });

  test('u takes back the newest that can be, once', () => {
    const first = vi.fn();
    const second = vi.fn();
    act(() => {
      tell('One.', 'skipped', first);
      tell('Two.', 'skipped', second);
      tell('Three cannot be undone.', 'up');
    });
    expect(undoLast()).toBe(true);
    expect(second).toHaveBeenCalledOnce();
    expect(first).not.toHaveBeenCalled();
  });

  test('a refusal stays until closed', () => {
    render(<Toasts />);
    act(() => void refuse('Couldn’t call Ada Clarke: with Sarah since 14:02.'));
    act(() => void vi.advanceTimersByTime(600_000));
    expect(screen.getByRole('alert').textContent).toContain('Ada Clarke');
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the connection', () => {
  const waiting = Array.from({ length: 3 }, (_, i) => ({
    key: `k${i}`,
    at: 0,
    turn: i,
    press: { kind: 'unskip' as const, session: 's', entry: 'e', name: 'Ada' },
  }));
  beforeEach(() => {
    liveState.value = { kind: 'live' };
    away.value = false;
    pending.value = [];
  });

  test('is said by the pill at once and by the banner after two seconds', () => {
    render(
      <>
        <LivePill />
        <ConnectionBanner what="the queue" asOf="14:03:12" />
      </>,
    );
    expect(screen.getByText('Live')).toBeTruthy();
    act(() => {
      liveState.value = { kind: 'lost', since: Date.now(), next: Date.now() + 6000 };
    });
    expect(screen.getByText('Reconnecting…')).toBeTruthy();
    expect(screen.queryByText(/You are offline/)).toBeNull();
    act(() => {
      pending.value = waiting;
      away.value = true;
    });
    expect(screen.getByText('Offline')).toBeTruthy();
    const banner = screen.getByText(/You are offline/).parentElement;
    expect(banner?.textContent).toContain(
      'saved on this device, 3 waiting. This is the queue as it was at 14:03:12.',
    );
  });

  test('neither comes nor goes between the two halves of a press, which would be on something else', () => {
    vi.useFakeTimers();
    const { container } = render(<ConnectionBanner what="the queue" />);
    const passes = (ms: number) =>
      act(() => {
        vi.advanceTimersByTime(ms);
      });
    fireEvent.pointerDown(document.body);
    act(() => {
      liveState.value = { kind: 'lost', since: 0, next: 0 };
      away.value = true;
    });
    passes(900);
    expect(container.textContent).toBe('');
    fireEvent.pointerUp(document.body);
    fireEvent.click(document.body);
    expect(container.textContent).toBe('');
    passes(1);
    expect(container.textContent).toContain('You are offline');
    fireEvent.pointerDown(document.body);
    act(() => {
      liveState.value = { kind: 'live' };
      away.value = false;
    });
    passes(999); // a finger that rests holds nothing up
    expect(container.textContent).toContain('You are offline');
    passes(1);
    expect(container.textContent).not.toContain('You are offline');
    vi.useRealTimers();
  });

  test('once back, and once all is sent, says how many', () => {
    const { container } = render(<ConnectionBanner what="the queue" />);
    act(() => {
      liveState.value = { kind: 'lost', since: 0, next: 0 };
      away.value = true;
      pending.value = waiting;
    });
    act(() => {
      away.value = false;
      liveState.value = { kind: 'live' };
    });
    expect(container.textContent).toBe('');
    act(() => {
      pending.value = [];
    });
    expect(container.textContent).toContain('Back online. 3 actions sent.');
  });

  test('says so for two seconds, whatever is pressed meanwhile', () => {
    vi.useFakeTimers();
    try {
      const { container } = render(<ConnectionBanner what="the queue" />);
      act(() => {
        liveState.value = { kind: 'lost', since: 0, next: 0 };
        away.value = true;
      });
      act(() => {
        away.value = false;
        liveState.value = { kind: 'live' };
      });
      expect(container.textContent).toContain('Back online.');
      act(() => {
        pending.value = waiting;
      });
      act(() => {
        pending.value = [];
      });
      act(() => void vi.advanceTimersByTime(2000));
      expect(container.textContent).toBe('');
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a field with an error is marked, described and in words', () => {
  render(<Field label="Email" value="" change={() => {}} error="Enter your email." />);
  const input = screen.getByRole('textbox', { name: 'Email' });
  const described = document.getElementById(input.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('Enter your email.');
});

test('every status has its own shape', () => {
  const icons = Object.values(entryShapes).map((s) => s.icon);
  expect(new Set(icons).size).toBe(icons.length);
  render(<Badge {...entryShapes.skipped} words="Skipped until 15:30" tip="By you." />);
  expect(screen.getByRole('button').getAttribute('aria-describedby')).toBe(screen.getByRole('tooltip').id);
});

test('a refusal says whose captain can, and how to write to them', () => {
  const body = {
    status: 403,
    code: 'forbidden',
    title: 'Only captains can do this. Your group’s captain is Chloe Davies.',
  };
  const page = (captain?: object) => (
    <FailedNotice
      fault={new Problem({ ...body, captain })}
      thing="import"
      all={{ href: '/groups', words: 'All groups' }}
      again={() => {}}
    />
  );
  const { rerender } = render(page({ name: 'Chloe Davies', email: 'chloe+x@leeds.example' }));
  const link = screen.getByRole('link', { name: 'Email Chloe Davies' });
  expect(link.getAttribute('href')).toBe('mailto:chloe%2Bx@leeds.example');
  expect(screen.getByText(/Your group’s captain is Chloe Davies/)).toBeTruthy();
  rerender(page());
  expect(screen.queryByRole('link', { name: /Email/ })).toBeNull();
});
