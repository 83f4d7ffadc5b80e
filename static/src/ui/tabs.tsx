import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface Tab {
  href: string;
  words: ComponentChildren;
  here: boolean;
}

/** Parts of a page that have addresses of their own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const nav = useRef<HTMLElement>(null);
  const at = tabs.findIndex((t) => t.here);
  // On a narrow screen the tabs scroll: the present one is in sight.
  useLayoutEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && here) nav.current.scrollLeft = here.offsetLeft - nav.current.offsetLeft - 16;
  }, [at]);
  return (
    <nav class="tabs" aria-label={label} ref={nav}>
      {tabs.map((t) => (
        <a key={t.href} href={t.href} aria-current={t.here ? 'page' : undefined}>
          {t.words}
        </a>
      ))}
    </nav>
  );
}
