// Moving about in the wizard: keys from step to step, and landing on the field that a link names.

import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type StepName, stepHref } from '../../core/campaign';
import type { Room } from './room';

/** Alt ← and Alt → go to the steps beside, Ctrl S saves at once. They work in text fields too. */
export function useWizardKeys(room: Room, before: StepName | undefined, next: StepName | undefined) {
  const { route } = useLocation();
  const now = useRef({ room, before, next, route });
  now.current = { room, before, next, route };
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.shiftKey || document.querySelector('dialog[open]')) return;
      const { room, before, next, route } = now.current;
      const ctrl = (e.ctrlKey || e.metaKey) && !e.altKey;
      if (ctrl && e.key.toLowerCase() === 's') {
        e.preventDefault();
        void room.saving.flush(true);
        return;
      }
      if (!e.altKey || e.ctrlKey || e.metaKey) return;
      const to = e.key === 'ArrowLeft' ? before : e.key === 'ArrowRight' ? next : undefined;
      if (e.key === 'ArrowLeft' || e.key === 'ArrowRight') e.preventDefault(); // the browser's Back is another way
      if (to) route(stepHref(room.campaign.id, to, room.campaign));
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** Brings the focus to the field that the address names, as soon as its step is there. */
export function useLanding(step: StepName, field: string | undefined) {
  useEffect(() => {
    if (!field) return;
    let frame = 0;
    let rests = 0;
    const land = () => {
      frame = requestAnimationFrame(land);
      const target = fieldAt(field);
      if (!target) return;
      if (document.activeElement === target) {
        // Every new page gives the focus to its title, maybe later than this one had its field: until then it is looked after.
        if (++rests > 30) landed();
        return;
      }
      rests = 0;
      target.scrollIntoView({ block: 'center' });
      target.focus({ preventScroll: true });
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      removeEventListener('keydown', landed, true);
      removeEventListener('pointerdown', landed, true);
    };
    const landed = () => {
      stop();
      if (new URLSearchParams(location.search).has('field'))
        history.replaceState(history.state, '', location.pathname);
    };
    addEventListener('keydown', landed, true);
    addEventListener('pointerdown', landed, true);
    frame = requestAnimationFrame(land);
    return stop;
  }, [step, field]);
}

/** The element of a field, or of the nearest thing around it that is on the page. */
function fieldAt(field: string): HTMLElement | null {
  for (let at = field; at; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(at)}"]`);
    if (found) return found.matches('input, select, textarea, button, a, [tabindex]') ? found : inside(found);
    if (!at.includes('/')) return null;
  }
  return null;
}

function inside(e: HTMLElement): HTMLElement | null {
  return e.querySelector<HTMLElement>('input:not([hidden]), select, textarea, button, a[href]');
}
