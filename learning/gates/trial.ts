import type { LabelledRows } from '../labelled-rows.ts';
import { logit, sigmoid } from '../logistic.ts';
import { confusionOf } from '../metrics/confusion.ts';
import { logLossSum } from '../metrics/losses.ts';
import { joinStates, type Stateful } from '../state.ts';
import { createF1Difference } from './f1-difference.ts';
import type { JudgedSegment, SideScores, TrialOutcome, TrialReading, TrialStanding } from './gate.ts';
import { clearlyBetter, lossDifference } from './loss-difference.ts';

/**
 * A champion whose lead is smaller, segments learned less segments held, may itself have believed the harmful ones: its lead is
 * all that it has over its challenger.
 */
export const YOUNG = 10;
/** The sequential test (Wald 1945): promoted at odds of 245 to 1, dropped at 1 to 7. Evidence does not grow beyond. */
export const PROMOTED_AT = 5.5;
export const DROPPED_AT = -2;
/** So much further it may grow for a challenger that was dropped before, so that it is nearly all that is served when it is right. */
const BEYOND_DOUBT = 2;
/**
 * Against a young champion, where each may be the one that began with harm: promoted at odds of 20 to 1 in the trial, at once,
 * if more segments by so many have contradicted the champion than it has learned; dropped when it is young no longer.
 */
const YOUNG_PROMOTED_AT = 3;
const YOUNG_PROMOTED_AHEAD = 3;
/** With which probability the one that is right wins a segment. */
const RIGHT_WINS = 0.95;
/**
 * F1 has a veto until the trial's end where it is lower by more standard errors than this. Not for longer: at a fixed
 * threshold a model that says too much is positive can have the higher F1, of worse probabilities.
 */
const VETO_ERRORS = 2;
/** The smallest share of harmful segments that is always reckoned with. */
const HARMFUL_LEAST = 0.05;
/**
 * What is thought before anything was seen: three of ten segments harmful, and eight challengers dropped for one promoted,
 * on the strength of half a promotion, so that a stream is soon known by its own trials.
 */
const HARMFUL_BEFORE = 3;
const JUDGED_BEFORE = 10;
const DROPPED_BEFORE = 4;
const PROMOTED_BEFORE = 0.5;
/** The prior odds against a new challenger stay within these. */
const ODDS_LEAST = 0.2;
const ODDS_MOST = 20;

/** What becomes of a challenger: one that was refuted is kept, and may be tried again. */
const [NONE, TRIED, KEPT, TRIED_AGAIN] = new Uint8Array(4).keys();

/** Champion against challenger, a segment at a time; remembers how earlier trials ended. */
export interface Trial extends Stateful {
  running(): boolean;
  /** Whether there is a challenger that was dropped, not discarded, and not replaced since. */
  keeps(): boolean;
  /** Keeps the challenger no longer. */
  discard(): void;
  /** Whether the challenger on trial was dropped before. */
  runsAgain(): boolean;
  /** How the last segment went for the challenger: clearly better 1, clearly worse −1, neither 0. */
  last(): number;
  /**
   * @param evidence - what is known for the challenger before it was tried, in nats.
   * @param who - a new one, or the one that was kept.
   */
  begin(evidence: number, who: 'new' | 'kept'): void;
  /** Counts a segment that was judged, and whether it was held: what is held in a trial that is lost was harmful. */
  count(held: boolean): void;
  /**
   * Takes a segment as one piece of evidence, however many rows it has, and says whether that decides the trial.
   *
   * @param lead - segments that the champion has learned, less those that contradicted it.
   */
  weigh(segment: JudgedSegment, challenged: Float64Array, lead: number): TrialReading;
  /** The challenger's share in what is served, against a champion with such a lead. */
  share(lead: number): number;
  /** How it stands, against a champion with such a lead. */
  standing(lead: number): TrialStanding;
  /** Ends it, against a champion with such a lead. */
  end(how: TrialOutcome, lead: number): void;
}

/**
 * @param segmentsMin before which nobody is promoted. It costs nothing, for the challenger is served as soon as it is right;
 * and a burst of harmful segments is over by then, with the champion as it was. After twice as many a trial ends, decided or
 * not: the one with the lower log loss stays.
 * @param harmfulMost the largest share of harmful segments that is thought possible.
 */
