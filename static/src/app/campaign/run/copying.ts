import { useEffect, useState } from 'preact/hooks';
import { announce } from '../../../ui/announce';
import { refuse } from '../../../ui/toast';

/** Copies text, and says what was copied last for two seconds. */
export function useCopy(): { copied: string | undefined; copy: (what: string, text: string) => void } {
  const [copied, setCopied] = useState<{ what: string; at: number }>();
  useEffect(() => {
    if (!copied) return;
    const t = setTimeout(() => setCopied(undefined), 2000);
    return () => clearTimeout(t);
  }, [copied]);
  return {
    copied: copied?.what,
    copy: (what, text) => {
      void put(text).then((done) => {
        if (!done) return void refuse(`This browser does not let pages copy. Here it is: ${text}`);
        setCopied({ what, at: Date.now() });
        announce(`Copied the ${what}.`);
      });
    },
  };
}

/** Pages that come over plain HTTP have no clipboard of their own: then as people do it by hand. */
async function put(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'vh';
    const before = document.activeElement as HTMLElement | null;
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}
