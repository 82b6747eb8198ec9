import type { LedgerRow, SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { type PackedHistory, packSegment, unpackSegment } from './packed-history.ts';

/** What a server sends to a page, by the name of the event. */
export interface LiveEvents {
  /** Rows that follow those that the page has. */
  readonly rows: readonly PackedRow[];
  /** The whole: what the page has is no longer true, or too old. */
  readonly history: PackedHistory;
  readonly state: FeedState;
}

/** How it stands with what the page is fed from. */
export interface FeedState {
  readonly kind: 'following' | 'trouble' | 'ended';
  readonly message?: string;
  /** By the server's clock. */
  readonly nowMs: number;
  /** Records that have been put on the stream, where that is known. */
  readonly sent?: number;
  /** How long the oldest record has waited that no model has taken; null where none waits; nothing where that is not known. */
  readonly waitingMs?: number | null;
}

export type PackedRow = Omit<LedgerRow, 'segments'> & {
  readonly segments: readonly ReturnType<typeof packSegment>[];
};

/** Of several rows that are sent together only the last has its quality: pages show that of now. */
export function packRows(rows: readonly LedgerRow[]): readonly PackedRow[] {
  return rows.map((row, i) => ({
    ...row,
    segments: row.segments.map((segment: SegmentResult) => packSegment(segment)),
    quality: i === rows.length - 1 ? row.quality : null,
  }));
}

export function unpackRow(row: PackedRow): LedgerRow {
  return { ...row, segments: row.segments.map(unpackSegment) };
}
