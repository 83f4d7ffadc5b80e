import './editors.css';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { usePhone } from '../../../ui/virtual';
import type { Room } from '../room';

/** A card of the page; on a phone it starts closed. One structure for both: turning the phone loses nothing. */
export function Editor({
  id,
  title,
  tools,
  children,
}: {
  id: string;
  title: string;
  tools: ComponentChildren;
  children: ComponentChildren;
}) {
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  return (
    <details
      class="card"
      open={!phone || open}
      onToggle={(e) => {
        if (phone) setOpen(e.currentTarget.open);
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button, and on a wide screen it is none */}
      <summary
        class="eh"
        tabIndex={phone ? undefined : -1}
        onClick={(e) => {
          if (!phone) e.preventDefault();
        }}
      >
        <h2 id={id}>{title}</h2>
        <svg class="i chev push phone" viewBox="0 0 20 20" aria-hidden="true">
          <use href="#i-forward" />
        </svg>
      </summary>
      <div class="tools">{tools}</div>
      {children}
    </details>
  );
}

/** Who else types into it just now. */
export function Others({ room, what }: { room: Room; what: string }) {
  const others = room.people.filter((p) => p.what === what);
  return (
    <>
      {others.slice(0, 3).map((p) => (
        <Avatar key={p.id} name={p.name} say={`${p.name} is editing this`} />
      ))}
    </>
  );
}

/** Says that somebody else was faster, and by whom. */
export function Conflict({ who }: { who: string | undefined }) {
  if (!who) return null;
  return (
    <p class="warnl" role="status">
      <Icon name="warn" />
      {who} saved this in the meantime. What you typed is still here: look at both, then save again.
    </p>
  );
}
