// Writes ../src/core/api.gen.ts from openapi.json. Its first line names both by their hashes, so that a test without
// this generator can tell when the types are stale or were edited by hand.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const here = (path) => new URL(path, import.meta.url);
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 32);

const document = readFileSync(here('openapi.json'), 'utf8');
const types = astToString(
  await openapiTS(JSON.parse(document), { rootTypes: true, rootTypesNoSchemaPrefix: true }),
);
writeFileSync(
  here('../src/core/api.gen.ts'),
  `// Made from the server's OpenAPI document by "make generate"; do not edit. Document ${hash(document)}, types ${hash(types)}.\n${types}`,
);
