// How the page calls its caller when somebody is there: the colour always, and what of the rest they want.
import type { Does } from './does';
import type { Remembered } from './memory';
import type { Mine } from './state';

export function Signals({ mine, known, does }: { mine: Mine; known: Remembered; does: Does }) {
  const shakes = 'vibrate' in navigator;
  const rows: [string, boolean, boolean, (on: boolean) => void][] = [
    ['A beep in your phone', mine.beep, true, does.beep],
    [
      shakes ? 'This device vibrates' : 'This device cannot vibrate',
      shakes && !known.still,
      shakes,
      (on) => does.remember({ still: !on }),
    ],
    ['The name in the page’s title', !known.untitled, true, (on) => does.remember({ untitled: !on })],
  ];
  return (
    <details class="signals">
      <summary>When somebody picks up</summary>
      <fieldset>
        <legend class="vh">When somebody picks up</legend>
        {rows.map(([words, on, able, set]) => (
          <label key={words}>
            <input
              type="checkbox"
              checked={on}
              disabled={!able}
              onChange={(e) => set(e.currentTarget.checked)}
            />
            {words}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
