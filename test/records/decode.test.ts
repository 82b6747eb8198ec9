import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { encodeBinary } from '../../records/binary.ts';
import { decodeRecord } from '../../records/decode.ts';
import { encodeNamedJson } from '../../records/json.ts';
import { ID_LENGTH_MAX, type QuarantineReason, quarantineReasons } from '../../records/record.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsFrom } from '../builders/rows.ts';

const schemas = new Map([
  ['clicks', definitionOf({ features: ['age', 'visits'] })],
  ['wide', definitionOf({ features: 10_000 })],
  ['visits', definitionOf({ features: ['place', 'length'], categorical: ['place'] })],
]);
const decode = (bytes: Uint8Array) => decodeRecord(bytes, schemas, gunzip);
const text = (json: string) => new TextEncoder().encode(json);
const json = (body: unknown) => text(JSON.stringify(body));

const record = { model: 'clicks', id: 'r1', rows: rowsFrom([31, 0.5, 1], [20, -3, 0]) };

/** A binary record with bytes written over it. */
function binary(over: (view: DataView, bytes: Uint8Array) => void = () => {}, { id = 'r1' } = {}): Uint8Array {
  const bytes = encodeBinary({ ...record, id });
  over(new DataView(bytes.buffer), bytes);
  return bytes;
}
const DATA_AT = 16 + 'clicks'.length + 'r1'.length;

