import type { Definition } from '../../learning/definition.ts';
import { secondsOf } from '../../learning/duration.ts';
import type { LabelCounts } from '../../learning/snapshot/ledger-row.ts';
import { columnsKey } from '../../records/packed-row.ts';
import { madeAtMs } from '../../records/row-id.ts';
import type { Claim, Claimant, Clock, RowClaims } from '../ports.ts';
import type { ReadRecord } from './advance.ts';

/** Claims under way at once, as many as an SDK client has connections: 500 of them at 10 ms each take a tenth of a second. */
const CONCURRENCY = 50;

/**
 * A claimed row is kept so long at least: the stream delivers its record again for seven days, and whoever sends again
 * what Lambda gave up has as long as that.
 */
const CLAIMED_MS = 14 * 86_400_000;

/** A remembered row that a record has a label for. */
export interface WantedRow {
  readonly record: ReadRecord;
  readonly id: string;
  readonly claimant: Claimant;
}

/** A row's features, or why there are none. */
export type ClaimedRow =
  | { readonly outcome: 'joined'; readonly features: Float64Array }
  | { readonly outcome: Exclude<keyof LabelCounts, 'joined'> };

/** What was claimed before the first failure, or before the time was up. */
export interface ClaimedRows {
  readonly rows: ReadonlyMap<WantedRow, ClaimedRow>;
  /** The first record that lacks an answer, and why. */
  readonly stopped: { readonly at: ReadRecord; readonly why: string; readonly cause?: unknown } | undefined;
}

export interface ClaimPorts {
  readonly rememberedRows: RowClaims;
  readonly clock: Clock;
}

/** Claims rows in order, many at once. Of two records that want the same row the earlier one gets it. */
export async function claimRows(
  wanted: readonly WantedRow[],
  model: string,
  definition: Definition,
  { rememberedRows, clock }: ClaimPorts,
  timeIsUp: () => boolean,
): Promise<ClaimedRows> {
  const rows = new Map<WantedRow, ClaimedRow>();
  if (wanted.length === 0) return { rows, stopped: undefined };
  const [width, columns] = [definition.features.length, columnsKey(definition)];
  const rememberedMs = 1_000 * (secondsOf(definition.rememberFor) as number);
  const claimOne = async ({ id, claimant }: WantedRow): Promise<ClaimedRow> => {
    const nowMs = clock.nowMs();
    const keptUntilMs = nowMs + Math.max(CLAIMED_MS, rememberedMs);
    const claim = await rememberedRows.claim({ model, id, columns, width, claimant, nowMs, keptUntilMs });
    return claimedRow(claim, (madeAtMs(id) ?? nowMs) + rememberedMs <= nowMs);
  };
  for (const group of groupsOf(wanted)) {
    if (rows.size > 0 && timeIsUp()) return { rows, stopped: { at: group[0].record, why: 'time ran out' } };
    const answers = await Promise.allSettled(group.map(claimOne));
    for (const [i, answer] of answers.entries()) {
      if (answer.status === 'rejected') {
        return { rows, stopped: { at: group[i].record, why: 'labels could not be joined', cause: answer.reason } };
      }
      rows.set(group[i], answer.value);
    }
  }
  return { rows, stopped: undefined };
}

/** Groups in which no row is wanted twice. */
function* groupsOf(wanted: readonly WantedRow[]): Generator<WantedRow[]> {
  let group = new Map<string, WantedRow>();
  for (const row of wanted) {
    if (group.size === CONCURRENCY || group.has(row.id)) {
      yield [...group.values()];
      group = new Map();
    }
    group.set(row.id, row);
  }
  if (group.size > 0) yield [...group.values()];
}

/** @param isOld whether the id says that its row was made longer ago than rows are remembered */
function claimedRow(claim: Claim, isOld: boolean): ClaimedRow {
  switch (claim.kind) {
    case 'claimed':
      return { outcome: 'joined', features: claim.features };
    case 'taken':
      return { outcome: 'twice' };
    case 'expired':
      return { outcome: 'late' };
    case 'absent':
      return { outcome: isOld ? 'late' : 'unknown' };
    case 'unfit':
      return { outcome: 'unknown' };
    default:
      return claim satisfies never;
  }
}
