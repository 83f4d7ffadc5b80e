import { useEffect, useRef } from 'preact/hooks';
import type * as Api from '../../../core/api.gen';
import { tick } from '../../here';
import { type Reading, useReading } from '../../reading';
import type { Room } from '../room';

/** At most so often something is read again while it changes. */
const gap = 5_000;

/** The campaign's last hour and its zone sets. */
export function useActivity(room: Room): Api.CampaignActivity | undefined {
  return useFollowed<Api.CampaignActivity>(room, 'activity').value;
}

/** A part of a campaign that is counted by the server: read again as counts change, and as a new minute begins. */
export function useFollowed<T>(
  room: Room,
  path: string,
  query?: Record<string, string | number | undefined>,
): Reading<T> {
  const c = room.campaign;
  const read = useReading<T>(`/campaigns/${c.id}/${path}`, query);
  const latest = useRef(read.again);
  latest.current = read.again;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(Date.now());
  const counts = JSON.stringify([c.counts, c.calls]);
  const minute = Math.floor(tick.value / 60_000);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        last.current = Date.now();
        latest.current();
      },
      Math.max(0, last.current + gap - Date.now()),
    );
  }, [counts, c.clicking.approved, minute]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return read;
}
