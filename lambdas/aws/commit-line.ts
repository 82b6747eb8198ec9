import type { SideScores, TrialReading } from '../../learning/gates/gate.ts';
import type { CalibrationBin } from '../../learning/metrics/calibration-bins.ts';
import { pooledScores } from '../../learning/metrics/pooled.ts';
import type { LedgerRow, QualityRow, SegmentResult } from '../../learning/snapshot/ledger-row.ts';
import { memberField } from '../contract.ts';

/** Segments of a commit that are told by themselves: a commit of a stream that was waited for has hundreds. */
const NOTABLE_MAX = 10;

/**
 * What the log says of a commit. The dashboard's queries read it, so a name that changes here changes in
 * `lib/constructs/trainer-queries.ts`; a test holds them together.
 *
 * Lists come last: CloudWatch finds the first 200 fields of a line by itself.
 */
export function commitLine({
  version,
  records,
  rows,
  pendingRows,
  segments,
  labels,
  quality,
}: LedgerRow): Record<string, unknown> {
  const scores = pooledScores(segments);
  const trial = trialOf(segments);
  const notable = segments.filter(({ verdict, drift }) => verdict !== 'accepted' || drift.length > 0);
  return {
    version,
    records,
    rows,
    pendingRows,
    ...(labels && { labels }),
    segments: segments.length,
    ...(scores === undefined ? {} : { f1: scores.f1, accuracy: scores.accuracy, logLoss: scores.logLoss }),
    ...(trial && { trial }),
    ...(quality !== null && qualityFields(quality)),
    ...(notable.length === 0 ? {} : { notable: notable.slice(0, NOTABLE_MAX).map(told) }),
  };
}

/** How the trial stood after the commit's last segment in one, and how both sides scored in all of those. */
function trialOf(segments: readonly SegmentResult[]): Record<string, unknown> | undefined {
  const tried = segments.flatMap(({ rows, reading }) => (reading?.trial ? [{ rows, trial: reading.trial }] : []));
  const last = tried.at(-1)?.trial;
  if (last === undefined) return undefined;
  const side = (of: 'champion' | 'challenger') => sideFields(tried.map(({ rows, trial }) => ({ rows, ...trial[of] })));
  return { ...standing(last), champion: side('champion'), challenger: side('challenger') };
}

function standing({ segments, evidence, share, outcome }: TrialReading): Record<string, unknown> {
  return { segments, evidence: short(evidence), share: short(share), ...(outcome && { outcome }) };
}

/** A reading has no squared errors of a side, so its Brier score is left out. */
function sideFields(segments: readonly (SideScores & { readonly rows: number })[]): Record<string, number> {
  const scores = pooledScores(segments.map((segment) => ({ ...segment, brierSum: 0 })));
  if (scores === undefined) return {};
  return { f1: short(scores.f1), logLoss: short(scores.logLoss), accuracy: short(scores.accuracy) };
}

/** Of all rows since the start; and whom a committee listens to. */
function qualityFields(quality: QualityRow): Record<string, unknown> {
  const { rows, f1, accuracy, logLoss, auc, brier, precision, recall, threshold, members, calibration } = quality;
  const scores = { f1, accuracy, logLoss, ...(auc === null ? {} : { auc }), brier, precision, recall, threshold };
  return {
    quality: { rows, ...Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, short(score)])) },
    ...(members.length > 0 && {
      members: Object.fromEntries(
        members.map(({ name, weight, logLoss }) => [
          memberField(name),
          { weight: short(weight), logLoss: short(logLoss) },
        ]),
      ),
    }),
    calibration: calibration.map(tenth),
  };
}

/** Bins are tenths: `from` is where it begins. */
function tenth({ rows, meanProbability, shareOfPositives }: CalibrationBin): Record<string, number> {
  const from = Math.min(9, Math.floor(10 * meanProbability + 1e-9)) / 10;
  return { from, given: short(meanProbability), came: short(shareOfPositives), rows };
}

function told({ segment, sentence, drift }: SegmentResult): Record<string, unknown> {
  return { segment, sentence, ...(drift.length === 0 ? {} : { drift: drift.join(', ') }) };
}

/** Four digits are what a picture shows, and a log is paid by the byte. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}
