// Time zones and countries, from the browser's own lists.

type Choice = { value: string; words: string };

/** Every time zone the browser knows, and the present one if that is not among them. */
export function zoneChoices(present: string, none?: string): Choice[] {
  const zones = Intl.supportedValuesOf('timeZone');
  if (present && !zones.includes(present)) zones.unshift(present);
  const all = zones.map((z) => ({ value: z, words: z.replace(/_/g, ' ') }));
  return none === undefined ? all : [{ value: '', words: none }, ...all];
}

/** Not countries, though the browser has names for them. */
const unions = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];

let known: Choice[] | undefined;

/** Every country by its name, "United Kingdom (GB)". */
export function countryChoices(present: string): Choice[] {
  known ??= countries();
  return known.some((c) => c.value === present) || !present
    ? known
    : [{ value: present, words: present }, ...known];
}

function countries(): Choice[] {
  const names = new Intl.DisplayNames('en-GB', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const out: Choice[] = [];
  for (const a of letters)
    for (const b of letters) {
      const code = a + b;
      const name = names.of(code);
      // Codes that are given up stand for another country now.
      if (!name || unions.includes(code) || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`)
        continue;
      out.push({ value: code, words: `${name} (${code})` });
    }
  return out.sort((x, y) => x.words.localeCompare(y.words, 'en-GB'));
}
