import { defineConfig, mergeConfig } from 'vitest/config';
import e2e from './vitest.config';

/** The pictures of the docs, taken against a running server as the tests are: `ci/screenshots`. */
const config = mergeConfig(e2e, defineConfig({ test: { testTimeout: 600_000 } }));
config.test.include = ['pictures.ts'];
export default config;
