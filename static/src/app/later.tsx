import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { refuse } from '../ui/toast';

/** What is fetched behind the first page, once it is there. */
export const beside = signal<typeof import('./beside') | undefined>(undefined);

/** A part that is fetched when it is there first. A dialog that cannot be fetched says so and closes. */
export function Later<P extends object>({
  of,
  ...p
}: P & { of: () => Promise<{ default: ComponentType<P> }>; close?: () => void }) {
  const [Part, setPart] = useState<ComponentType<P>>();
  useEffect(() => {
    let here = true;
    of().then(
      (m) => here && setPart(() => m.default),
      () => {
        if (!here || !p.close) return;
        refuse('Couldn’t open this: the server cannot be reached.');
        p.close();
      },
    );
    return () => {
      here = false;
    };
  }, []);
  return Part ? <Part {...(p as unknown as P)} /> : null;
}
