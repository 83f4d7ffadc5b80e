// Figures and times as they stand on the page.

const count = new Intl.NumberFormat('en-GB');
export const num = (n: number): string => count.format(n);
export const many = (n: number, one: string, more: string): string => `${num(n)} ${n === 1 ? one : more}`;

export function time(at: number): string {
  const d = new Date(at);
  const day =
    d.toDateString() === new Date().toDateString()
      ? ''
      : `${d.toLocaleDateString('en-GB', { weekday: 'short' })} `;
  return `${day}${String(d.getHours()).padStart(2, '0')}:${String(d.getMinutes()).padStart(2, '0')}`;
}