export function createTrial(segmentsMin: number, harmfulMost: number): Trial {
  const evenEvidence = evenOdds(RIGHT_WINS * (1 - harmfulMost) + (1 - RIGHT_WINS) * harmfulMost);
  const f1 = createF1Difference();
  const current = new Float64Array(6);
  const [STAGE, SEGMENTS, EVIDENCE, DIFFERENCE, HELD, LAST] = current.keys();
  const ever = new Float64Array(4);
  const [PROMOTED, DROPPED, HARMFUL, JUDGED] = ever.keys();

  const shareOf = (lead: number): number => {
    // The lead has the trial in it: what the challenger won was held, and what it lost the champion has learned.
    if (lead < YOUNG) return sigmoid(-Math.min(Math.log(ODDS_MOST), evenEvidence.win * lead));
    // The stream has refuted it once: until the evidence is beyond what a promotion takes, it is the smaller part of what is served.
    if (current[STAGE] === TRIED_AGAIN) return sigmoid(current[EVIDENCE] - PROMOTED_AT);
    const earlier = (ever[DROPPED] + DROPPED_BEFORE) / (ever[PROMOTED] + PROMOTED_BEFORE);
    return sigmoid(current[EVIDENCE] - Math.log(Math.max(ODDS_LEAST, Math.min(ODDS_MOST, earlier))));
  };
  const harmfulShare = (): number => {
    const share = (ever[HARMFUL] + HARMFUL_BEFORE) / (ever[JUDGED] + JUDGED_BEFORE);
    return Math.max(HARMFUL_LEAST, Math.min(harmfulMost, share));
  };
  const outcome = (lead: number): TrialOutcome | undefined => {
    if (lead <= -YOUNG_PROMOTED_AHEAD && current[EVIDENCE] >= YOUNG_PROMOTED_AT) return 'promoted';
    if (lead < YOUNG) return undefined; // both stay, and are served by the lead, until one is well ahead
    if (current[SEGMENTS] >= 2 * segmentsMin) return current[DIFFERENCE] > 0 ? 'promoted' : 'dropped';
    if (current[EVIDENCE] <= DROPPED_AT) return 'dropped';
    if (current[EVIDENCE] < PROMOTED_AT || current[SEGMENTS] < segmentsMin) return undefined;
    const { champion, challenger, standardError } = f1.value();
    return champion - challenger > VETO_ERRORS * standardError ? undefined : 'promoted';
  };
  const end = (how: TrialOutcome, lead: number): void => {
    current[STAGE] = how === 'dropped' ? KEPT : NONE;
    // A promotion over a young champion says that it began with harm, not that the world changed.
    ever[how === 'promoted' && lead >= YOUNG ? PROMOTED : DROPPED] += 1;
    if (how === 'dropped') ever[HARMFUL] += current[HELD];
  };
  const running = () => current[STAGE] === TRIED || current[STAGE] === TRIED_AGAIN;
  return {
    state: joinStates({ f1, trial: { state: { current, ever } } }),
    running,
    keeps: () => current[STAGE] === KEPT,
    runsAgain: () => current[STAGE] === TRIED_AGAIN,
    last: () => current[LAST],
    discard() {
      current[STAGE] = NONE;
    },
    begin(evidence, who) {
      current.fill(0);
      current[STAGE] = who === 'kept' ? TRIED_AGAIN : TRIED;
      current[EVIDENCE] = evidence;
      f1.reset();
    },
    count(held) {
      ever[JUDGED] += 1;
      if (held) current[HELD] += 1;
    },
    weigh({ rows, probabilities, threshold }, challenged, lead) {
      const share = shareOf(lead);
      f1.learn(rows.y, probabilities, challenged, threshold);
      const difference = lossDifference(rows, probabilities, challenged);
      const better = clearlyBetter(difference);
      const { win, loss } = lead < YOUNG ? evenEvidence : evidenceAgainst(harmfulShare());
      current[SEGMENTS] += 1;
      const most = current[STAGE] === TRIED_AGAIN ? PROMOTED_AT + BEYOND_DOUBT : PROMOTED_AT;
      current[EVIDENCE] = Math.min(most, current[EVIDENCE] + (better > 0 ? win : better < 0 ? loss : 0));
      current[DIFFERENCE] += difference.sum;
      current[LAST] = better;
      const decided = outcome(lead);
      if (decided !== undefined) end(decided, lead);
      return {
        segments: current[SEGMENTS],
        evidence: current[EVIDENCE],
        share,
        f1: f1.value(),
        champion: scoresOf(rows, probabilities, threshold),
        challenger: scoresOf(rows, challenged, threshold),
        ...(decided && { outcome: decided }),
      };
    },
    share: shareOf,
    standing: (lead) => ({
      number: 1 + ever[PROMOTED] + ever[DROPPED],
      segments: current[SEGMENTS],
      evidence: current[EVIDENCE],
      share: shareOf(lead),
      f1: f1.value(),
    }),
    end,
  };
}

/**
 * Log likelihood ratio of a segment won or lost, of "the world changed" against "what the challenger began with was
 * harmful": then it wins only those segments that are harmful too.
 */
function evidenceAgainst(harmful: number): { win: number; loss: number } {
  return { win: Math.log(RIGHT_WINS / harmful), loss: Math.log((1 - RIGHT_WINS) / (1 - harmful)) };
}

/** Both may have begun with harm, and each wins the segments of its own kind: a win says as much as a loss. */
function evenOdds(wins: number): { win: number; loss: number } {
  const win = logit(wins);
  return { win, loss: -win };
}

function scoresOf({ y }: LabelledRows, probabilities: Float64Array, threshold: number): SideScores {
  return { confusion: confusionOf(y, probabilities, threshold), logLossSum: logLossSum(y, probabilities) };
}
