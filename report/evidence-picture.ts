import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { TrialOutcome } from '../learning/gates/gate.ts';
import { DROPPED_AT, PROMOTED_AT } from '../learning/gates/trial.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import { freerEnd, levelLine, yAxis } from './axes.ts';
import type { PiecePoint } from './curve.ts';
import type { Layer } from './layers.ts';
import { count, counted, decimals } from './numbers.ts';
import { type SegmentPicture, type Shown, segmentScale, wholeOf, within } from './segment-picture.ts';
import { type TrialSegment, trialSegments } from './trials.ts';

const EVIDENCE_PX = 130;
const GAP_PX = 26;
const SHARE_PX = 30;

type Scale = ScaleLinear<number, number>;

/** Nothing to the whole, in the panel below. */
const shareScale = scaleLinear([0, 1], [EVIDENCE_PX + GAP_PX + SHARE_PX, EVIDENCE_PX + GAP_PX]);

/** How the trials went, between the bounds of their test; below it, how much of what was served was the challenger's. */
export function evidencePicture(
  segments: readonly SegmentResult[],
  shown: Shown = wholeOf(segments),
): SegmentPicture | undefined {
  const all = trialSegments(segments);
  if (all.length === 0) return undefined;
  const trials = within(all, shown);
  const points = trials.flatMap(evidencePoints);
  const x = segmentScale(shown);
  const y = evidenceScale(points);
  const bound = (value: number, name: string, side: 'above' | 'below') =>
    levelLine(y(value), `${name} from ${decimals(value, 1)}`, {
      side,
      end: freerEnd(points, { x, y }, y(value), side),
    });
  return {
    name: 'Evidence',
    unit: 'log odds that the challenger is right',
    lead: 'Each trial begins at 0. The label rate of the segment that began it, and each segment after it, speaks for one side or for none; below, the share of the challenger in what was served. Of a champion that has learned little more than it held, both stay, whatever the evidence, until one is ahead.',
    words: inWords(trials),
    x,
    y,
    height: EVIDENCE_PX + GAP_PX + SHARE_PX,
    layers: [
      { kind: 'pieces', of: 'challenger', points, y },
      { kind: 'dots', of: 'challenger', points, y },
      ends(trials, 'dropped', y),
      ends(trials, 'promoted', y),
      { kind: 'bars', points: trials.map(({ segment, trial }) => ({ segment, value: trial.share })), y: shareScale },
    ],
    drawing: [
      bound(PROMOTED_AT, 'promoted', 'below'),
      bound(DROPPED_AT, 'dropped', 'above'),
      yAxis(shareScale, [0, 1], String),
    ],
  };
}

/** A trial's first segment has one before it that began the trial, where nothing spoke for either side. */
function evidencePoints({ segment, piece, trial }: TrialSegment): readonly PiecePoint[] {
  const point = { segment, piece, value: trial.evidence };
  return trial.segments === 1 ? [{ segment: segment - 1, piece, value: 0 }, point] : [point];
}

/** Both bounds are always there; a trial may go beyond them, as F1 has a veto. */
function evidenceScale(points: readonly PiecePoint[]): Scale {
  const low = points.reduce((least, { value }) => Math.min(least, value), DROPPED_AT);
  const high = points.reduce((most, { value }) => Math.max(most, value), PROMOTED_AT);
  return scaleLinear([low, high], [EVIDENCE_PX, 0]).nice(5);
}

/** Where trials ended. */
function ends(trials: readonly TrialSegment[], of: TrialOutcome, y: Scale): Layer {
  const ended = trials.filter(({ trial }) => trial.outcome === of);
  return { kind: 'ends', of, points: ended.map(({ segment, trial }) => ({ segment, value: trial.evidence })), y };
}

function inWords(trials: readonly TrialSegment[]): string {
  if (trials.length === 0) return 'Evidence: no trial ran in the segments shown.';
  const ended = (outcome: TrialOutcome): string =>
    count(trials.filter(({ trial }) => trial.outcome === outcome).length);
  return `Evidence in ${counted(trials[trials.length - 1].piece - trials[0].piece + 1, 'trial')}: ${ended('promoted')} promoted, ${ended('dropped')} dropped.`;
}
