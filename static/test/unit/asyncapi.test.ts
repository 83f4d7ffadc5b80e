import standard from '@asyncapi/specs/schemas/3.0.0-without-$id.json';
import Ajv from 'ajv';
import formats from 'ajv-formats';
import { expect, it } from 'vitest';
import document from '../../api/asyncapi.json';

const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
const valid = ajv.compile(standard);

it('describes the socket by the AsyncAPI standard', () => {
  expect(valid(document), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
});

it('would be found out', () => {
  expect(valid({ ...document, channels: { socket: { address: 7 } } })).toBe(false);
});
