import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DetectorName } from '../../learning/drift/registry.ts';
import { type GateReading, type VerdictKind, verdictKinds } from '../../learning/gates/gate.ts';
import type { LedgerRow, SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { ledgerKeys } from '../contract.ts';

export type Item = Record<string, AttributeValue>;

/** DynamoDB takes 400 kB; the rest of an item is under 4 kB. */
const SEGMENTS_BYTES_MAX = 350_000;

/** A segment as the ledger packs it: a JSON list, in this order. */
type PackedSegment = [
  number,
  number,
  VerdictKind,
  string,
  number,
  number,
  number,
  number,
  number,
  number,
  number | null,
  readonly DetectorName[],
  GateReading?,
];

/** The items of a row: one, and more behind it where its segments do not fit. The same row always gives the same items. */
export function itemsOf(row: LedgerRow): Item[] {
  const parts = split(row.segments.map((segment) => JSON.stringify(packed(segment))));
  return parts.map((segments, part) => ({
    [ledgerKeys.partition]: { S: row.model },
    [ledgerKeys.sort]: { S: partKey(row.version, part) },
    ...(part === 0 ? head(row, parts.length) : {}),
    segments: { S: `[${segments.join(',')}]` },
  }));
}

/**
 * Rows from items in the order of their keys.
 *
 * @throws {Error} when a row's further items are missing.
 */
export function rowsOf(items: readonly Item[]): LedgerRow[] {
  return items.flatMap((item, index) => {
    if (item.version === undefined) return [];
    const parts = Array.from({ length: number(item.parts) }, (_, part) => {
      const found = items[index + part];
      if (found?.[ledgerKeys.sort].S === partKey(number(item.version), part)) return found;
      throw new Error(`ledger: version ${item.version.N} is incomplete: part ${part} of ${item.parts.N} is missing`);
    });
    const segments = parts.flatMap((part) => JSON.parse(part.segments.S as string) as PackedSegment[]);
    return [{ ...headOf(item), segments: segments.map(unpacked) }];
  });
}

/** Keys of one model sort as its versions do: twelve digits are 30,000 years at a commit a second. */
export function commitKey(version: number): string {
  return String(version).padStart(12, '0');
}

/** The version that a key is of, whatever part. */
export function versionOf(item: Item): number {
  return Number(item[ledgerKeys.sort].S?.split('#')[0]);
}

/** Parts of one row sort as they are numbered: a batch of 10,000 records makes fewer than 1,000. */
function partKey(version: number, part: number): string {
  return commitKey(version) + (part === 0 ? '' : `#${String(part).padStart(3, '0')}`);
}

function head(row: LedgerRow, parts: number): Item {
  return {
    version: { N: String(row.version) },
    committedAt: { S: new Date(row.committedAtMs).toISOString() },
    taken: { N: String(row.records.taken) },
    duplicates: { N: String(row.records.duplicates) },
    quarantined: { N: String(row.records.quarantined) },
    rows: { N: String(row.rows) },
    pendingRows: { N: String(row.pendingRows) },
    parts: { N: String(parts) },
    quality: { S: JSON.stringify(row.quality) },
    ...(row.operation && { operation: { S: JSON.stringify(row.operation) } }),
    ...(row.labels && { labels: { S: JSON.stringify(row.labels) } }),
  };
}

function headOf(item: Item): Omit<LedgerRow, 'segments'> {
  return {
    model: item[ledgerKeys.partition].S as string,
    version: number(item.version),
    committedAtMs: Date.parse(item.committedAt.S as string),
    records: {
      taken: number(item.taken),
      duplicates: number(item.duplicates),
      quarantined: number(item.quarantined),
    },
    rows: number(item.rows),
    pendingRows: number(item.pendingRows),
    quality: JSON.parse(item.quality.S as string),
    ...(item.operation && { operation: JSON.parse(item.operation.S as string) }),
    ...(item.labels && { labels: JSON.parse(item.labels.S as string) }),
  };
}

function packed({ segment, rows, verdict, sentence, confusion, ...scores }: SegmentResult): PackedSegment {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const { logLossSum, brierSum, auc, drift, reading } = scores;
  const counts = [truePositives, falsePositives, falseNegatives, trueNegatives] as const;
  const always = [segment, rows, verdict, sentence, ...counts, logLossSum, brierSum, auc, drift] as const;
  return reading === undefined ? [...always] : [...always, reading];
}

function unpacked(segmentFields: PackedSegment): SegmentResult {
  const [segment, rows, verdict, sentence, tp, fp, fn, tn, logLossSum, brierSum, auc, drift, reading] = segmentFields;
  if (!verdictKinds.includes(verdict)) throw new Error(`ledger: expected a verdict, got ${JSON.stringify(verdict)}`);
  const confusion = { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn };
  return { segment, rows, verdict, sentence, confusion, logLossSum, brierSum, auc, drift, ...(reading && { reading }) };
}

/** Cuts a list into parts, so that none is longer than an item takes. */
function split(segments: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const segment of segments) {
    const length = Buffer.byteLength(segment) + 1;
    if (bytes + length > SEGMENTS_BYTES_MAX) {
      parts.push([]);
      bytes = 0;
    }
    parts[parts.length - 1].push(segment);
    bytes += length;
  }
  return parts;
}

function number(value: AttributeValue): number {
  return Number(value.N);
}
