import type { DetectorName } from '../learning/drift/registry.ts';
import { type SideScores, type TrialOutcome, type TrialReading, verdictKinds } from '../learning/gates/gate.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { decisionsOf } from './decisions.ts';
import type { History, WeightsAt } from './history.ts';
import { thin } from './series.ts';
import { heaviestMembers } from './weights-picture.ts';

/** Of older segments a page leaves the sentence out, of those on which something was decided later than of others. */
const SENTENCES_KEPT = 1_000;
/** Points of what changes slowly. */
const POINTS_KEPT = 300;

/** A history as a page carries it, and a server sends it: JSON, a list for each segment, rounded to what can be seen. */
export interface PackedHistory extends Omit<History, 'segments' | 'weights'> {
  readonly segments: readonly PackedSegment[];
  readonly weights: { readonly names: readonly string[]; readonly at: readonly (readonly number[])[] };
}

/** segment, rows, verdict, TP, FP, FN, TN, Σ log loss, Σ squared error, AUC, sentence, drift, surprise, limit, trial; zeros at the end are left out. */
type PackedSegment = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number | null,
  string | 0,
  readonly DetectorName[] | 0,
  ...rest: readonly [number, number, PackedTrial?] | readonly [],
];

type PackedSide = readonly [number, number, number, number, number];
type PackedTrial = readonly [number, number, number, number, number, PackedSide, PackedSide, (TrialOutcome | 0)?];

export function packHistory(history: History): PackedHistory {
  const { segments, weights, progress } = history;
  const decided = segments.filter((segment) => decisionsOf(segment).length > 0);
  const told = new Set([...segments.slice(-SENTENCES_KEPT), ...decided.slice(-SENTENCES_KEPT)]);
  return {
    ...history,
    segments: segments.map((segment) => packSegment(segment, told.has(segment))),
    progress: thin(progress, POINTS_KEPT),
    weights: packWeights(weights),
  };
}

export function unpackHistory(packed: PackedHistory): History {
  const { names, at } = packed.weights;
  return {
    ...packed,
    segments: packed.segments.map(unpackSegment),
    weights: at.map(([segment, ...values]) => ({
      segment,
      weights: Object.fromEntries(names.map((name, i) => [name, values[i]])),
    })),
  };
}

export function packSegment(result: SegmentResult, withSentence = true): PackedSegment {
  const { segment, rows, verdict, sentence, confusion, logLossSum, brierSum, auc, drift, reading } = result;
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  return [
    segment,
    rows,
    verdictKinds.indexOf(verdict),
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    rounded(logLossSum, 3),
    rounded(brierSum, 3),
    auc === null ? null : rounded(auc, 4),
    withSentence ? sentence : 0,
    drift.length === 0 ? 0 : drift,
    ...(reading === undefined
      ? ([] as const)
      : ([
          rounded(reading.surprise, 3),
          rounded(reading.limit, 3),
          ...(reading.trial === undefined ? [] : ([packTrial(reading.trial)] as const)),
        ] as const)),
  ] as PackedSegment;
}

/** JSON has no infinity: such a number comes back as NaN, and is drawn on the edge as both are. */
export function unpackSegment(packed: PackedSegment): SegmentResult {
  const [segment, rows, verdict, tp, fp, fn, tn, logLossSum, brierSum, auc, sentence, drift, surprise, limit, trial] =
    packed;
  const kind = verdictKinds[verdict];
  return {
    segment,
    rows,
    verdict: kind,
    sentence: sentence === 0 ? kind : sentence,
    confusion: { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn },
    logLossSum: logLossSum ?? Number.NaN,
    brierSum: brierSum ?? Number.NaN,
    auc,
    drift: drift === 0 ? [] : drift,
    ...(surprise !== undefined && {
      reading: {
        surprise: surprise ?? Number.NaN,
        limit: limit ?? Number.NaN,
        ...(trial !== undefined && { trial: unpackTrial(trial) }),
      },
    }),
  };
}

function packTrial({ segments, evidence, share, f1, champion, challenger, outcome }: TrialReading): PackedTrial {
  return [
    segments,
    rounded(evidence, 3),
    rounded(share, 4),
    rounded(f1.champion, 4),
    rounded(f1.challenger, 4),
    packSide(champion),
    packSide(challenger),
    ...(outcome === undefined ? ([] as const) : ([outcome] as const)),
  ];
}

function unpackTrial([
  segments,
  evidence,
  share,
  own,
  other,
  champion,
  challenger,
  outcome,
]: PackedTrial): TrialReading {
  return {
    segments,
    evidence,
    share,
    f1: { champion: own, challenger: other },
    champion: unpackSide(champion),
    challenger: unpackSide(challenger),
    ...(outcome && { outcome }),
  };
}

function packSide({ confusion, logLossSum }: SideScores): PackedSide {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  return [truePositives, falsePositives, falseNegatives, trueNegatives, rounded(logLossSum, 3)];
}

function unpackSide([
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
  logLossSum,
]: PackedSide): SideScores {
  return {
    confusion: { truePositives, falsePositives, falseNegatives, trueNegatives },
    logLossSum: logLossSum ?? Number.NaN,
  };
}

/** Those that are drawn, and no more points than can be told apart. */
function packWeights(all: readonly WeightsAt[]): PackedHistory['weights'] {
  const names = heaviestMembers(all);
  return {
    names,
    at: thin(all, POINTS_KEPT).map(({ segment, weights }) => [
      segment,
      ...names.map((name) => rounded(weights[name] ?? 0, 3)),
    ]),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
