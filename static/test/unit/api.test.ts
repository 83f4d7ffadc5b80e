import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

describe('the types of the API', () => {
  const [first = '', ...rest] = read('src/core/api.gen.ts').split('\n');
  const [, document, types] = /Document (\w+), types (\w+)\./.exec(first) ?? [];

  test('are made from the present document: otherwise run "make generate"', () => {
    expect(document).toBe(hash(read('api/openapi.json')));
  });

  test('were not edited by hand', () => {
    expect(types).toBe(hash(rest.join('\n')));
  });
});

describe('the document', () => {
  const schemas = (
    JSON.parse(read('api/openapi.json')) as { components: { schemas: Record<string, Schema> } }
  ).components.schemas;

  test('describes events as one closed union over kind', () => {
    const event = schemas.Event;
    expect(event?.discriminator?.propertyName).toBe('kind');
    const kinds = event?.oneOf?.map(
      (ref) => schemas[ref.$ref.split('/').pop() ?? '']?.properties?.kind?.enum,
    );
    expect(kinds?.length).toBeGreaterThan(20);
    for (const one of kinds ?? []) expect(one).toHaveLength(1);
    expect(new Set(kinds?.flat()).size).toBe(kinds?.length);
  });
});

interface Schema {
  oneOf?: { $ref: string }[];
  discriminator?: { propertyName: string };
  properties?: Record<string, { enum?: string[] }>;
}
