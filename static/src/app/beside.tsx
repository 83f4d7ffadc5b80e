// What stands beside the pages and nobody waits for: Go to…, the table of shortcuts, the figures of the sidebar, what
// is said while live is slower.
// It is loaded after the first page.

import { useEffect } from 'preact/hooks';
import { keepCounts } from './counts';
import GoTo from './goto/dialog';
import { noteVisits } from './goto/recent';
import { useNews } from './news';
import { overlay } from './over';
import { ShortcutsDialog } from './shortcuts';

export { Apart } from './apart';

export default function Beside() {
  useEffect(() => keepCounts(), []);
  useEffect(() => noteVisits(), []);
  useNews();
  useEffect(() => {
    // With Ctrl or ⌘ it is no shortcut of single keys: it works in text fields and where those are switched off.
    const press = (e: KeyboardEvent) => {
      if (e.key.toLowerCase() !== 'k' || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return;
      const open = overlay.peek() === 'goto';
      if (!open && document.querySelector('dialog[open]')) return; // never over another dialog
      e.preventDefault();
      overlay.value = open ? undefined : 'goto';
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  const close = () => {
    overlay.value = undefined;
  };
  if (overlay.value === 'goto') return <GoTo close={close} />;
  return overlay.value === 'shortcuts' ? <ShortcutsDialog close={close} /> : null;
}
