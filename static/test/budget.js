// What a browser loads before the first page of the app can be used, compressed, against its limit.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../dist');
const limit = 60_000;

const html = readFileSync(join(dist, 'app.html'));
const files = [...String(html).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((m) => m[1]);
const rows = [['/app.html', gzipSync(html).length]];
for (const f of files) rows.push([f, gzipSync(readFileSync(join(dist, f))).length]);
const total = rows.reduce((n, [, size]) => n + size, 0);

for (const [name, size] of rows) console.log(`${String(size).padStart(8)}  ${name}`);
console.log(`${String(total).padStart(8)}  first load, gzip; at most ${limit}`);
if (files.length < 2) throw new Error('app.html names no script and no style: is it built?');
if (total > limit) {
  console.error(`The first load is ${total - limit} bytes over its budget.`);
  process.exit(1);
}
