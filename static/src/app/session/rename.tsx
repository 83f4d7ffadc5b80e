import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../core/api';
import type { Session } from '../../core/types';
import { refuse } from '../../ui/toast';
import { api, newKey } from '../here';
import type { Room } from './room';

/** The name becomes a field; Enter saves, Esc leaves it as it was. */
export default function Rename({
  room,
  session,
  close,
}: {
  room: Room;
  session: Session;
  close: () => void;
}) {
  const [name, setName] = useState(session.name);
  const left = useRef(false);
  const save = async () => {
    if (left.current) return;
    left.current = true;
    const wanted = name.trim();
    if (!wanted || wanted === session.name) return close();
    try {
      room.put(
        await api.patch<Session>(
          `/sessions/${room.id}`,
          { name: wanted, version: session.version },
          { key: newKey() },
        ),
      );
    } catch (e) {
      refuse(e instanceof Problem ? e.title : 'Couldn’t rename the session: the server cannot be reached.');
    }
    close();
  };
  return (
    <form
      class="rename"
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <input
        class="in"
        aria-label="Name of the session"
        value={name}
        maxLength={120}
        ref={(el) => {
          if (el && document.activeElement !== el) {
            el.focus();
            el.select();
          }
        }}
        onInput={(e) => setName(e.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={(e) => {
          if (e.key !== 'Escape') return;
          e.stopPropagation();
          left.current = true;
          close();
        }}
      />
    </form>
  );
}
