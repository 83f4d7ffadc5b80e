import { Icon } from './icon';

/** A search field; "/" goes to it. */
export function Search(p: { label: string; value: string; change: (v: string) => void; class?: string }) {
  return (
    <label class={`search ${p.class ?? ''}`}>
      <Icon name="search" />
      <span class="vh">{p.label}</span>
      <input
        class="in"
        type="search"
        placeholder="Search"
        data-search
        value={p.value}
        onInput={(e) => p.change(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Escape' || !p.value) return;
          e.stopPropagation();
          p.change('');
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
