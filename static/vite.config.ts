import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { oneFile } from './onefile.ts';

/** `npm run dev` shows the pages as they are written, on the data of a server that runs beside it. */
const server = process.env.PARTYLINE_URL ?? 'http://localhost:8080';
const proxied = { target: server, headers: { origin: server } };

/** Every address that is not a file is the app's page, as the server has it. */
const appEverywhere: Plugin = {
  name: 'app-everywhere',
  configureServer: (dev) => {
    dev.middlewares.use((request, _, next) => {
      const path = request.url?.split('?')[0] ?? '';
      if (!/\.|^\/(@|api\/|ws|k\/|c\/|_sim|src\/|node_modules\/)/.test(path)) request.url = '/app.html';
      next();
    });
  },
};

/** What every page has. */
const ofEveryPage =
  /node_modules\/(preact|@preact|preact-iso)\/|src\/(ui\/(icons?|toast|bones|menu|badge|search)\.tsx?|app\/(here|undo|connection|address)\.tsx?|core\/(actions|api|backoff|drafts|live|presses|text|times|words)\.ts)$/;

export default defineConfig({
  plugins: [appEverywhere, oneFile('clicker', 'caller')],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    proxy: {
      '/api': proxied,
      '/k/': proxied,
      '/c/': proxied,
      '/_sim': proxied,
      '/ws': { ...proxied, ws: true },
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: 'app.html',
      output: {
        // One file, also where a small part of a page needs only some of it: in pieces it packs worse.
        codeSplitting: { groups: [{ name: 'here', test: ofEveryPage }] },
      },
    },
    license: { fileName: 'licences.md' },
  },
  test: {
    env: { TZ: 'Europe/London' },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' } },
      {
        extends: true,
        test: { name: 'parts', include: ['test/parts/**/*.test.tsx'], environment: 'happy-dom' },
      },
    ],
  },
});
