import { type Classifier, createClassifier, predictRows } from './classifier.ts';
import type { Definition } from './definition.ts';
import { createDetectors, type DetectorName, detectorNames } from './drift/registry.ts';
import {
  type Gate,
  type JudgedSegment,
  type Rival,
  type TrialOutcome,
  type TrialStanding,
  type Verdict,
  verdictKinds,
} from './gates/gate.ts';
import { createGate } from './gates/registry.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { logit, sigmoid } from './logistic.ts';
import { aucOf } from './metrics/auc.ts';
import type { Confusion } from './metrics/confusion.ts';
import { type PooledScores, scoredOf } from './metrics/pooled.ts';
import { createQualityMeter, type QualityMeter } from './metrics/quality.ts';
import { joinStates, type State, type Stateful } from './state.ts';
import { createThreshold, type Threshold } from './threshold.ts';

/** What became of a segment: its scores by the model before it learned anything of it, and the gate's verdict. */
export interface Outcome {
  /** The segment's number in the life of the model, from 1. */
  readonly segment: number;
  readonly rows: number;
  readonly verdict: Verdict;
  readonly confusion: Confusion;
  /** Sum over the rows, in nats. */
  readonly logLossSum: number;
  /** Sum over the rows of (p − label)². */
  readonly brierSum: number;
  /** Nothing where the segment has one class only. */
  readonly auc: number | null;
  /** Detectors that found, in the errors of these rows, that the world has changed. */
  readonly drift: readonly DetectorName[];
}

/** A classifier under a gate, with all it remembers. */
export interface Model extends Stateful {
  readonly definition: Definition;
  readonly champion: Classifier;
  /** Segments judged so far. */
  readonly segments: number;
  /** Probability that the row of `X` at `offset` has label 1: the champion's, and during a trial also the challenger's. */
  predictProba(X: Float64Array, offset: number): number;
  /** Who is heard beside the champion while a trial runs; `served.ts` tells more of what both say. */
  rival(): Rival | undefined;
  /** How good the model has been since the start. */
  readonly quality: QualityMeter;
  /** The probability from which a row of the next segment counts as positive. */
  readonly threshold: number;
  /**
   * The whole step: predict all rows → score → gate → learn → outcome.
   *
   * A deterministic function of the state and the segment: the same segments in the same order give the same bytes.
   *
   * @throws {Error} when the rows have another width than the definition, or there are none.
   */
  observe(rows: LabelledRows): Outcome;
  /**
   * The same with a verdict that was there before the segment: it is scored, and nothing is learned of it. What the model
   * predicts next, and from when on a row counts as positive, stays as it is.
   */
  score(rows: LabelledRows, verdict: Verdict): Outcome;
  /** The trial that runs, where the gate has one. */
  readonly trial: TrialStanding | undefined;
  /** Ends that trial as somebody says. @throws {Error} when none runs. */
  endTrial(how: TrialOutcome): void;
}

/** A model that has seen nothing. */
export function createModel(definition: Definition): Model {
  return new GatedModel(definition);
}

/**
 * A class, because an object literal with getters keeps what they close over until the next full garbage collection, and
 * costs ten times as much to make.
 */
class GatedModel implements Model {
  readonly definition: Definition;
  readonly champion: Classifier;
  readonly quality: QualityMeter = createQualityMeter();
  readonly state: State;
  readonly #gate: Gate;
  readonly #threshold: Threshold;
  readonly #detectors = createDetectors();
  readonly #verdicts = new Float64Array(verdictKinds.length);

  constructor(definition: Definition) {
    this.definition = definition;
    this.champion = createClassifier(definition);
    this.#gate = createGate(definition);
    this.#threshold = createThreshold(definition.threshold);
    this.state = joinStates({
      champion: this.champion,
      gate: this.#gate,
      totals: { state: { verdicts: this.#verdicts } },
      quality: this.quality,
      threshold: this.#threshold,
      ...this.#detectors,
    });
  }

  get threshold(): number {
    return this.#threshold.value();
  }

  get segments(): number {
    return this.#verdicts.reduce((sum, count) => sum + count, 0);
  }

  predictProba(X: Float64Array, offset: number): number {
    const p = this.champion.predictProba(X, offset);
    const rival = this.rival();
    return rival === undefined ? p : mixed(p, rival.classifier.predictProba(X, offset), rival.share);
  }

  rival(): Rival | undefined {
    return this.#gate.rival?.();
  }

  observe(rows: LabelledRows): Outcome {
    return this.#take(rows, (segment, probabilities) => {
      this.#threshold.learn(rows.y, probabilities);
      return this.#gate.judge(segment, this.champion);
    });
  }

  score(rows: LabelledRows, verdict: Verdict): Outcome {
    return this.#take(rows, () => verdict);
  }

  get trial(): TrialStanding | undefined {
    return this.#gate.trial?.();
  }

  endTrial(how: TrialOutcome): void {
    if (this.trial === undefined) throw new Error(`expected a trial to be ${how}, got none that runs`);
    this.#gate.endTrial?.(how, this.champion);
  }

  /** Predicts a segment, hands it to whoever judges it, and then counts and scores it by what was predicted. */
  #take(rows: LabelledRows, judge: (segment: JudgedSegment, probabilities: Float64Array) => Verdict): Outcome {
    const width = this.definition.features.length;
    if (rows.width !== width) throw new Error(`Got ${rows.width} features when expected ${width}.`);
    if (rows.count === 0) throw new Error('Got no rows when expected at least 1.');
    const byChampion = predictRows(this.champion, rows);
    const rival = this.rival();
    const byRival = rival && predictRows(rival.classifier, rows);
    const probabilities = byRival ? byChampion.map((p, i) => mixed(p, byRival[i], rival.share)) : byChampion;
    const limit = this.threshold;
    const judged = {
      rows,
      probabilities: byChampion,
      threshold: limit,
      positiveShare: positiveShareOf(this.quality.rolling()),
      ...(byRival && { byRival }),
    };
    const verdict = judge(judged, probabilities);
    this.#verdicts[verdictKinds.indexOf(verdict.kind)] += 1;
    const scored = scoredOf(rows.y, probabilities, limit);
    this.quality.learn(scored, rows.y, probabilities);
    const drift = this.#findDrift(rows, probabilities, limit);
    return { segment: this.segments, ...scored, auc: aucOf(rows.y, probabilities), verdict, drift };
  }

  /** Tells each detector of each row, hit or error. */
  #findDrift({ y }: LabelledRows, probabilities: Float64Array, limit: number): DetectorName[] {
    return detectorNames.filter((name) => {
      const detector = this.#detectors[name];
      let found = false;
      for (let i = 0; i < y.length; i++) {
        const error = probabilities[i] >= limit === (y[i] === 1) ? 0 : 1;
        if (detector.update(error)) found = true;
      }
      return found;
    });
  }
}

/** The logarithmic opinion pool (Genest and Zidek 1986): who is less sure has less to say. */
function mixed(champion: number, challenger: number, share: number): number {
  return sigmoid((1 - share) * logit(champion) + share * logit(challenger));
}

/** By Laplace's rule of succession, so that no class is thought impossible: one half before anything was seen. */
function positiveShareOf(scores: PooledScores | undefined): number {
  if (scores === undefined) return 0.5;
  const { truePositives, falseNegatives } = scores.confusion;
  return (truePositives + falseNegatives + 1) / (scores.rows + 2);
}
