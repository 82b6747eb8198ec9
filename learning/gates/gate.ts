import type { Classifier } from '../classifier.ts';
import type { LabelledRows } from '../labelled-rows.ts';
import type { Stateful } from '../state.ts';

/** What a gate can say of a segment. */
export const verdictKinds = ['accepted', 'held', 'rejected', 'promoted'] as const;

export type VerdictKind = (typeof verdictKinds)[number];

/** A gate's judgement, with a sentence that explains it to a person, numbers included. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly sentence: string;
}

/** A segment with what the champion said of it before anything was learned. */
export interface JudgedSegment {
  readonly rows: LabelledRows;
  readonly probabilities: Float64Array;
  /** The probability from which a row counts as positive. */
  readonly threshold: number;
}

/** Decides what of a segment the champion learns, and teaches it that. */
export interface Gate extends Stateful {
  judge(segment: JudgedSegment, champion: Classifier): Verdict;
}
