import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { decodeRecord } from '../../records/decode.ts';
import { encodeRecord } from '../../records/encode.ts';
import { encodeNamedJson } from '../../records/json.ts';
import { ID_LENGTH_MAX, type TrainingRecord } from '../../records/record.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsOf } from '../builders/rows.ts';

const schema = definitionOf({ features: ['age', 'visits', '__proto__'] });
const schemas = new Map([
  ['first', definitionOf()],
  ['clicks', schema],
]);

describe('labels alone', () => {
  it('are read as they were written, whatever the encoding asked for', () => {
    const rows = { count: 0, width: 2, X: new Float64Array(0), y: new Uint8Array(0) };
    const labels = [
      { id: 'a', label: 1 as const },
      { id: '😀', label: 0 as const },
    ];
    for (const encoding of ['json', 'binary'] as const) {
      const record = { model: 'first', id: 'r', rows, labels };
      expect(decodeRecord(encodeRecord(record, encoding), schemas, gunzip)).toEqual({ kind: 'record', record });
    }
  });
});

/** Records whose features are float32, so that every encoding keeps them. JSON keeps no −0. */
const anyRecord: fc.Arbitrary<TrainingRecord> = fc
  .record(
    {
      id: fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => id.length <= ID_LENGTH_MAX && id.isWellFormed()),
      rows: fc.array(
        fc.record({
          x: fc.array(
            fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
            { minLength: 3, maxLength: 3 },
          ),
          y: fc.constantFrom(0, 1),
        }),
        { minLength: 1, maxLength: 20 },
      ),
    },
    { requiredKeys: ['rows'] },
  )
  .map(({ rows, ...id }) => ({
    model: 'clicks',
    ...id,
    rows: {
      count: rows.length,
      width: 3,
      X: Float64Array.from(rows.flatMap(({ x }) => x)),
      y: Uint8Array.from(rows, ({ y }) => y),
    },
  }));

describe.each([
  ['json', (record: TrainingRecord) => encodeRecord(record, 'json')],
  ['binary', (record: TrainingRecord) => encodeRecord(record, 'binary')],
  ['named rows', (record: TrainingRecord) => encodeNamedJson(record, schema)],
])('as %s', (_, encode) => {
  it('a record reads as it was written, gzip or not', () => {
    fc.assert(
      fc.property(anyRecord, fc.boolean(), (record, zipped) => {
        const bytes = encode(record);
        const decoded = decodeRecord(zipped ? gzipSync(bytes) : bytes, schemas, gunzip);
        expect(decoded).toEqual({ kind: 'record', record });
      }),
    );
  });
});

it('named rows are not written of codes, of which the names are not known', () => {
  const named = definitionOf({ features: ['age', 'country'], categorical: ['country'] });
  expect(() => encodeNamedJson({ model: 'clicks', rows: rowsOf(1) }, named)).toThrow(
    'Got codes of country when expected numeric features only.',
  );
});

it('binary is a fifth of JSON for numbers with all their digits', () => {
  const random = rowsOf(100, { width: 10 });
  const rows = { ...random, X: random.X.map((x) => x / 3) };
  const [json, binary] = (['json', 'binary'] as const).map(
    (form) => encodeRecord({ model: 'clicks', rows }, form).length,
  );
  expect(json / binary).toBeGreaterThan(4);
});