const rejected: [QuarantineReason, string, Uint8Array][] = [
  ['too-large', 'expected at most 16777216 bytes, got 16777217', new Uint8Array(16 * 1024 * 1024 + 1)],
  [
    'too-large',
    'gzip: expands to more than 16777216 bytes',
    gzipSync(new Uint8Array(16 * 1024 * 1024 + 1), { level: 1 }),
  ],
  ['too-large', 'expected at most 100000 rows, got 100001', binary((view) => view.setUint32(8, 100_001, true))],
  [
    'too-large',
    'X: expected at most 100000 rows, got 100001',
    text(`{"X":[${'0,'.repeat(100_000)}0],"y":[${'0,'.repeat(100_000)}0]}`),
  ],
  [
    'too-large',
    'rows: expected at most 8388608 values, got 1000 × 10000',
    text(`{"model":"wide","rows":[${'{},'.repeat(999)}{}]}`),
  ],
  ['bad-gzip', 'gzip: unexpected end of file', Uint8Array.of(0x1f, 0x8b)],
  ['bad-gzip', 'gzip: unexpected end of file', gzipSync(json({ X: [[1, 2]], y: [1] })).subarray(0, 20)],
  ['not-utf8', 'expected UTF-8, got 3 bytes that are not', Uint8Array.of(0x7b, 0xff, 0x7d)],
  ['not-utf8', 'model: expected UTF-8', binary((view) => view.setUint8(16, 0xff))],
  ['not-utf8', 'id: expected UTF-8', binary((view) => view.setUint8(16 + 6, 0xff))],
  ['not-json', 'expected JSON, got ""', new Uint8Array(0)],
  ['not-json', String.raw`expected JSON, got "{\"X\": [[NaN, 2]], \"y\": [1]}"`, text('{"X": [[NaN, 2]], "y": [1]}')],
  ['not-json', 'expected JSON, got "SLU"', text('SLU')],
  ['wrong-shape', 'expected an object with X and y, with rows, or with labels, got null', text('null')],
  ['wrong-shape', 'expected an object with X and y, with rows, or with labels, got a list of 2', text('[1, 2]')],
  ['wrong-shape', 'expected an object with X and y, with rows, or with labels, got "X"', text('"X"')],
  ['wrong-shape', 'expected no field "label"', json({ X: [[1, 2]], y: [1], label: 1 })],
  ['wrong-shape', 'expected no field "__proto__"', text('{"X": [[1, 2]], "y": [1], "__proto__": {"id": "x"}}')],
  ['wrong-shape', 'X: expected a list, got undefined', text('{}')],
  ['wrong-shape', 'X: expected a list, got an object', json({ X: { 0: [1, 2] }, y: [1] })],
  ['wrong-shape', 'y: expected a list, got undefined', json({ X: [[1, 2]] })],
  ['wrong-shape', 'y: expected 1 labels, one for each row of X, got 3', json({ X: [[1, 2]], y: [1, 0, 1] })],
  [
    'wrong-shape',
    'y: expected 2 labels, one for each row of X, got 0',
    json({
      X: [
        [1, 2],
        [3, 4],
      ],
      y: [],
    }),
  ],
  ['wrong-shape', 'X[1]: expected a list of numbers, got 7', json({ X: [[1, 2], 7], y: [1, 0] })],
  ['wrong-shape', 'expected rows, or X and y, not both', json({ rows: [], y: [] })],
  ['wrong-shape', 'rows: expected a list, got "x"', json({ rows: 'x' })],
  ['wrong-shape', 'rows[0]: expected an object, got a list of 3', json({ rows: [[1, 2, 3]] })],
  ['wrong-shape', 'rows[0]: expected an object, got null', json({ rows: [null] })],
  ['wrong-shape', 'expected at most 100 brackets open at once, got more', text('['.repeat(101) + ']'.repeat(101))],
  ['wrong-shape', 'labels: expected a list, got an object', json({ labels: { a: 1 } })],
  ['wrong-shape', 'labels[1]: expected an object, got "b"', json({ labels: [{ id: 'a', label: 1 }, 'b'] })],
  [
    'wrong-shape',
    'expected labels, or rows, or X and y, not more than one of them',
    json({ labels: [{ id: 'a', label: 1 }], X: [[1, 2]], y: [1] }),
  ],
  ['no-rows', 'labels: expected at least one label, got none', json({ labels: [] })],
  [
    'too-large',
    'labels: expected at most 1000 labels, got 1001',
    json({ labels: Array(1_001).fill({ id: 'a', label: 1 }) }),
  ],
  ['bad-id', 'labels[0].id: expected text of 1 to 256 characters, got undefined', json({ labels: [{ label: 1 }] })],
  ['bad-id', 'labels[0].id: expected text of 1 to 256 characters, got ""', json({ labels: [{ id: '', label: 1 }] })],
  ['bad-label', 'labels[0].label: expected 0 or 1, got true', json({ labels: [{ id: 'a', label: true }] })],
  ['unsupported-version', 'expected version 1, got 2', binary((view) => view.setUint8(4, 2))],
  ['truncated', 'expected a header of 16 bytes, got 4', text('SLUC')],
  ['truncated', 'model: expected 6 bytes', binary().subarray(0, 20)],
  ['truncated', 'id: expected 2 bytes', binary().subarray(0, 23)],
  ['truncated', 'expected 42 bytes for 2 × 2, got 41', binary().subarray(0, 41)],
  ['truncated', 'expected 42 bytes for 2 × 2, got 43', Buffer.concat([binary(), Buffer.alloc(1)])],
  [
    'unknown-model',
    'model: expected one of clicks, wide, visits, got "buys"',
    json({ model: 'buys', X: [[1, 2]], y: [1] }),
  ],
  [
    'unknown-model',
    'model: expected one of clicks, wide, visits, got null',
    json({ model: null, X: [[1, 2]], y: [1] }),
  ],
  ['unknown-model', 'model: expected one of clicks, wide, visits, got 7', json({ model: 7, X: [[1, 2]], y: [1] })],
  ['unknown-model', 'model: expected one of clicks, wide, visits, got "toString"', json({ model: 'toString' })],
  [
    'unknown-model',
    'model: expected one of clicks, wide, visits, got "clickz"',
    binary((view) => view.setUint8(21, 0x7a)),
  ],
  ['bad-id', 'id: expected text of 1 to 256 characters, got ""', json({ id: '', X: [[1, 2]], y: [1] })],
  ['bad-id', 'id: expected text of 1 to 256 characters, got 7', json({ id: 7, X: [[1, 2]], y: [1] })],
  ['bad-id', 'id: expected text of 1 to 256 characters, got null', json({ id: null, X: [[1, 2]], y: [1] })],
  [
    'bad-id',
    `id: expected text of 1 to 256 characters, got "${'i'.repeat(38)}…`,
    json({ id: 'i'.repeat(ID_LENGTH_MAX + 1), X: [[1, 2]], y: [1] }),
  ],
  [
    'bad-id',
    `id: expected text of 1 to 256 characters, got "${'i'.repeat(38)}…`,
    binary(undefined, { id: 'i'.repeat(ID_LENGTH_MAX + 1) }),
  ],
  [
    'bad-id',
    String.raw`id: expected text of 1 to 256 characters, got "\ud800"`,
    text(String.raw`{"id": "\ud800", "X": [[1, 2]], "y": [1]}`),
  ],
  ['no-rows', 'X: expected at least one row, got none', json({ X: [], y: [] })],
  ['no-rows', 'rows: expected at least one row, got none', json({ rows: [] })],
  ['no-rows', 'expected at least one row, got none', binary((view) => view.setUint32(8, 0, true))],
  [
    'wrong-width',
    'X[1]: expected 2 features, got 3',
    json({
      X: [
        [1, 2],
        [1, 2, 3],
      ],
      y: [1, 0],
    }),
  ],
  ['wrong-width', 'X[0]: expected 2 features, got 0', json({ X: [[]], y: [1] })],
  ['wrong-width', 'expected 2 features, got 3', binary((view) => view.setUint32(12, 3, true))],
  ['missing-feature', 'rows[0].visits: expected a number, got nothing', json({ rows: [{ age: 1, label: 1 }] })],
  ['not-a-number', 'X[0][1]: expected a finite number, got "2"', json({ X: [[1, '2']], y: [1] })],
  ['not-a-number', 'X[0][0]: expected a finite number, got null', json({ X: [[null, 2]], y: [1] })],
  ['not-a-number', 'X[0][0]: expected a finite number, got true', json({ X: [[true, 2]], y: [1] })],
  ['not-a-number', 'X[0][0]: expected a finite number, got a list of 1', json({ X: [[[1], 2]], y: [1] })],
  [
    'not-a-number',
    'rows[0].age: expected a finite number, got null',
    json({ rows: [{ age: null, visits: 1, label: 1 }] }),
  ],
  ['not-finite', 'X[0][1]: expected a finite number, got Infinity', text('{"X": [[1, 1e400]], "y": [1]}')],
  ['not-finite', 'X[0][1]: expected a finite number, got -Infinity', text('{"X": [[1, -1e400]], "y": [1]}')],
  ['not-finite', 'X[0][1]: expected a number within float32, got 1e+300', json({ X: [[1, 1e300]], y: [1] })],
  [
    'not-finite',
    'X[1][0]: expected a finite number, got NaN',
    binary((view) => view.setFloat32(DATA_AT + 8, Number.NaN, true)),
  ],
  [
    'not-finite',
    'X[0][1]: expected a finite number, got Infinity',
    encodeBinary({ ...record, rows: rowsFrom([1, 1e39, 1]) }),
  ],
  [
    'bad-category',
    'X[0][0]: expected a category of at most 256 characters, got a list of 0',
    json({ model: 'visits', X: [[[], 2]], y: [1] }),
  ],
  [
    'bad-category',
    'X[0][0]: expected a code from 0 to 16777215, got 0.5',
    encodeBinary({ model: 'visits', rows: rowsFrom([0.5, 2, 1]) }),
  ],
  [
    'bad-label',
    'y[1]: expected 0 or 1, got 2',
    json({
      X: [
        [1, 2],
        [3, 4],
      ],
      y: [1, 2],
    }),
  ],
  ['bad-label', 'y[0]: expected 0 or 1, got "1"', json({ X: [[1, 2]], y: ['1'] })],
  ['bad-label', 'y[0]: expected 0 or 1, got true', json({ X: [[1, 2]], y: [true] })],
  ['bad-label', 'y[0]: expected 0 or 1, got -1', json({ X: [[1, 2]], y: [-1] })],
  ['bad-label', 'rows[0].label: expected 0 or 1, got undefined', json({ rows: [{ age: 1, visits: 2 }] })],
  ['bad-label', 'y[1]: expected 0 or 1, got 2', binary((_, bytes) => bytes.fill(2, bytes.length - 1))],
];

