// What a browser loads before a page can be used, compressed, against its limit: the app, and the page that is opened.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../dist');
const limit = 60_000;
/** The pages that people open first; every other page is smaller. */
const first = ['src/app/session/page.tsx', 'src/app/sessions/page.tsx'];

const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json')));
rmSync(join(dist, '.vite'), { recursive: true }); // nobody is served it

const size = (file) => gzipSync(readFileSync(join(dist, file))).length;
const html = readFileSync(join(dist, 'app.html'));
const named = [...String(html).matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((m) => m[1]);
if (named.length < 2) throw new Error('app.html names no script and no style: is it built?');

/** A chunk's files, and those of what it imports at once. */
function filesOf(key, files = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`there is no ${key} in the build`);
  if (files.has(chunk.file)) return files;
  for (const f of [chunk.file, ...(chunk.css ?? [])]) files.add(f);
  for (const i of chunk.imports ?? []) filesOf(i, files);
  return files;
}

/** The volunteers' pages are one file each. */
const single = { clicker: 16_000, caller: 40_000 };

let over = 0;
for (const [name, most] of Object.entries(single)) {
  const bytes = size(`${name}.html`);
  console.log(`${String(bytes).padStart(8)}  ${name}.html, gzip; at most ${most}`);
  over = Math.max(over, bytes - most);
}
for (const page of first) {
  const rows = [['app.html', gzipSync(html).length]];
  for (const f of new Set([...named, ...filesOf(page)])) rows.push([f, size(f)]);
  const total = rows.reduce((n, [, bytes]) => n + bytes, 0);
  console.log(page);
  for (const [name, bytes] of rows) console.log(`${String(bytes).padStart(8)}  ${name}`);
  console.log(`${String(total).padStart(8)}  first load, gzip; at most ${limit}`);
  over = Math.max(over, total - limit);
}
if (over > 0) {
  console.error(`A page is ${over} bytes over its budget.`);
  process.exit(1);
}
