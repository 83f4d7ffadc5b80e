/** Full jitter: anywhere between nothing and the ceiling, so that a thousand browsers do not come back at once. */
export function backoff(attempt: number, random: () => number, base = 500, most = 15_000): number {
  return Math.round(random() * Math.min(most, base * 2 ** attempt));
}
