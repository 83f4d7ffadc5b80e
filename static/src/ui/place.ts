/** Puts a fixed, floating element under (or, without room, above) its anchor, inside the window. */
export function placeBeside(floating: HTMLElement, anchor: HTMLElement, side: 'start' | 'end') {
  const a = anchor.getBoundingClientRect();
  const f = floating.getBoundingClientRect();
  const gap = 8;
  const below = a.bottom + gap + f.height <= innerHeight || a.top < f.height + gap;
  const left = side === 'start' ? a.left - 6 : a.right - f.width;
  floating.style.left = `${Math.max(8, Math.min(left, innerWidth - f.width - 8))}px`;
  floating.style.top = `${below ? a.bottom + gap : a.top - f.height - gap}px`;
  floating.classList.toggle('above', !below);
}
