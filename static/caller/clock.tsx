// Times that run: how long a talk goes on, and how much of the time for its answers is left.
import { useEffect, useState } from 'preact/hooks';

/** 2:14, with two digits for the minutes where they lead. */
export function minutes(ms: number, lead = true): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const m = String(Math.floor(s / 60));
  return `${lead ? m.padStart(2, '0') : m}:${String(s % 60).padStart(2, '0')}`;
}

/** The server's time, anew each second. */
export function useNow(now: () => number): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const t = window.setInterval(() => setAt(now()), 1000);
    return () => clearInterval(t);
  }, []);
  return Math.max(at, 0);
}

/** 14:03 */
export function hour(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
