import type { Classifier } from '../classifier.ts';
import type { LabelledRows } from '../labelled-rows.ts';
import type { Confusion } from '../metrics/confusion.ts';
import type { Stateful } from '../state.ts';

/** What a gate can say of a segment. */
export const verdictKinds = ['accepted', 'held', 'rejected', 'promoted'] as const;

export type VerdictKind = (typeof verdictKinds)[number];

/** A gate's judgement, with a sentence that explains it to a person, numbers included. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly sentence: string;
  /** What the gate went by, for pictures; nothing from a gate that has no such numbers. */
  readonly reading?: GateReading;
}

/** What a gate saw in a segment, in numbers. */
export interface GateReading {
  /** How much more the labels cost the champion than it expected, in standard deviations. */
  readonly surprise: number;
  /** Above it a segment is suspicious. */
  readonly limit: number;
  /** The trial that ran while this segment came; nothing where none did. */
  readonly trial?: TrialReading;
}

/** A trial after a segment: both sides predicted it before either learned. */
export interface TrialReading {
  /** Segments that it has lasted, this one included. */
  readonly segments: number;
  /** ln of the odds that the challenger is right. */
  readonly evidence: number;
  /** The challenger's share in what was served of this segment. */
  readonly share: number;
  /** Of the whole trial. */
  readonly f1: { readonly champion: number; readonly challenger: number };
  readonly champion: SideScores;
  readonly challenger: SideScores;
  /** How it ended with this segment; nothing while it goes on. */
  readonly outcome?: TrialOutcome;
}

/** How a running trial stands, between segments. */
export interface TrialStanding extends Pick<TrialReading, 'segments' | 'evidence' | 'share' | 'f1'> {
  /** Which of the gate's trials it is, from 1. */
  readonly number: number;
}

/** The challenger became the champion, or was given up. */
export type TrialOutcome = 'promoted' | 'dropped';

/** One side's scores of a segment. */
export interface SideScores {
  readonly confusion: Confusion;
  /** Sum over the rows, in nats. */
  readonly logLossSum: number;
}

/** A segment with what the champion said of it before anything was learned. */
export interface JudgedSegment {
  readonly rows: LabelledRows;
  readonly probabilities: Float64Array;
  /** What the rival said of it, where there is one. */
  readonly byRival?: Float64Array;
  /** The probability from which a row counts as positive. */
  readonly threshold: number;
  /** Share of positives in the last 50 segments before it, above 0 and below 1. */
  readonly positiveShare: number;
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
  /** Of a gate that has trials: the one that runs. */
  trial?(): TrialStanding | undefined;
  /** Ends the running trial as somebody says, whatever the evidence. */
  endTrial?(how: TrialOutcome, champion: Classifier): void;
}