describe('a record that cannot be read', () => {
  it.each(rejected)('is refused as %s: %s', (reason, detail, bytes) => {
    const { model, ...rejection } = rejectionOf(bytes);
    expect(rejection).toEqual({ reason, detail });
  });

  it('is refused for a reason of the closed list, and each of them has an example here', () => {
    expect(new Set(rejected.map(([reason]) => reason))).toEqual(new Set(quarantineReasons));
    expect(new Set(quarantineReasons).size).toBe(quarantineReasons.length);
  });

  it('says its model as soon as that is known', () => {
    expect(rejectionOf(json({ model: 'wide', id: 7 })).model).toBe('wide');
    expect(rejectionOf(json({ id: 7 })).model).toBe('clicks'); // names none, so it is for the first
    expect(rejectionOf(json({ model: 'buys' })).model).toBeUndefined();
    expect(rejectionOf(text('{')).model).toBeUndefined();
    expect(rejectionOf(binary((view) => view.setUint32(12, 3, true))).model).toBe('clicks');
  });

  function rejectionOf(bytes: Uint8Array) {
    const decoded = decode(bytes);
    if (decoded.kind === 'record') throw new Error('it was read');
    return decoded.rejection;
  }
});

describe('a record', () => {
  const encodings = {
    'X and y': json({
      model: 'clicks',
      id: 'r1',
      X: [
        [31, 0.5],
        [20, -3],
      ],
      y: [1, 0],
    }),
    'named rows': encodeNamedJson(record, schemas.get('clicks')!),
    binary: encodeBinary(record),
  };

  it.each(Object.entries(encodings))('reads the same in every encoding, gzip or not: %s', (_, bytes) => {
    expect(decode(bytes)).toEqual({ kind: 'record', record });
    expect(decode(gzipSync(bytes))).toEqual({ kind: 'record', record });
  });

  it('is read from the middle of a larger buffer', () => {
    for (const bytes of Object.values(encodings)) {
      const large = Buffer.concat([Buffer.alloc(3, 1), bytes, Buffer.alloc(3, 1)]);
      expect(decode(large.subarray(3, 3 + bytes.length))).toEqual({ kind: 'record', record });
    }
  });

  it('shares no memory with the bytes it was read from', () => {
    const bytes = Buffer.from(encodings.binary);
    const decoded = decode(bytes);
    bytes.fill(0xff);
    expect(decoded).toEqual({ kind: 'record', record });
  });

  it('needs neither model nor id', () => {
    const rows = rowsFrom([1, 2, 1]);
    const { id, ...anonymous } = record;
    expect(decode(json({ X: [[1, 2]], y: [1] }))).toEqual({ kind: 'record', record: { model: 'clicks', rows } });
    expect(decode(encodeBinary({ ...anonymous, model: '' }))).toEqual({ kind: 'record', record: anonymous });
  });

  it('may begin with a byte order mark', () => {
    expect(decode(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), encodings['X and y']]))).toEqual({
      kind: 'record',
      record,
    });
  });

  it('has of two equal keys the last', () => {
    const twice = text('{"X": [[9, 9]], "y": [0], "y": [1], "X": [[1, 2]]}');
    expect(decode(twice)).toEqual({ kind: 'record', record: { model: 'clicks', rows: rowsFrom([1, 2, 1]) } });
  });

  it('may have columns that the definition does not name', () => {
    const named = json({ rows: [{ age: 1, visits: 2, label: 1, country: 'DE', constructor: 3 }] });
    expect(decode(named)).toEqual({ kind: 'record', record: { model: 'clicks', rows: rowsFrom([1, 2, 1]) } });
  });

  it('may have features by the names of an object’s own machinery', () => {
    const features = ['__proto__', 'constructor', 'toString'];
    const odd = new Map([['clicks', definitionOf({ features, label: 'hasOwnProperty' })]]);
    const given = { model: 'clicks', rows: rowsFrom([1, 2, 3, 1]) };
    expect(decodeRecord(encodeNamedJson(given, odd.get('clicks')!), odd, gunzip)).toEqual({
      kind: 'record',
      record: given,
    });
    expect(decodeRecord(json({ rows: [{}] }), odd, gunzip)).toMatchObject({ rejection: { reason: 'missing-feature' } });
  });

  it('may hold whatever float32 holds, and −0, and the smallest', () => {
    const X = [3.4028234663852886e38, -3.4028234663852886e38, 1.401298464324817e-45, -0];
    const rows = rowsFrom([X[0], X[1], 1], [X[2], X[3], 0]);
    expect(decode(encodeBinary({ ...record, rows }))).toEqual({ kind: 'record', record: { ...record, rows } });
    expect(decode(json({ X: [[X[0], X[1]]], y: [1] })).kind).toBe('record');
  });

  it('may be as long as the limit', () => {
    const padded = Buffer.alloc(16 * 1024 * 1024, ' ');
    Buffer.from(encodings['X and y']).copy(padded);
    expect(decode(padded)).toEqual({ kind: 'record', record });
  });

  it('has an id of up to 256 characters, counted as UTF-16 units', () => {
    const id = `${'€'.repeat(254)}😀`;
    const given = { ...record, id };
    expect(decode(encodeBinary(given))).toEqual({ kind: 'record', record: given });
    expect(decode(encodeNamedJson(given, schemas.get('clicks')!))).toEqual({ kind: 'record', record: given });
  });
});
