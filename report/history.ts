import type { VerdictKind } from '../learning/gates/gate.ts';
import {
  type LedgerRow,
  type QualityRow,
  type RecordCounts,
  rowsInEffect,
  type SegmentResult,
} from '../learning/snapshot/ledger-row.ts';
import type { Operation } from '../learning/snapshot/operation.ts';
import { type Steering, steeringAfter } from '../learning/snapshot/steering.ts';
import { decisionsOf } from './decisions.ts';
import { countVerdicts, NO_TOTALS, plusRow, type Summary, summaryOf, type Totals } from './summary.ts';

/** Twice as many are kept for a while, before every second of the older ones goes. */
const SEGMENTS_KEPT = 10_000;
const PROGRESS_KEPT = 1_000;
const COMMITS_KEPT = 20;
const OPERATIONS_KEPT = 20;

/** A commit without what became of its segments, only how many got each verdict. */
export interface Commit extends Pick<LedgerRow, 'version' | 'committedAtMs' | 'rows' | 'pendingRows'> {
  readonly records: RecordCounts;
  readonly segments: Readonly<Record<VerdictKind, number>>;
  readonly operation?: Operation;
  /** A later restore, rollback, reset or import took away what it learned. */
  readonly undone?: true;
}

/** How far the ledger had come at a commit. */
export interface Progress {
  readonly elapsedMs: number;
  readonly rows: number;
  readonly segments: number;
}

/** Whom a committee listened to after a segment. */
export interface WeightsAt {
  readonly segment: number;
  readonly weights: Readonly<Record<string, number>>;
}

/** All that pages tell of a ledger, in bounded memory, however long it is. It is plain data. */
export interface History {
  /** Of all rows, exact. */
  readonly totals: Totals;
  /** The latest 10,000 at least; of older ones the decisions, and evenly ever fewer of the others. */
  readonly segments: readonly SegmentResult[];
  readonly commits: number;
  readonly firstCommitMs: number | null;
  /** The last commits, and before them the last of those that somebody made by hand, in order of version. */
  readonly latest: readonly Commit[];
  /** After the last commit. */
  readonly quality: QualityRow | null;
  /** What somebody has set until further notice. */
  readonly steering: Steering;
  readonly progress: readonly Progress[];
  readonly weights: readonly WeightsAt[];
}

export const NO_HISTORY: History = {
  totals: NO_TOTALS,
  segments: [],
  commits: 0,
  firstCommitMs: null,
  latest: [],
  quality: null,
  steering: {},
  progress: [],
  weights: [],
};

/** The history of a ledger, rows in order of version: of what is in effect, and of who did what. */
export function historyOf(rows: readonly LedgerRow[]): History {
  const inEffect = rowsInEffect(rows);
  const kept = new Set(inEffect);
  return {
    ...extended(NO_HISTORY, inEffect),
    latest: latestOf(
      rows.map((row) => ({ ...commitOf(row), ...(!kept.has(row) && row.operation === undefined && { undone: true }) })),
    ),
    steering: steeringAfter(rows),
  };
}

/** The history with more commits of the trainer, which follow those it knows. What somebody did may undo them: then it is told anew. */
export function extended(history: History, rows: readonly LedgerRow[]): History {
  if (rows.length === 0) return history;
  const last = rows[rows.length - 1];
  const firstCommitMs = history.firstCommitMs ?? rows[0].committedAtMs;
  return {
    totals: rows.reduce(plusRow, history.totals),
    segments: withoutOldest([...history.segments, ...rows.flatMap(({ segments }) => segments)]),
    commits: history.commits + rows.length,
    firstCommitMs,
    latest: latestOf([...history.latest, ...rows.map(commitOf)]),
    quality: last.quality,
    steering: history.steering,
    progress: halved([...history.progress, ...progressOf(rows, firstCommitMs, history.progress.at(-1))]),
    weights: halved([...history.weights, ...rows.flatMap(weightsOf)]),
  };
}

export function summaryOfHistory({ totals }: History): Summary {
  return summaryOf(totals);
}

/** Clocks of several functions may disagree: time never goes back here, order is that of the versions. */
export function progressOf(
  rows: readonly LedgerRow[],
  firstCommitMs = rows[0]?.committedAtMs,
  before: Progress = { elapsedMs: 0, rows: 0, segments: 0 },
): readonly Progress[] {
  let now = before;
  return rows.map((row) => {
    now = {
      elapsedMs: Math.max(now.elapsedMs, row.committedAtMs - firstCommitMs),
      rows: now.rows + row.rows,
      segments: now.segments + row.segments.length,
    };
    return now;
  });
}

/** Every second of the older half of what is ordinary goes; of what is not, only where there is little else. */
function withoutOldest(segments: readonly SegmentResult[]): readonly SegmentResult[] {
  if (segments.length <= 2 * SEGMENTS_KEPT) return segments;
  const old = segments.slice(0, -SEGMENTS_KEPT);
  const recent = segments.slice(-SEGMENTS_KEPT);
  const kept = old.filter((segment, i) => i % 2 === 1 || isNotable(segment));
  const few = kept.length < 0.75 * SEGMENTS_KEPT ? kept : old.filter((_, i) => i % 2 === 1);
  return withoutOldest([...few, ...recent]);
}

function isNotable(segment: SegmentResult): boolean {
  return decisionsOf(segment).length > 0 || segment.drift.length > 0 || segment.reading?.trial !== undefined;
}

function halved<T>(items: readonly T[]): readonly T[] {
  if (items.length <= 2 * PROGRESS_KEPT) return items;
  return halved(items.filter((_, i) => (items.length - 1 - i) % 2 === 0)); // the last is always there
}

function latestOf(commits: readonly Commit[]): readonly Commit[] {
  if (commits.length <= COMMITS_KEPT) return commits;
  const operations = commits.slice(0, -COMMITS_KEPT).filter(({ operation }) => operation !== undefined);
  return [...operations.slice(-OPERATIONS_KEPT), ...commits.slice(-COMMITS_KEPT)];
}

function commitOf({ version, committedAtMs, records, rows, pendingRows, segments, operation }: LedgerRow): Commit {
  const counts = countVerdicts(segments);
  return { version, committedAtMs, records, rows, pendingRows, segments: counts, ...(operation && { operation }) };
}

function weightsOf({ quality, segments }: LedgerRow): readonly WeightsAt[] {
  const segment = segments.at(-1)?.segment;
  const members = quality?.members ?? [];
  if (segment === undefined || members.length === 0) return [];
  return [{ segment, weights: Object.fromEntries(members.map(({ name, weight }) => [name, weight])) }];
}
