// The dialogs, and what the card says at a cycle's end, come right after the page, in files of their own: they are there before the first press, offline too.

import { signal } from '@preact/signals';
import type { ComponentProps } from 'preact';
import { useEffect } from 'preact/hooks';
import { refuse } from '../../ui/toast';
import type { Dialogs } from './dialogs';

const loaded = signal<typeof Dialogs | undefined>(undefined);

async function load(): Promise<boolean> {
  try {
    const [dialogs] = await Promise.all([import('./dialogs'), import('./card/over')]);
    loaded.value = dialogs.Dialogs;
    return true;
  } catch {
    return false;
  }
}

export function LaterDialogs(p: ComponentProps<typeof Dialogs>) {
  const { query, close } = p.address;
  const wanted = !!(query.skip || query.log || query.tags || query.open);
  useEffect(() => void load(), []);
  useEffect(() => {
    if (!wanted || loaded.value) return;
    void load().then((there) => {
      if (there) return;
      refuse('Couldn’t open this: the server cannot be reached.');
      close('skip', 'log', 'tags', 'open');
    });
  }, [wanted]);
  const Loaded = loaded.value;
  return Loaded ? <Loaded {...p} /> : null;
}
