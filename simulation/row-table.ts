import type { Claim, ClaimOrder } from '../lambdas/ports.ts';
import type { ReadRecord, ReadyRecord } from '../lambdas/trainer/advance.ts';
import type { Definition } from '../learning/definition.ts';
import type { LabelCounts } from '../learning/snapshot/ledger-row.ts';
import { columnsKey } from '../records/packed-row.ts';
import { originId } from '../records/redriven.ts';
import type { Journal } from './journal.ts';
import type { Actor } from './wire.ts';

interface Row {
  readonly features: Float64Array;
  readonly columns: string;
  /** Nothing of what is remembered for as long as a schedule takes. */
  readonly expiresAtMs: number | undefined;
  claimedBy?: ClaimOrder['claimant'];
}

/** Ids that labels name: the last is of no row, the one before it is forgotten soon. */
export const ROW_IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'soon', 'never'] as const;

/** Sixty requests are 300 ms. */
const SOON_MS = 300;

const outcomes: Readonly<Record<Claim['kind'], keyof LabelCounts>> = {
  claimed: 'joined',
  taken: 'twice',
  expired: 'late',
  unfit: 'unknown',
  absent: 'unknown',
};

/** The table of remembered rows of the first model, under the conditions of lambdas/aws/dynamo-remembered-rows.ts. */
export class RowTable {
  readonly #rows = new Map<string, Row>();
  /** What each call was told of its claims last. */
  readonly #answers = new Map<Actor, Map<string, Claim>>();
  readonly #journal: Journal;

  constructor(definition: Definition, nowMs: number, journal: Journal) {
    this.#journal = journal;
    const width = definition.features.length;
    const columns = columnsKey(definition);
    ROW_IDS.forEach((id, i) => {
      if (id === 'never') return;
      const features = Float64Array.from({ length: width }, (_, j) => ((7 * i + j) % 11) - 5);
      this.#rows.set(id, { features, columns, expiresAtMs: id === 'soon' ? nowMs + SOON_MS : undefined });
    });
  }

  /** One write, on its condition. */
  claim({ model, id, columns, claimant, nowMs }: ClaimOrder): Claim {
    const row = model === 'clicks' ? this.#rows.get(id) : undefined;
    if (row === undefined) return { kind: 'absent' };
    if (row.columns !== columns) return { kind: 'unfit' };
    const before = row.claimedBy;
    if (before === undefined && row.expiresAtMs !== undefined && row.expiresAtMs <= nowMs) {
      this.#journal.count('L4');
      return { kind: 'expired' };
    }
    const mayAgain =
      before?.id === claimant.id && (before.place === claimant.place || before.number >= claimant.knownFrom);
    if (before !== undefined && !mayAgain) {
      this.#journal.count('L3');
      return { kind: 'taken' };
    }
    row.claimedBy = claimant;
    return { kind: 'claimed', features: row.features.slice() };
  }

  /** A call has heard the answer. */
  answered(call: Actor, order: ClaimOrder, answer: Claim): void {
    const own = this.#answers.get(call) ?? new Map<string, Claim>();
    this.#answers.set(call, own);
    own.set(`${order.claimant.place} ${order.id}`, answer);
  }

  /** A record as a call has to take it in, by what the table told it. */
  joined(call: Actor, record: ReadRecord): ReadyRecord {
    if (record.decoded.kind === 'rejected' || record.decoded.record.labels === undefined) return record;
    const { labels, rows } = record.decoded.record;
    const counts = { joined: 0, unknown: 0, late: 0, twice: 0 };
    const X: number[] = [];
    const y: number[] = [];
    labels.forEach(({ id, label }, i) => {
      const isFirst = labels.findIndex((one) => one.id === id) === i;
      const claim = this.#answers.get(call)?.get(`${originId(record.source)} ${id}`) ?? { kind: 'absent' as const };
      counts[isFirst ? outcomes[claim.kind] : 'twice'] += 1;
      if (!isFirst || claim.kind !== 'claimed') return;
      X.push(...claim.features);
      y.push(label);
    });
    const all = { count: y.length, width: rows.width, X: Float64Array.from(X), y: Uint8Array.from(y) };
    const decoded = { kind: 'record', record: { ...record.decoded.record, rows: all } } as const;
    return { source: record.source, decoded, joined: counts };
  }

  /** Ids of the rows that a record that was taken brought into the model. */
  learnedFrom(call: Actor, { source, decoded }: ReadRecord): string[] {
    const labels = decoded.kind === 'record' ? (decoded.record.labels ?? []) : [];
    const ids = [...new Set(labels.map(({ id }) => id))];
    return ids.filter((id) => this.#answers.get(call)?.get(`${originId(source)} ${id}`)?.kind === 'claimed');
  }

  /** Whether a row is remembered for as long as a schedule takes. */
  isKept(id: string): boolean {
    return this.#rows.has(id) && this.#rows.get(id)?.expiresAtMs === undefined;
  }

  /** The id of the record that has a row. */
  claimantOf(id: string): string | undefined {
    return this.#rows.get(id)?.claimedBy?.id;
  }
}
