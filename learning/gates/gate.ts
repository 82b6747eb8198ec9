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

/** A copy that believed what the champion did not, and how far it is trusted by now. */
export interface Rival {
  readonly classifier: Classifier;
  /** Its share in what is served, 0 to 1. */
  readonly share: number;
}

/** Decides what of a segment the champion learns, and teaches it that. */
export interface Gate extends Stateful {
  /** While a trial runs, who else is heard. */
  rival?(): Rival | undefined;
  judge(segment: JudgedSegment, champion: Classifier): Verdict;
}
