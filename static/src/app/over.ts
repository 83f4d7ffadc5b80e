import { signal } from '@preact/signals';

/** How many there are of what a place shows, by its address. */
export const counts = signal<Partial<Record<string, number>>>({});

export type Overlay = 'shortcuts' | 'goto' | undefined;
/** What is open over the page. */
export const overlay = signal<Overlay>(undefined);
