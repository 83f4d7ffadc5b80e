// A way to the server that is long or narrow: a TCP proxy, because the browser's own throttling leaves sockets alone.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface Far {
  /** The server's address by this way. */
  base: string;
  close(): void;
}

export interface Way {
  /** How much later each byte arrives, in either direction, in milliseconds. Opening a connection takes both directions once. */
  late: number;
  /** Bytes a second in either direction, of all connections together. */
  rate?: number;
}

/** Bytes in their order, each so much later, none before the connection stands, and no faster than the way is wide. */
function delayed(way: Way, lane: { free: number }, stands: number): Transform {
  let last = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const now = Math.max(performance.now(), stands);
      lane.free = Math.max(lane.free, now) + (way.rate ? (chunk.length / way.rate) * 1000 : 0);
      last = Math.max(last, lane.free + way.late);
      setTimeout(() => this.push(chunk), last - performance.now());
      setTimeout(done, lane.free - performance.now()); // what comes after it waits for room, not for the way
    },
    flush(done) {
      setTimeout(done, last + 1 - performance.now());
    },
  });
}

export async function far(to: string, way: Way): Promise<Far> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  const up = { free: 0 };
  const down = { free: 0 };
  const server: Server = createServer((near) => {
    const out = connect(Number(port), hostname);
    for (const s of [near, out]) {
      s.setNoDelay(true);
      open.add(s);
      s.on('error', () => undefined);
      s.on('close', () => {
        open.delete(s);
        near.destroy();
        out.destroy();
      });
    }
    near.pipe(delayed(way, up, performance.now() + 2 * way.late)).pipe(out);
    out.pipe(delayed(way, down, 0)).pipe(near);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const s of open) s.destroy();
    },
  };
}
