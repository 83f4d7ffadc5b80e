import { signal } from '@preact/signals';

/** How many there are of what a place shows, by its address. */
export const counts = signal<Partial<Record<string, number>>>({});

/** Puts figures in. Who looks at them is told only when one of them is another. */
export function count(more: Partial<Record<string, number>>) {
  const was = counts.peek();
  if (Object.entries(more).some(([place, n]) => was[place] !== n)) counts.value = { ...was, ...more };
}

export type Overlay = 'shortcuts' | 'goto' | undefined;
/** What is open over the page. */
export const overlay = signal<Overlay>(undefined);
