import type { SideScores, TrialReading } from '../learning/gates/gate.ts';
import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';
import type { PiecePoint } from './curve.ts';

/** A segment that came during a trial. */
export interface TrialSegment {
  readonly segment: number;
  readonly trial: TrialReading;
  /** Which of the trials, from 0. */
  readonly piece: number;
}

/** The segments of all trials, in order. */
export function trialSegments(segments: readonly SegmentResult[]): readonly TrialSegment[] {
  let piece = -1;
  let before: TrialReading | undefined;
  return segments.flatMap(({ segment, reading }) => {
    if (reading === undefined) return []; // too few rows to judge: no part of a trial, and no end of one
    const { trial } = reading;
    if (trial !== undefined && !goesOn(before, trial)) piece += 1;
    before = trial;
    return trial === undefined ? [] : [{ segment, trial, piece }];
  });
}

/** What one side scored in each trial, to be joined within it only. */
export function sidePoints(
  trials: readonly TrialSegment[],
  side: 'champion' | 'challenger',
  score: (scores: SideScores) => number,
): readonly PiecePoint[] {
  return trials.map(({ segment, trial, piece }) => ({ segment, piece, value: score(trial[side]) }));
}

function goesOn(before: TrialReading | undefined, trial: TrialReading): boolean {
  return before !== undefined && before.outcome === undefined && trial.segments > before.segments;
}
