import { useEffect, useRef, useState } from 'preact/hooks';
import { type Alert, type CardKind, type EndCard, greeted, type Messages } from '../../../core/messages';
import { firstName } from '../../../core/text';
import { api, me, Problem } from '../../here';
import { type Reading, useReading } from '../../reading';
import type { Room } from '../room';

/** Puts in what a reply brought, unless an event was faster. */
export type Put = (change: (m: Messages) => Messages) => void;

export function withAlert(m: Messages, a: Alert): Messages {
  const at = m.alerts.findIndex((o) => o.id === a.id);
  if (at < 0) return { ...m, alerts: [a, ...m.alerts] };
  return (m.alerts[at]?.version ?? 0) > a.version ? m : { ...m, alerts: m.alerts.with(at, a) };
}

export function withCard(m: Messages, kind: CardKind, card: EndCard): Messages {
  const newer = (m.end_cards[kind]?.version ?? 0) > card.version;
  return newer ? m : { ...m, end_cards: { ...m.end_cards, [kind]: card } };
}

/** A campaign's alert bars and end cards, as they are now. */
export function useMessages(room: Room): Reading<Messages> {
  const read = useReading<Messages>(`/campaigns/${room.campaign.id}/messages`);
  const latest = useRef(read);
  latest.current = read;
  useEffect(
    () =>
      room.listen((e) => {
        if (e.kind !== 'campaign.messages_changed') return;
        const there = latest.current.value;
        if (!there || (there.seq ?? 0) < e.seq) latest.current.put({ ...e.data, seq: e.seq });
      }),
    [],
  );
  return read;
}

/** The text as pages would show it, made by the same code; typing goes on while it comes. */
export function useShown(campaign: string, text: string, saved: { text?: string; html: string } | undefined) {
  const [shown, setShown] = useState<{ html: string; fault?: string }>({ html: saved?.html ?? '' });
  useEffect(() => {
    if (!text.trim()) return setShown({ html: '' });
    if (saved?.text === text) return setShown({ html: saved.html });
    const stop = new AbortController();
    const t = setTimeout(() => {
      api
        .post<{ html: string }>(`/campaigns/${campaign}/messages/preview`, { text }, { signal: stop.signal })
        .then(
          ({ html }) => setShown({ html }),
          (e) => {
            if (stop.signal.aborted) return;
            // Offline the last one stays: saving says what is wrong.
            if (e instanceof Problem) setShown((old) => ({ html: old.html, fault: e.title }));
          },
        );
    }, 200);
    return () => {
      clearTimeout(t);
      stop.abort();
    };
  }, [text, saved?.text, saved?.html]);
  return shown;
}

/** What a volunteer of the viewer's name would read. */
export function asMe(text: string, plain = false): string {
  return greeted(text, firstName(me.value?.name ?? ''), plain);
}
