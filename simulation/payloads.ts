import type { StreamEntry } from '../lambdas/ports.ts';
import type { Definition } from '../learning/definition.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import { seededRandom } from '../learning/random.ts';
import { encodeRecord } from '../records/encode.ts';
import { encodeLabels } from '../records/labels.ts';
import type { QuarantineReason, RowLabel } from '../records/record.ts';
import type { FailureRow } from './failure-table.ts';
import type { Entry } from './stream.ts';

/** What must become of a record, known from how it was made. */
export type Truth =
  | {
      readonly kind: 'good';
      readonly model: string;
      readonly id: string | undefined;
      readonly width: number;
      /** Of a record that has labels alone. */
      readonly labels?: readonly RowLabel[];
    }
  | { readonly kind: 'bad'; readonly model: string; readonly reason: QuarantineReason };

/** An entry for the stream, and the truth about it. */
export interface Payload extends StreamEntry {
  readonly truth: Truth;
  /** The row of the table of failures that it is, if it is one. */
  readonly row: FailureRow | undefined;
  /** The entry that it is a copy of, where a redrive has sent it. */
  readonly origin: Entry | undefined;
}

/** What must become of a record under the definitions in force: one of another width cannot be read. */
export function truthUnder({ truth }: Payload, definitions: ReadonlyMap<string, Definition>): Truth {
  if (
    truth.kind === 'bad' ||
    truth.labels !== undefined ||
    truth.width === definitions.get(truth.model)?.features.length
  )
    return truth;
  return { kind: 'bad', model: truth.model, reason: 'wrong-width' };
}

/** Rows are made once: what is in them decides nothing here. */
const rowPools = new Map<number, readonly LabelledRows[]>();

/** A readable record of one to three rows. */
export function goodPayload(
  model: string,
  id: string | undefined,
  number: number,
  width = 2,
  row?: FailureRow,
): Payload {
  const pool = rowPools.get(width) ?? rowPool(width);
  rowPools.set(width, pool);
  const record = { model, ...(id === undefined ? {} : { id }), rows: pool[number % pool.length] };
  const data = encodeRecord(record, number % 4 === 0 ? 'json' : 'binary');
  return { partitionKey: String(number), data, truth: { kind: 'good', model, id, width }, row, origin: undefined };
}

/** A record of labels alone, of the first model. */
export function labelsPayload(id: string | undefined, number: number, labels: readonly RowLabel[]): Payload {
  const model = 'clicks';
  const data = encodeLabels({ model, ...(id === undefined ? {} : { id }), labels });
  const truth = { kind: 'good', model, id, width: 2, labels } as const;
  return { partitionKey: String(number), data, truth, row: undefined, origin: undefined };
}

function rowPool(width: number): readonly LabelledRows[] {
  const random = seededRandom(`payloads/${width}`);
  return Array.from({ length: 64 }, (_, i) => {
    const count = 1 + (i % 3);
    const X = Float64Array.from({ length: count * width }, () => Math.round(random.normal() * 64) / 64 + 0);
    return { count, width, X, y: Uint8Array.from({ length: count }, () => random.integer(2)) };
  });
}
