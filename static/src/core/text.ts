const plain = /^[\0-\x7f]*$/;

/** Lower case without accents: "José" and "Łukasz" are found by "jose" and "lukasz". */
export function fold(s: string): string {
  if (plain.test(s)) return s.toLowerCase();
  return s
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe');
}

/** Says of folded names whether every word of the query is in them. */
export function finder(query: string): (folded: string) => boolean {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return (folded) => words.every((w) => folded.includes(w));
}

/** Every word of the query begins or is inside a part of the name. */
export function matches(folded: string, query: string): boolean {
  return finder(query)(folded);
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : (words[0]?.[1] ?? '');
  return (first + last).toUpperCase();
}

const grouped = new Intl.NumberFormat('en-GB');

/** 10240 → "10,240". */
export function figure(n: number): string {
  return n >= 0 && n < 1000 && Number.isInteger(n) ? String(n) : grouped.format(n);
}

export function people(n: number): string {
  return n === 1 ? '1 person' : `${figure(n)} people`;
}

export function numbers(n: number): string {
  return n === 1 ? '1 number' : `${figure(n)} numbers`;
}

/** "Ann and Bo", "Ann, Bo and 3 others"; "others" when nobody is known by name. */
export function some(names: readonly string[]): string {
  if (!names.length) return 'others';
  return listed(names.length > 3 ? [...names.slice(0, 2), `${figure(names.length - 2)} others`] : names);
}

/** "Ann", "Ann and Bo", "Ann, Bo and Cy". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
