import type { GateReading, SideScores, TrialReading, VerdictKind } from '../../learning/gates/gate.ts';
import { DROPPED_AT, PROMOTED_AT } from '../../learning/gates/trial.ts';
import type { Confusion } from '../../learning/metrics/confusion.ts';
import { seededRandom } from '../../learning/random.ts';
import type { LedgerRow, SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import type { TruthBand } from '../../records/scenarios/scenario.ts';

/** A commit of one record without a segment; a test names what it is about. */
export function ledgerRow(varied: Partial<LedgerRow> = {}): LedgerRow {
  return {
    model: 'clicks',
    version: 1,
    committedAtMs: Date.UTC(2026, 10, 24, 8, 19, 3),
    records: { taken: 1, duplicates: 0, quarantined: 0 },
    rows: 100,
    pendingRows: 0,
    segments: [],
    quality: null,
    ...varied,
  };
}

/** An accepted segment of 100 rows: F1 0.8, accuracy 0.8, log loss 0.5. */
export function segmentResult(varied: Partial<SegmentResult> = {}): SegmentResult {
  return {
    segment: 1,
    rows: 100,
    verdict: 'accepted',
    sentence: 'accepted: surprise 0.40, at most 4.20 expected',
    confusion: { truePositives: 40, falsePositives: 10, falseNegatives: 10, trueNegatives: 40 },
    logLossSum: 50,
    brierSum: 16,
    auc: 0.85,
    drift: [],
    ...varied,
  };
}

/** A trial after its first segment, undecided: the champion has F1 0.8, the challenger 0.9. */
export function trialReading(varied: Partial<TrialReading> = {}): TrialReading {
  return {
    segments: 1,
    evidence: 1,
    share: 0.2,
    f1: { champion: 0.8, challenger: 0.9 },
    champion: { confusion: segmentResult().confusion, logLossSum: 50 },
    challenger: {
      confusion: { truePositives: 45, falsePositives: 5, falseNegatives: 5, trueNegatives: 45 },
      logLossSum: 30,
    },
    ...varied,
  };
}

/** A segment that the champion gate judged. */
export function judgedSegment(reading: Partial<GateReading>, varied: Partial<SegmentResult> = {}): SegmentResult {
  return segmentResult({ reading: { surprise: 0.4, limit: 4.2, ...reading }, ...varied });
}

export interface TourLedger {
  readonly rows: readonly LedgerRow[];
  readonly truth: readonly TruthBand[];
}

/** A stream under the champion gate with a burst of flipped labels in its second quarter and another concept from its middle on. */
export function tourLedger(segments: number, commits: number): TourLedger {
  const at = (share: number): number => Math.round(share * segments);
  const truth: readonly TruthBand[] = [
    { kind: 'concept', from: 0, to: at(0.55), label: 'concept A' },
    { kind: 'concept', from: at(0.55), to: segments, label: 'concept B' },
    { kind: 'harmful', from: at(0.3), to: at(0.33), label: 'labels flipped' },
  ];
  const results = withReadings(Array.from({ length: segments }, (_, i) => tourSegment(i, segments, truth)));
  const startMs = Date.UTC(2026, 10, 24, 8, 19, 3);
  const rows = Array.from({ length: commits }, (_, i) => {
    const own = results.slice(Math.round((i * segments) / commits), Math.round(((i + 1) * segments) / commits));
    return ledgerRow({
      version: i + 1,
      committedAtMs: startMs + i * 290 + (i % 7) * 31,
      records: { taken: own.length, duplicates: i % 10 === 3 ? 1 : 0, quarantined: i === 20 ? 2 : 0 },
      rows: own.reduce((sum, { rows }) => sum + rows, 0),
      segments: own,
    });
  });
  return { rows, truth };
}

function tourSegment(index: number, length: number, truth: readonly TruthBand[]): SegmentResult {
  const random = seededRandom(`tour-ledger/${index}`);
  const [, { from: change }, flipped] = truth;
  const sinceConcept = index < change ? index : index - change;
  const harmful = index >= flipped.from && index < flipped.to;
  const skill = 0.87 - 0.33 * Math.exp(-sinceConcept / (0.02 * length));
  const rows = 100 + random.integer(10);
  const accuracy = Math.min(1, Math.max(0, (harmful ? 1 - skill : skill) + 0.032 * random.normal()));
  const verdict = tourVerdict(index, change, harmful, random.uniform());
  return segmentResult({
    segment: index + 1,
    rows,
    verdict,
    sentence: `${verdict}: surprise ${surpriseAt(accuracy).toFixed(2)}, at most 4.20 expected`,
    confusion: confusionOf(rows, accuracy, 0.5 + 0.05 * random.normal()),
    logLossSum: rows * (harmful ? 1.9 : 1.16 - accuracy) * (1 + 0.04 * random.normal()),
  });
}

function surpriseAt(accuracy: number): number {
  return 9 * (0.9 - accuracy);
}

/** A challenger begins with a segment held; each further one held speaks for it, each accepted one against it. */
function withReadings(results: readonly SegmentResult[]): readonly SegmentResult[] {
  let trial: TrialReading | undefined;
  return results.map((result, i) => {
    const { verdict, rows, confusion, logLossSum } = result;
    const accuracy = (confusion.truePositives + confusion.trueNegatives) / rows;
    const surprise = verdict === 'accepted' ? surpriseAt(accuracy) : 5 + surpriseAt(accuracy);
    const limit = i < 5 ? 5 : 4.2 + 0.1 * (Math.floor(i / 7) % 5);
    const champion = { confusion, logLossSum };
    trial = trial && tourTrial(trial, verdict, champion, challengerScores(rows, accuracy, verdict));
    const reading = { surprise, limit, ...(trial && { trial }) };
    if (trial?.outcome !== undefined) trial = undefined;
    if (trial === undefined && verdict === 'held') trial = trialReading({ segments: 0, evidence: 0 });
    return { ...result, reading };
  });
}

function tourTrial(
  before: TrialReading,
  verdict: VerdictKind,
  champion: SideScores,
  challenger: SideScores,
): TrialReading {
  const [segments, promoted] = [before.segments + 1, verdict === 'promoted'];
  const evidence = promoted
    ? PROMOTED_AT + 0.3
    : Math.min(PROMOTED_AT - 0.5, before.evidence + (verdict === 'held' ? 2 : -1.5));
  const dropped = evidence <= DROPPED_AT || segments === 20;
  const share = 1 / (1 + Math.exp(1.8 - before.evidence));
  const outcome = promoted ? 'promoted' : dropped ? 'dropped' : undefined;
  return {
    segments,
    evidence,
    share,
    f1: { champion: 0.8, challenger: 0.9 },
    champion,
    challenger,
    ...(outcome && { outcome }),
  };
}

function challengerScores(rows: number, accuracy: number, verdict: VerdictKind): SideScores {
  const own = Math.min(1, Math.max(0, accuracy + (verdict === 'accepted' ? -0.06 : 0.12)));
  return { confusion: confusionOf(rows, own, 0.5), logLossSum: rows * (1.16 - own) };
}

function tourVerdict(index: number, change: number, harmful: boolean, chance: number): VerdictKind {
  if (index === change + 3) return 'promoted';
  if (index >= change && index < change + 3) return 'held';
  if (harmful) return chance < 0.8 ? 'held' : 'rejected';
  return chance < 0.004 ? 'held' : 'accepted';
}

function confusionOf(rows: number, accuracy: number, positives: number): Confusion {
  const positive = Math.round(rows * positives);
  const truePositives = Math.round(positive * accuracy);
  const trueNegatives = Math.round((rows - positive) * accuracy);
  return {
    truePositives,
    falseNegatives: positive - truePositives,
    trueNegatives,
    falsePositives: rows - positive - trueNegatives,
  };
}
