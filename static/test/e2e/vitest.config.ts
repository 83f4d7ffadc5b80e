import { defineConfig } from 'vitest/config';

/** What does not depend on the database is looked at once: how pages look, what keys do, what a slow machine feels. */
const looks = [
  'access',
  'big',
  'caller-slow',
  'clicker-looks',
  'first-press',
  'goto',
  'keyboard',
  'overtaking',
  'script',
  'slow-clicker',
  'states',
  'thumb',
  'version',
];

/**
 * Against a running server: PARTYLINE_URL, PARTYLINE_SIM and PARTYLINE_SIGNINS say where; `go test ./e2e` starts one.
 * ONLY=leaders runs the one file.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: [`${process.env.ONLY ?? '*'}.test.ts`],
    exclude: [
      ...(process.env.PARTYLINE_DATABASE === 'postgres' && !process.env.ONLY
        ? looks.map((name) => `${name}.test.ts`)
        : []),
      // This one needs two servers, and a hand on what is between them.
      ...(process.env.PARTYLINE_TOWN ? [] : ['town.test.ts']),
    ],
    fileParallelism: false,
    // A machine that is not ours may stand still for seconds; what needed its second try is named, and to be looked into.
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', './tries.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
