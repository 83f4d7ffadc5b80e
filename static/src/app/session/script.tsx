import './script.css';
import { useEffect, useState } from 'preact/hooks';
import { paragraphs } from '../../core/script';
import type { CallList, Id } from '../../core/types';
import { api } from '../here';
import { edited } from './supporter';

/** What the leader says, with the names in it. It changes under their eyes as somebody edits it. */
export default function Script({ list, ...names }: { list: Id; supporter: string; leader: string }) {
  const text = useScript(list);
  const said = paragraphs(text, names);
  if (!said.length) return null;
  return (
    <details class="script" open>
      <summary>Script</summary>
      {said.map((p, i) => (
        <p key={i}>{p}</p>
      ))}
    </details>
  );
}

/** The newest of what was read and what was told since. */
function useScript(list: Id): string {
  const [read, setRead] = useState<CallList>();
  const told = edited.value.list;
  useEffect(() => {
    if (told) return;
    const stop = new AbortController();
    // Offline: the call goes on without, and the next one reads again.
    api.get<CallList>(`/lists/${list}`, { signal: stop.signal }).then(setRead, () => {});
    return () => stop.abort();
  }, [list, told]);
  const newest = [read, told]
    .filter((l) => l?.id === list)
    .sort((a, b) => (b?.version ?? 0) - (a?.version ?? 0));
  return newest[0]?.script ?? '';
}
