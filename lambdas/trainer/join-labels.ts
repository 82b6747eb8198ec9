import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { RECENT_IDS, type RecentIds } from '../../learning/snapshot/recent-ids.ts';
import type { RowLabel } from '../../records/record.ts';
import { originId } from '../../records/redriven.ts';
import type { ReadRecord, ReadyRecord } from './advance.ts';
import { type ClaimedRow, type ClaimPorts, claimRows, type WantedRow } from './claim-rows.ts';
import type { ModelBatch } from './model-batch.ts';

/** What could be joined before the first failure, or before the time was up. */
export interface JoinResult {
  /** The records before that, in order, labels with their rows. */
  readonly ready: readonly ReadyRecord[];
  readonly stopped: { readonly why: string; readonly cause?: unknown } | undefined;
}

/**
 * Gives labels the rows that are remembered under their ids. Each row is claimed for its record, by the id under which the
 * model knows the record: so what is delivered again gets the same rows, and another record with the same label none.
 *
 * @param records not covered by the checkpoints of the snapshot that they are for
 * @param recentIds of that snapshot: for a record that it knows nothing is claimed
 */
export async function joinLabels(
  { model, definition, timeIsUp }: ModelBatch,
  records: readonly ReadRecord[],
  recentIds: RecentIds,
  ports: ClaimPorts,
): Promise<JoinResult> {
  const wanted = wantedBy(records, recentIds);
  const { rows, stopped } = await claimRows([...wanted.values()].flat(), model, definition, ports, timeIsUp);
  const ready: ReadyRecord[] = [];
  for (const record of records) {
    if (record === stopped?.at) break;
    const claimed = wanted.get(record)?.map((row) => [row.id, rows.get(row) as ClaimedRow] as const) ?? [];
    ready.push(joinedRecord(record, new Map(claimed), definition.features.length));
  }
  return { ready, stopped };
}

/**
 * The rows that records want, those of them that will count as duplicates apart: as it is found out when they are taken
 * in, on a copy of what is known. Each row once, however many labels a record has for it.
 */
function wantedBy(records: readonly ReadRecord[], recentIds: RecentIds): ReadonlyMap<ReadRecord, readonly WantedRow[]> {
  const wanted = new Map<ReadRecord, readonly WantedRow[]>();
  if (records.every((record) => labelsOf(record) === undefined)) return wanted;
  const ids = recentIds.copy();
  for (const record of records) {
    if (record.decoded.kind === 'rejected') continue;
    const place = originId(record.source);
    const { id = place, labels = [] } = record.decoded.record;
    if (ids.has(id)) continue;
    const claimant = { id, place, number: ids.added, knownFrom: ids.added - RECENT_IDS };
    const rowIds = new Set(labels.map((label) => label.id));
    wanted.set(
      record,
      Array.from(rowIds, (rowId) => ({ record, id: rowId, claimant })),
    );
    ids.add(id);
  }
  return wanted;
}

function labelsOf({ decoded }: ReadRecord): readonly RowLabel[] | undefined {
  return decoded.kind === 'record' ? decoded.record.labels : undefined;
}

/** Rows in the order of their labels. Of two labels for one row the first counts; of a duplicate none is claimed. */
function joinedRecord(record: ReadRecord, claimed: ReadonlyMap<string, ClaimedRow>, width: number): ReadyRecord {
  const labels = labelsOf(record);
  if (record.decoded.kind === 'rejected' || labels === undefined) return record;
  const counts = { joined: 0, unknown: 0, late: 0, twice: 0 };
  const seen = new Set<string>();
  const joined: { features: Float64Array; label: RowLabel['label'] }[] = [];
  for (const { id, label } of labels) {
    const row = seen.has(id) ? ({ outcome: 'twice' } as const) : claimed.get(id);
    seen.add(id);
    if (row === undefined) continue;
    counts[row.outcome] += 1;
    if (row.outcome === 'joined') joined.push({ features: row.features, label });
  }
  const decoded = { kind: 'record', record: { ...record.decoded.record, rows: rowsOf(joined, width) } } as const;
  return { source: record.source, decoded, joined: counts };
}

function rowsOf(joined: readonly { features: Float64Array; label: number }[], width: number): LabelledRows {
  const X = new Float64Array(joined.length * width);
  joined.forEach(({ features }, i) => {
    X.set(features, i * width);
  });
  return { count: joined.length, width, X, y: Uint8Array.from(joined, ({ label }) => label) };
}
