import './browser';
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { expect, test, vi } from 'vitest';
import { FormDialog, useForm } from '../../src/app/form';
import { Problem, Unreachable } from '../../src/core/api';
import type { ProblemBody } from '../../src/core/types';
import { Field } from '../../src/ui/field';

const refusal = new Problem({
  status: 422,
  code: 'name_taken',
  title: 'There is one of that name.',
  errors: [{ field: 'name', title: 'There is one of that name.' }],
} as ProblemBody);

/** A dialog that makes something, with what the server says to each try. */
function open(answers: (Error | undefined)[]) {
  const keys: string[] = [];
  const close = vi.fn();
  function Dialog() {
    const form = useForm('name');
    const [name, setName] = useState('');
    const make = () =>
      form.make(async (key) => {
        keys.push(key);
        const answer = answers.shift();
        if (answer) throw answer;
        close();
      });
    return (
      <FormDialog
        form={form}
        title="New list"
        close={close}
        submit={() => void make()}
        words="Create"
        meanwhile="Creating…"
      >
        <Field label="Name" value={name} change={setName} error={form.error('name')} />
      </FormDialog>
    );
  }
  render(<Dialog />);
  const press = async (said: () => boolean) => {
    fireEvent.submit(screen.getByRole('dialog').querySelector('form')!);
    await waitFor(() => expect(said()).toBe(true));
  };
  return { keys, close, press };
}

test('a form that makes something is sent with the same key until it was answered, then with another', async () => {
  const { keys, close, press } = open([new Unreachable(), refusal, undefined, undefined]);
  await press(() => !!screen.queryByText(/cannot be reached/));
  expect(screen.getByRole('button', { name: 'Create' })).toBeTruthy();
  await press(() => !!screen.queryByText('There is one of that name.'));
  expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
  await press(() => close.mock.calls.length === 1);
  await press(() => close.mock.calls.length === 2);
  const [lost, refused, made, next] = keys;
  expect(refused, 'the answer was lost: it may have been made').toBe(lost);
  expect(made, 'a refusal is an answer').not.toBe(refused);
  expect(next, 'made: what comes is another').not.toBe(made);
});
