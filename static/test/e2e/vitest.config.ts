import { defineConfig } from 'vitest/config';

/**
 * What is looked at on PostgreSQL, too: each way from a page to the database and back. The other tests are of what pages do by
 * themselves, and the rules behind them are tested on both databases without a browser. SOAK=1 runs all of them on both.
 */
const ways = ['caller-talk', 'clicker', 'launching', 'shift'];
const some = process.env.PARTYLINE_DATABASE === 'postgres' && !process.env.SOAK;

/**
 * Against a running server: PARTYLINE_URL, PARTYLINE_SIM and PARTYLINE_SIGNINS say where; `go test ./e2e` starts one.
 * ONLY=leaders runs the one file.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: process.env.ONLY
      ? [`${process.env.ONLY}.test.ts`]
      : (some ? ways : ['*']).map((name) => `${name}.test.ts`),
    // These need two servers, and a hand on what is between them.
    exclude: process.env.PARTYLINE_TOWN ? [] : ['rolling.test.ts', 'town.test.ts'],
    fileParallelism: false,
    // A machine that is not ours may stand still for seconds; what needed its second try is named, and to be looked into.
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', './tries.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
