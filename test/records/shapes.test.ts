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
