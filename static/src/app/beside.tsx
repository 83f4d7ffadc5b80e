// What stands beside the pages and nobody waits for: Go to…, the table of shortcuts, the figures of the sidebar.
// It is loaded after the first page.

import { useEffect, useRef } from 'preact/hooks';
import { keepCounts } from './counts';
import GoTo from './goto/dialog';
import { noteVisits } from './goto/recent';
import type { Overlay } from './shell';
import { ShortcutsDialog } from './shortcuts';

export default function Beside({ open, show }: { open: Overlay; show: (o: Overlay) => void }) {
  const now = useRef(open);
  now.current = open;
  useEffect(() => keepCounts(), []);
  useEffect(() => noteVisits(), []);
  useEffect(() => {
    // With Ctrl or ⌘ it is no shortcut of single keys: it works in text fields and where those are switched off.
    const press = (e: KeyboardEvent) => {
      if (e.key.toLowerCase() !== 'k' || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return;
      if (now.current !== 'goto' && document.querySelector('dialog[open]')) return; // never over another dialog
      e.preventDefault();
      show(now.current === 'goto' ? undefined : 'goto');
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  const close = () => show(undefined);
  if (open === 'goto') return <GoTo close={close} />;
  return open === 'shortcuts' ? <ShortcutsDialog close={close} /> : null;
}
