// What the device does besides showing the page: it stays awake while calls can come, and stirs when one does.
import type { Screen } from './state';

interface WakeLock {
  release(): Promise<void>;
}

export interface Attention {
  /** The page shows this; a contact of this turn is on the line, 0 for none; answers are not sent; the device vibrates. */
  is(screen: Screen, turn: number, unsent: boolean, vibrates: boolean): void;
}

const awake: Screen[] = ['joining', 'waiting', 'talk', 'saving'];

export function attend(): Attention {
  let lock: WakeLock | undefined;
  let asking = false;
  let last = 0;
  let guarded = false;
  let now: Screen = 'opening';

  const guard = (e: BeforeUnloadEvent) => {
    e.preventDefault();
    e.returnValue = '';
  };
  async function hold() {
    const wake = (navigator as unknown as { wakeLock?: { request(kind: string): Promise<WakeLock> } })
      .wakeLock;
    if (!wake || asking || document.visibilityState !== 'visible') return;
    asking = true;
    try {
      lock = await wake.request('screen');
    } catch {
      // it may not, with a low battery: the page works as well
    }
    asking = false;
    if (awake.indexOf(now) < 0) drop();
  }
  function drop() {
    void lock?.release().catch(() => undefined);
    lock = undefined;
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible')
      lock = undefined; // the device has taken it back
    else if (awake.indexOf(now) >= 0) void hold();
  });
  return {
    is(screen, turn, unsent, vibrates) {
      now = screen;
      if (awake.indexOf(screen) >= 0) {
        if (!lock) void hold();
      } else if (lock) drop();
      if (turn && turn !== last && vibrates && 'vibrate' in navigator) navigator.vibrate([200, 100, 200]);
      if (turn) last = turn;
      const want = screen === 'talk' || unsent;
      if (want !== guarded) {
        guarded = want;
        if (want) window.addEventListener('beforeunload', guard);
        else window.removeEventListener('beforeunload', guard);
      }
    },
  };
}
