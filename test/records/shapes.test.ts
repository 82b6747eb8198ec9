import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../lambdas/aws/gunzip.ts';
import { createModel } from '../../learning/model.ts';
import { PendingRows } from '../../learning/snapshot/pending-rows.ts';
import { encodeSections } from '../../learning/snapshot/sections.ts';
import { encodeBinary } from '../../records/binary.ts';
import { decodeRecord } from '../../records/decode.ts';
import { gather } from '../../records/gather.ts';
import { encodeJson, encodeNamedJson } from '../../records/json.ts';
import type { TrainingRecord } from '../../records/record.ts';
import { encodeFileRows, rowsFromFile } from '../../records/table-rows.ts';
import { definitionOf } from '../builders/definition.ts';
import { rowsOf } from '../builders/rows.ts';

const definition = definitionOf({
  features: 3,
  learner: { name: 'committee' },
  segmentRows: 50,
  gate: { name: 'article' },
});
const schemas = new Map([['clicks', definition]]);
const rows = rowsOf(400, { width: 3 }); // 64ths, which float32 holds exactly

/** The model after the same rows, sent in records of a size and in an encoding. */
function learned(rowsPerRecord: number, encode: (record: TrainingRecord) => Uint8Array): Uint8Array {
  const model = createModel(definition);
  const pending = new PendingRows(3);
  for (let at = 0; at < rows.count; at += rowsPerRecord) {
    const part = {
      count: rowsPerRecord,
      width: 3,
      X: rows.X.slice(3 * at, 3 * (at + rowsPerRecord)),
      y: rows.y.slice(at, at + rowsPerRecord),
    };
    const decoded = decodeRecord(encode({ model: 'clicks', id: `${at}`, rows: part }), schemas, gunzip);
    if (decoded.kind !== 'record') throw new Error(decoded.rejection.detail);
    const segment = gather(pending, decoded.record.rows, definition.segmentRows);
    if (segment !== undefined) model.observe(segment);
  }
  return encodeSections(model.state);
}

describe('the same rows', () => {
  it.each<[string, number, (record: TrainingRecord) => Uint8Array]>([
    ['in single rows', 1, encodeJson],
    ['in records of ten', 10, encodeJson],
    ['by name', 25, (record) => encodeNamedJson(record, definition)],
    ['in the binary encoding', 50, encodeBinary],
    ['in gzip', 10, (record) => gzipSync(encodeJson(record))],
    ['in the binary encoding and gzip', 5, (record) => gzipSync(encodeBinary(record))],
  ])('%s make the same model, byte for byte', (_, rowsPerRecord, encode) => {
    expect(Buffer.compare(learned(rowsPerRecord, encode), learned(50, encodeJson))).toBe(0);
  });
});

describe('the same rows with categories and missing values', () => {
  const people = definitionOf({
    features: ['age', 'country', 'visits'],
    categorical: ['country'],
    missing: ['age'],
    hashBits: 4,
    label: 'bought',
    segmentRows: 10,
    gate: { name: 'article' },
  });
  const schemas = new Map([['clicks', people]]);
  const given = Array.from({ length: 60 }, (_, i) => ({
    age: i % 3 === 0 ? null : 20 + (i % 7),
    country: i % 5 === 0 ? null : ['DE', 'FR', 5, true][i % 4],
    visits: (i % 11) / 4,
    bought: i % 4 === 0 ? 1 : 0,
  }));
  const lined = given.map((row, i) => ({ line: i + 2, row }));
  const text = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));

  /** The model's bytes after all rows, five in a record, the last three still pending. */
  function learnedBy(encode: (from: number, to: number) => Uint8Array): Uint8Array {
    const model = createModel(people);
    const pending = new PendingRows(3);
    for (let at = 0; at < 58; at += 5) {
      const decoded = decodeRecord(encode(at, Math.min(at + 5, 58)), schemas, gunzip);
      if (decoded.kind !== 'record') throw new Error(decoded.rejection.detail);
      const segment = gather(pending, decoded.record.rows, people.segmentRows);
      if (segment !== undefined) model.observe(segment);
    }
    return encodeSections({ ...model.state, ...pending.toState() });
  }

  const byName = learnedBy((from, to) => text({ rows: given.slice(from, to) }));

  it.each<[string, (from: number, to: number) => Uint8Array]>([
    [
      'in the order of the definition',
      (from, to) =>
        text({
          X: given.slice(from, to).map(({ age, country, visits }) => [age, country, visits]),
          y: given.slice(from, to).map(({ bought }) => bought),
        }),
    ],
    ['by name, nulls left out', (from, to) => text({ rows: given.slice(from, to).map(withoutNulls) })],
    ['from a file of JSON', (from, to) => encodeFileRows({ model: 'clicks' }, lined.slice(from, to), people)],
    [
      'from a file of text',
      (from, to) => encodeFileRows({ model: 'clicks' }, lined.slice(from, to).map(asText), people),
    ],
    [
      'in the binary encoding and gzip',
      (from, to) => gzipSync(encodeBinary({ model: 'clicks', rows: rowsFromFile(lined.slice(from, to), people) })),
    ],
  ])('%s make the same model, byte for byte', (_, encode) => {
    expect(Buffer.compare(learnedBy(encode), byName)).toBe(0);
  });

  function withoutNulls(row: object): object {
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  }

  function asText({ line, row }: (typeof lined)[number]) {
    return { line, row: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? '')])) };
  }
});
