import { defineConfig } from 'vitest/config';

/**
 * Against a running server: PARTYLINE_URL, PARTYLINE_SIM and PARTYLINE_SIGNINS say where; `go test ./e2e` starts one.
 * ONLY=leaders runs the one file.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: [`${process.env.ONLY ?? '*'}.test.ts`],
    // What does not depend on the database is looked at once.
    exclude: process.env.PARTYLINE_DATABASE === 'postgres' ? ['access.test.ts', 'big.test.ts'] : [],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
