import './browser';
import { fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { expect, test } from 'vitest';
import { Dialog } from '../../src/ui/dialog';

function Page({ anew = 'first' }: { anew?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button">Another</button>
      <button type="button" key={anew} onClick={() => setOpen(true)}>
        Open it
      </button>
      {open && (
        <Dialog title="It" close={() => setOpen(false)}>
          <p>Here</p>
        </Dialog>
      )}
    </>
  );
}

const opener = () => screen.getByRole('button', { name: 'Open it', hidden: true });

test('the focus returns to the button that was pressed, in browsers too that do not focus buttons', () => {
  render(<Page />);
  fireEvent.click(opener()); // which moves no focus here either
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(document.activeElement).toBe(opener());
});

test('it returns to what stands there now when the page was drawn anew', () => {
  const { rerender } = render(<Page />);
  opener().focus();
  fireEvent.click(opener());
  const was = opener();
  rerender(<Page anew="second" />);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(opener()).not.toBe(was);
  expect(document.activeElement).toBe(opener());
});
