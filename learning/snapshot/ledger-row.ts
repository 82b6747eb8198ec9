import type { DetectorName } from '../drift/registry.ts';
import type { GateReading, VerdictKind } from '../gates/gate.ts';
import type { MemberReport } from '../learners/learner.ts';
import type { Confusion } from '../metrics/confusion.ts';
import type { Quality } from '../metrics/quality.ts';
import type { Model, Outcome } from '../model.ts';
import type { Operation } from './operation.ts';

/** What a commit did, as the ledger keeps it: one row for each version of a model. */
export interface LedgerRow {
  readonly model: string;
  /** The version that the commit made, from 1. */
  readonly version: number;
  /** When the commit was made, by the trainer's clock; for people, order never depends on it. */
  readonly committedAtMs: number;
  readonly records: RecordCounts;
  /** Rows of the records taken, pending ones included. */
  readonly rows: number;
  /** Rows waiting for their segment after the commit. */
  readonly pendingRows: number;
  readonly segments: readonly SegmentResult[];
  /** How good the model has been since its start, after this commit; nothing before its first segment. */
  readonly quality: QualityRow | null;
  /** What somebody did to the model, where the commit is not one of the trainer's. */
  readonly operation?: Operation;
  /** What became of the labels that came by themselves, where records of the commit had any. */
  readonly labels?: LabelCounts;
}

/** The rows whose effect is in the model still: those that a later restore, rollback, reset or import undid are left out. */
export function rowsInEffect(rows: readonly LedgerRow[]): LedgerRow[] {
  let inEffect: LedgerRow[] = [];
  for (const row of rows) {
    const { operation } = row;
    if (operation?.kind === 'restored' || operation?.kind === 'rolledBack') {
      inEffect = inEffect.filter(({ version }) => version <= operation.from);
    }
    if (operation?.kind === 'reset' || operation?.kind === 'imported') inEffect = [];
    inEffect.push(row);
  }
  return inEffect;
}

/** Whole-stream scores, the threshold in force, and whom a committee listens to. */
export interface QualityRow extends Quality {
  readonly threshold: number;
  /** Of a committee, the heaviest first; otherwise empty. */
  readonly members: readonly MemberReport[];
}

/** Every record that a model was sent is counted in exactly one of these, by exactly one commit. */
export interface RecordCounts {
  readonly taken: number;
  /** Had the id of a record taken before. */
  readonly duplicates: number;
  readonly quarantined: number;
}

/** Every label of a record of labels that is taken is counted in exactly one of these. */
export interface LabelCounts {
  /** Its row was remembered, and is now learned. */
  readonly joined: number;
  /** No row is remembered under its id, or one with other features than the model has now. */
  readonly unknown: number;
  /** Its row was remembered, but the label came after `rememberFor`. */
  readonly late: number;
  /** Its row has had a label before. */
  readonly twice: number;
}

/** What became of one segment. */
export interface SegmentResult {
  /** Its number in the life of the model, from 1. */
  readonly segment: number;
  readonly rows: number;
  readonly verdict: VerdictKind;
  readonly sentence: string;
  /** What the gate went by; nothing from a gate that has no numbers. */
  readonly reading?: GateReading;
  readonly confusion: Confusion;
  /** Sum over the rows, in nats. */
  readonly logLossSum: number;
  /** Sum over the rows of (p − label)². */
  readonly brierSum: number;
  /** Nothing where the segment has one class only. */
  readonly auc: number | null;
  /** Detectors that found a change in the errors of these rows. */
  readonly drift: readonly DetectorName[];
}

export function segmentResult({ verdict, ...scores }: Outcome): SegmentResult {
  const { kind, sentence, reading } = verdict;
  return { ...scores, verdict: kind, sentence, ...(reading && { reading }) };
}

/** What a model's quality is now. */
export function qualityRow({
  quality,
  threshold,
  champion,
}: Pick<Model, 'quality' | 'threshold' | 'champion'>): QualityRow | null {
  const whole = quality.whole();
  if (whole === undefined) return null;
  const members = (champion.members?.() ?? []).toSorted((a, b) => b.weight - a.weight);
  return { ...whole, threshold, members };
}
