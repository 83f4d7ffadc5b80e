import { type IconName, icons } from './icons';

/** An icon says nothing to a screen reader: the word stands beside it, or on its button. */
export function Icon({ name, small }: { name: IconName; small?: boolean }) {
  return (
    <svg class={small ? 'i s' : 'i'} viewBox="0 0 20 20" aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** Puts every icon's drawing into the page, once. */
export function placeIcons() {
  if (document.getElementById('icons')) return;
  const symbols = Object.entries(icons).map(
    ([name, drawing]) => `<symbol id="i-${name}" viewBox="0 0 20 20">${drawing}</symbol>`,
  );
  const holder = document.createElement('div');
  holder.id = 'icons';
  holder.hidden = true;
  holder.innerHTML = `<svg aria-hidden="true"><defs>${symbols.join('')}</defs></svg>`;
  document.body.prepend(holder);
}

/** Three parties on one line; the middle one is live. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path class="arc" d="M4.5 15.5C4.5 9.4 7.7 6 12 6s7.5 3.4 7.5 9.5" />
      <circle class="a" cx="4.5" cy="17" r="2.7" />
      <circle class="b" cx="12" cy="17" r="2.7" />
      <circle class="a" cx="19.5" cy="17" r="2.7" />
    </svg>
  );
}
