import { type Classifier, createClassifier, predictRows } from '../classifier.ts';
import type { Definition } from '../definition.ts';
import type { LabelledRows } from '../labelled-rows.ts';
import { sigmoid } from '../logistic.ts';
import { confusionOf } from '../metrics/confusion.ts';
import { logLoss, logLossSum } from '../metrics/losses.ts';
import { joinStates } from '../state.ts';
import { createF1Difference } from './f1-difference.ts';
import type { Gate, GateReading, JudgedSegment, SideScores, TrialReading } from './gate.ts';
import { surpriseOf } from './surprise.ts';
import { createSurpriseLimit } from './surprise-limit.ts';

/** The largest share of harmful segments that is thought possible. */
const HARMFUL_SHARE = 0.3;
/** Log likelihood ratio of a segment won, if the world changed against if that segment was harmful; and of one lost. */
const WIN = Math.log(0.95 / HARMFUL_SHARE);
const LOSS = Math.log(0.05 / (1 - HARMFUL_SHARE));
/** The sequential test (Wald 1945): promoted at odds of 245 to 1, dropped at 1 to 7. */
const PROMOTED_AT = 5.5;
const DROPPED_AT = -2;
/** Fewer rows than this say too little of a segment to be believed against the champion: it learns them as they come. */
const ROWS_MIN = 10;
/** Segments after which a trial ends, decided or not. */
const TRIAL_MAX = 20;
/** F1 has the veto where it is lower by more standard errors than this. */
const VETO_ERRORS = 2;

/**
 * The default gate. A segment that surprises the champion is believed by a copy only, the challenger, and the segments
 * after it decide who was right: so harm is held back, a change is followed, and nothing is lost by it, because the
 * challenger has learned all of it. docs/decisions/0009-champion-gate.md has the idea and its figures.
 */
export function createChampionGate(definition: Definition): Gate {
  const challenger = createClassifier(definition);
  const limit = createSurpriseLimit();
  const f1 = createF1Difference();
  const trial = new Float64Array(4); // whether one runs, its segments, evidence, Σ (champion's − challenger's log loss)
  const ended = new Float64Array(2); // trials so far: promoted, dropped

  const begin = (champion: Classifier): void => {
    challenger.become(champion);
    trial.set([1, 0, 0, 0]);
    f1.reset();
  };
  /** Lets both predict the segment; one segment is one piece of evidence, however many rows it has. */
  const weigh = ({ rows, probabilities, threshold }: JudgedSegment): TrialReading => {
    const challenged = predictRows(challenger, rows);
    const share = trust(trial[2], ended);
    f1.learn(rows.y, probabilities, challenged, threshold);
    const { sum, standardError } = lossDifference(rows, probabilities, challenged);
    trial[1] += 1;
    trial[2] += sum > standardError ? WIN : sum < -standardError ? LOSS : 0;
    trial[3] += sum;
    return {
      segments: trial[1],
      evidence: trial[2],
      share,
      champion: scoresOf(rows, probabilities, threshold),
      challenger: scoresOf(rows, challenged, threshold),
    };
  };
  const outcomeOf = (): 'promoted' | 'dropped' | undefined => {
    if (trial[0] === 0) return undefined;
    const over = trial[1] >= TRIAL_MAX;
    if (trial[2] >= PROMOTED_AT || (over && trial[3] > 0)) {
      const { champion, challenger: other, standardError } = f1.value();
      if (champion - other <= VETO_ERRORS * standardError) return 'promoted';
    }
    return over || trial[2] <= DROPPED_AT ? 'dropped' : undefined;
  };

  return {
    state: joinStates({ challenger, limit, f1, trial: { state: { trial, ended } } }),
    rival: () => (trial[0] === 0 ? undefined : { classifier: challenger, share: trust(trial[2], ended) }),
    judge(segment, champion) {
      if (segment.rows.count < ROWS_MIN) {
        champion.partialFit(segment.rows);
        return { kind: 'accepted', sentence: `accepted: ${segment.rows.count} rows are too few to judge` };
      }
      const surprise = surpriseOf(segment.rows.y, segment.probabilities);
      const expected = limit.value();
      const suspicious = surprise > expected;
      const reading = {
        surprise,
        limit: Number.isFinite(expected) ? expected : null,
        ...(trial[0] === 1 && { trial: weigh(segment) }),
      };
      const outcome = outcomeOf();
      const scores = trial[0] === 1 ? trialInWords(trial, f1.value()) : '';
      if (outcome !== undefined) {
        trial[0] = 0;
        ended[outcome === 'promoted' ? 0 : 1] += 1;
      }

      if (outcome === 'promoted') {
        champion.become(challenger);
        champion.partialFit(segment.rows);
        limit.forget(); // what surprised the old champion says little of the new one
        return { kind: 'promoted', sentence: `promoted: ${scores}`, reading };
      }
      if (!suspicious) {
        limit.learn(surprise);
        champion.partialFit(segment.rows);
        if (trial[0] === 1) challenger.partialFit(segment.rows);
        return { kind: 'accepted', sentence: acceptedInWords(reading, scores, outcome), reading };
      }
      const begins = trial[0] === 0;
      if (begins) begin(champion);
      challenger.partialFit(segment.rows);
      return { kind: 'held', sentence: heldInWords(reading, scores, begins), reading };
    },
  };
}

/** The odds of the evidence, with a prior from how earlier trials ended: six dropped for each promoted, to begin with. */
function trust(evidence: number, [promoted, dropped]: Float64Array): number {
  return sigmoid(evidence - Math.log((dropped + 6) / (promoted + 1)));
}

function scoresOf(rows: LabelledRows, probabilities: Float64Array, threshold: number): SideScores {
  return { confusion: confusionOf(rows.y, probabilities, threshold), logLossSum: logLossSum(rows.y, probabilities) };
}

function acceptedInWords(reading: GateReading, scores: string, outcome: 'dropped' | undefined): string {
  const trial = scores === '' ? '' : `; ${outcome === 'dropped' ? 'challenger dropped: ' : ''}${scores}`;
  return `accepted: ${surpriseInWords(reading)}${trial}`;
}

function heldInWords(reading: GateReading, scores: string, begins: boolean): string {
  return `held: ${surpriseInWords(reading)}; ${begins ? 'challenger began' : scores}`;
}

function surpriseInWords({ surprise, limit }: GateReading): string {
  if (limit === null) return `surprise ${surprise.toFixed(1)}, too early to judge`;
  return `surprise ${surprise.toFixed(1)}, expected under ${limit.toFixed(1)}`;
}

function trialInWords(trial: Float64Array, { champion, challenger }: { champion: number; challenger: number }): string {
  const f1 = `F1 ${champion.toFixed(2)} against challenger's ${challenger.toFixed(2)}`;
  return `${f1} over ${trial[1]} segments, evidence ${trial[2].toFixed(1)}`;
}

/** By how much the rows cost the champion more than the challenger, and the standard error of that sum. */
function lossDifference({ y }: LabelledRows, champion: Float64Array, challenger: Float64Array) {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const difference = logLoss(y[i], champion[i]) - logLoss(y[i], challenger[i]);
    sum += difference;
    squares += difference * difference;
  }
  const n = y.length;
  return { sum, standardError: Math.sqrt(Math.max(0, squares - (sum * sum) / n)) };
}
