import { useEffect, useRef, useState } from 'preact/hooks';
import { clockSeconds } from '../core/times';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { useUnpressed } from '../ui/pressed';
import { away, durable, live, liveState, newVersion, pending, tick } from './here';
import { beside } from './later';

/** Live, Reconnecting…, Offline, or a new version to load; `busy`, during a call, is no time to load one. */
export function LivePill({ busy }: { busy?: boolean }) {
  const s = liveState.value;
  if (newVersion.value && !busy && s.kind === 'live')
    return (
      <span class="pill new" role="status">
        New version{' '}
        <button type="button" class="link" onClick={() => location.reload()}>
          Reload
        </button>
      </span>
    );
  if (s.kind === 'live')
    return (
      <span class="pill" role="status">
        Live
      </span>
    );
  if (away.value)
    return (
      <span class="pill off" role="status">
        Offline
      </span>
    );
  return (
    <span class="pill re" role="status">
      {s.kind === 'lost' ? 'Reconnecting…' : 'Connecting…'}
    </span>
  );
}

/** Under the header; pushes the content down, but not from under a press. `what` is what the page shows ("the queue"). */
export function ConnectionBanner(p: { what?: string; asOf?: string }) {
  return useUnpressed(useBanner(p));
}

function useBanner({ what, asOf }: { what?: string; asOf?: string }) {
  const s = liveState.value;
  const n = pending.value.length;
  const sent = useSent(away.value, n);
  if (away.value && s.kind === 'lost')
    return (
      <div class="banner warn">
        <Icon name="offline" />
        {/* Only this is said aloud: the seconds beside it change too often. */}
        <span role="status">
          <b>You are offline.</b> {saved(n)}
          {what && ` This is ${what} as it was at ${asOf ?? clockSeconds(s.since)}.`}
        </span>
        <NextTry at={s.next} />
        <Button tiny onPress={() => live.retry()}>
          Try now
        </Button>
      </div>
    );
  if (sent !== undefined)
    return (
      <div class="banner ok" role="status">
        <Icon name="done" />
        <span>
          <b>Back online.</b> {sent > 0 && `${sent} ${sent === 1 ? 'action' : 'actions'} sent.`}
        </span>
      </div>
    );
  const Apart = beside.value?.Apart;
  return s.kind === 'live' && s.apart && Apart ? <Apart /> : null;
}

function saved(n: number): string {
  if (!durable.value)
    return n ? `Keep this tab open: ${n} waiting.` : 'Keep this tab open: nothing is kept on this device.';
  return n ? `What you do is saved on this device, ${n} waiting.` : 'What you do is saved on this device.';
}

function NextTry({ at }: { at: number }) {
  tick.value;
  const seconds = Math.ceil((at - Date.now()) / 1000);
  return <span class="push muted nw">{at && seconds > 0 ? `next try in ${seconds} s` : 'trying now'}</span>;
}

/** After a time offline: how many actions went up, for two seconds once all have. Undefined otherwise. */
function useSent(gone: boolean, n: number): number | undefined {
  const most = useRef(0);
  const was = useRef(false);
  const [sent, setSent] = useState<number>();
  if (gone) {
    was.current = true;
    most.current = Math.max(most.current, n);
  }
  const up = liveState.value.kind === 'live';
  useEffect(() => {
    if (!was.current || !up || n > 0) return;
    was.current = false;
    setSent(most.current);
    most.current = 0;
  }, [up, n]);
  useEffect(() => {
    const t = setTimeout(setSent, 2000); // whatever is pressed meanwhile
    return () => clearTimeout(t);
  }, [sent]);
  return sent;
}
