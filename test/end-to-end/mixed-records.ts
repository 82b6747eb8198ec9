import { gzipSync } from 'node:zlib';
import { definitionsOf } from '../../lambdas/definitions.ts';
import type { Definition } from '../../learning/definition.ts';
import { encodeBinary } from '../../records/binary.ts';
import { encodeJson, encodeNamedJson } from '../../records/json.ts';
import type { QuarantineReason, TrainingRecord } from '../../records/record.ts';
import { models } from '../../sluice.config.ts';
import { tutorialRows } from '../builders/tutorial-rows.ts';

export const definitions = definitionsOf(models);

/** A record of `rows` rows for a model. */
export function aRecord(model: string, index: number): TrainingRecord {
  return { model, id: `${model}-${index}`, rows: tutorialRows('A', 3, index) };
}

const encodings: readonly ((record: TrainingRecord) => Uint8Array)[] = [
  encodeJson,
  (record) => encodeNamedJson(record, definitions.get(record.model) as Definition),
  encodeBinary,
  (record) => gzipSync(encodeJson(record)),
  (record) => gzipSync(encodeBinary(record)),
];

/** A good record in one encoding after the other. */
export function encodedInTurn(model: string, index: number): Uint8Array {
  return encodings[index % encodings.length](aRecord(model, index));
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const tenOnes = JSON.stringify(Array(10).fill(1));

/** Records that nobody can learn from, with the reason that they must be given. */
export const malformed: readonly { readonly reason: QuarantineReason; readonly data: Uint8Array }[] = [
  { reason: 'not-json', data: utf8('{"X": [[1, 2') },
  { reason: 'not-utf8', data: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d) },
  { reason: 'wrong-shape', data: utf8('[1, 2, 3]') },
  { reason: 'unknown-model', data: utf8('{"model": "nobody", "X": [[1]], "y": [1]}') },
  { reason: 'wrong-width', data: utf8('{"model": "clicks", "X": [[1, 2, 3]], "y": [1]}') },
  { reason: 'not-finite', data: utf8(`{"model": "clicks", "X": [[1e400${',1'.repeat(9)}]], "y": [1]}`) },
  { reason: 'not-a-number', data: utf8(`{"X": [["one"${',1'.repeat(9)}]], "y": [1]}`) },
  { reason: 'bad-label', data: utf8(`{"X": [${tenOnes}], "y": [2]}`) },
  { reason: 'no-rows', data: utf8('{"X": [], "y": []}') },
  { reason: 'missing-feature', data: utf8('{"model": "clicks", "rows": [{"x0": 1, "label": 1}]}') },
  { reason: 'bad-gzip', data: Uint8Array.of(0x1f, 0x8b, 1, 2, 3) },
  { reason: 'truncated', data: encodeBinary(aRecord('clicks', 0)).subarray(0, 100) },
  { reason: 'unsupported-version', data: Uint8Array.of(0x53, 0x4c, 0x55, 0x43, 9, ...new Array(11).fill(0)) },
];
