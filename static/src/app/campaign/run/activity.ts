import { useEffect, useRef } from 'preact/hooks';
import type * as Api from '../../../core/api.gen';
import { tick } from '../../here';
import { useReading } from '../../reading';
import type { Room } from '../room';

/** At most so often the last hour is read again while something happens in it. */
const gap = 5_000;

/** The campaign's last hour and its zone sets: read again as counts change, and as a new minute begins. */
export function useActivity(room: Room): Api.CampaignActivity | undefined {
  const c = room.campaign;
  const read = useReading<Api.CampaignActivity>(`/campaigns/${c.id}/activity`);
  const latest = useRef(read.again);
  latest.current = read.again;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(Date.now());
  const counts = JSON.stringify(c.counts);
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
  return read.value;
}
