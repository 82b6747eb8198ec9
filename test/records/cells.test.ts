import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { categoryCoder } from '../../learning/categories.ts';
import { resolveDefinition } from '../../learning/definition.ts';
import { createEncoder, encodedWidth } from '../../learning/encoder.ts';
import { encodeBinary } from '../../records/binary.ts';
import { decodeRecord } from '../../records/decode.ts';
import { rowsFromFile } from '../../records/table-rows.ts';

const definition = resolveDefinition('churn', {
  features: ['age', 'country', 'visits'],
  categorical: ['country'],
  missing: ['age'],
  hashBits: 3,
  scaler: 'none',
});
const schemas = new Map([['churn', definition]]);
const code = categoryCoder('country').codeOf;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const read = (bytes: Uint8Array) => {
  const decoded = decodeRecord(bytes, schemas, gunzip);
  return decoded.kind === 'record' ? Array.from(decoded.record.rows.X) : decoded.rejection;
};
const named = (row: object) => read(json({ rows: [{ visits: 2, label: 1, ...row }] }));

describe('a row with a category and a value that may be missing', () => {
  it.each([0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff])('has one NaN, whichever came: %i', (bits) => {
    const rows = { count: 1, width: 3, X: Float64Array.of(Number.NaN, 7, 2), y: Uint8Array.of(1) };
    const bytes = encodeBinary({ model: 'churn', rows });
    new DataView(bytes.buffer).setUint32(bytes.length - 1 - 3 * 4, bits, true);
    const decoded = decodeRecord(bytes, schemas, gunzip);
    if (decoded.kind !== 'record') throw new Error(decoded.rejection.detail);
    expect(new Uint8Array(decoded.record.rows.X.buffer)).toEqual(new Uint8Array(rows.X.buffer));
  });

  it('reads alike in every encoding', () => {
    const expected = [Number.NaN, code('DE'), 2];
    expect(named({ country: 'DE' })).toEqual(expected);
    expect(named({ country: 'DE', age: null })).toEqual(expected);
    expect(read(json({ X: [[null, 'DE', 2]], y: [1] }))).toEqual(expected);
    const rows = rowsFromFile([{ line: 2, row: { age: '', country: 'DE', visits: '2', label: '1' } }], definition);
    expect(Array.from(rows.X)).toEqual(expected);
    expect(read(encodeBinary({ model: 'churn', rows }))).toEqual(expected);
  });

  it('takes numbers and booleans as names, as JavaScript writes them', () => {
    expect(named({ age: 1, country: 5 })).toEqual(named({ age: 1, country: '5' }));
    expect(named({ age: 1, country: true })).toEqual(named({ age: 1, country: 'true' }));
    expect(named({ age: 1, country: null })).toEqual(named({ age: 1 }));
    expect(named({ age: 1 })).not.toEqual(named({ age: 1, country: '' }));
  });

  it.each([
    [
      'bad-category',
      'X[0][1]: expected a category of at most 256 characters, got a list of 1',
      json({ X: [[1, [2], 2]], y: [1] }),
    ],
    ['not-a-number', 'X[0][0]: expected a finite number, got "31"', json({ X: [['31', 'DE', 2]], y: [1] })],
    ['not-a-number', 'X[0][2]: expected a finite number, got null', json({ X: [[1, 'DE', null]], y: [1] })],
    [
      'bad-category',
      'X[0][1]: expected a code from 0 to 16777215, got 0.5',
      encodeBinary({
        model: 'churn',
        rows: { count: 1, width: 3, X: Float64Array.of(1, 0.5, 2), y: Uint8Array.of(1) },
      }),
    ],
    [
      'not-finite',
      'X[0][2]: expected a finite number, got NaN',
      encodeBinary({
        model: 'churn',
        rows: { count: 1, width: 3, X: Float64Array.of(1, 7, Number.NaN), y: Uint8Array.of(1) },
      }),
    ],
  ])('is refused as %s: %s', (reason, detail, bytes) => {
    expect(read(bytes)).toEqual({ reason, detail, model: 'churn' });
  });

  it('becomes numbers, whether they are missing, and signed bins', () => {
    const encoder = createEncoder(definition);
    expect(encodedWidth(definition)).toBe(2 + 1 + 8);
    const encode = (...cells: number[]) => Array.from(encoder.encode(Float64Array.from(cells), 0));
    const bins = (value: string) => {
      const row = Array<number>(8).fill(0);
      row[code(value) % 8] = code(value) >= 2 ** 23 ? -1 : 1;
      return row;
    };
    expect(encode(31, code('DE'), 2)).toEqual([31, 2, 0, ...bins('DE')]);
    expect(encode(Number.NaN, code('FR'), 3)).toEqual([0, 3, 1, ...bins('FR')]);
    expect(encode(31, code('DE'), 2)).toEqual([31, 2, 0, ...bins('DE')]); // nothing is left of the row before
  });
});
