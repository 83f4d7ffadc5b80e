// Amounts that people type: clock times as minutes after midnight, spans of time as minutes.

/** 570 → "09:30". Midnight at the end of the day is 24:00. */
export function clockOfMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** "9:00–21:00" */
export function hoursWords(opens: number, closes: number): string {
  const short = (m: number) => clockOfMinutes(m).replace(/^0/, '');
  return `${short(opens)}–${short(closes)}`;
}

/** Every half hour of a day, and the given minutes where they lie between. */
export function clockChoices(present: number): { value: string; words: string }[] {
  const all = Array.from({ length: 49 }, (_, i) => i * 30);
  if (!all.includes(present)) all.push(present);
  return all.sort((a, b) => a - b).map((m) => ({ value: String(m), words: clockOfMinutes(m) }));
}

export type Unit = 'minutes' | 'hours' | 'days';
export const unitMinutes: Record<Unit, number> = { minutes: 1, hours: 60, days: 1440 };

/** The largest unit that shows the span without a fraction: 2880 → 2 days. */
export function amountOf(minutes: number): { amount: number; unit: Unit } {
  if (minutes && minutes % 1440 === 0) return { amount: minutes / 1440, unit: 'days' };
  if (minutes % 60 === 0) return { amount: minutes / 60, unit: 'hours' };
  return { amount: minutes, unit: 'minutes' };
}

/** "4 hours", "1 day", "none". */
export function spanWords(minutes: number): string {
  if (!minutes) return 'none';
  const { amount, unit } = amountOf(minutes);
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** What was typed as minutes; undefined when it is no whole amount. */
export function minutesOf(amount: string, unit: Unit): number | undefined {
  const text = amount.trim();
  if (!/^\d{1,6}$/.test(text)) return undefined;
  return Number(text) * unitMinutes[unit];
}

/** 1536000 → "1.5 MB" */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** "volunteer, driver,, " → ["volunteer", "driver"] */
export function tagsOf(text: string): string[] {
  const out: string[] = [];
  for (const part of text.split(/[,;\n]/)) {
    const tag = part.trim().replace(/\s+/g, ' ');
    if (tag && !out.includes(tag)) out.push(tag);
  }
  return out;
}
