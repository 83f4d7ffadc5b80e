// The server's clock, reckoned by a clock of the page that never jumps: whoever sets the device's clock changes nothing.

export interface ServerClock {
  /** Milliseconds since 1970, as the server has them. */
  now(): number;
  /** An event says when it happened: it arrived later than that, so the server's clock is there by now, at least. True when it
   *  came so late that it was sent again, or that the server's clock was put back: ask. */
  heard(at: number): boolean;
  /** An answer to a request that was sent and received at these instants of the page's clock: the best there is. */
  asked(at: number, sent: number, received: number): void;
}

const strange = 5_000;
/** An answer that took longer says too little: only that the server's clock is not behind it. */
const slow = 2_000;

export function serverClock(first: number, mono: () => number): ServerClock {
  let offset = first - mono();
  return {
    now: () => mono() + offset,
    heard(at) {
      const seen = at - mono();
      offset = Math.max(offset, seen);
      return offset - seen > strange;
    },
    asked(at, sent, received) {
      const seen = at - (sent + received) / 2;
      offset = received - sent < slow ? seen : Math.max(offset, at - received);
    },
  };
}
