import type { Store } from '../../caller/outbox';

/** A device's storage. */
export function device(): Store & { size(): number } {
  const kept = new Map<string, string>();
  return {
    getItem: (k) => kept.get(k) ?? null,
    setItem: (k, v) => void kept.set(k, v),
    removeItem: (k) => void kept.delete(k),
    key: (i) => [...kept.keys()][i] ?? null,
    get length() {
      return kept.size;
    },
    size: () => kept.size,
  };
}
