// The figures stand beside the queue and are fetched right behind it: nobody waits for them to call.

import { signal } from '@preact/signals';
import type { ComponentProps } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/button';
import { useTurn } from '../../ui/turns';
import type { Beside } from './figures';

const loaded = signal<typeof Beside | undefined>(undefined);

export function LaterFigures(p: ComponentProps<typeof Beside>) {
  const [failed, setFailed] = useState(false);
  const session = useTurn(p.session);
  const load = async () => {
    setFailed(false);
    try {
      loaded.value ??= (await import('./figures')).Beside;
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => void load(), []);
  if (loaded.value) return <loaded.value {...p} session={session} />;
  if (!failed) return null;
  return (
    <p class="sub">
      The figures could not be fetched.{' '}
      <Button tiny onPress={() => void load()}>
        Try again
      </Button>
    </p>
  );
}
