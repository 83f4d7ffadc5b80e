import type { ComponentChildren } from 'preact';

export interface Tab {
  href: string;
  words: ComponentChildren;
  here: boolean;
}

/** Parts of a page that have addresses of their own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((t) => (
        <a key={t.href} href={t.href} aria-current={t.here ? 'page' : undefined}>
          {t.words}
        </a>
      ))}
    </nav>
  );
}
