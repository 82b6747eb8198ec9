import { type Classifier, createClassifier } from './classifier.ts';
import type { Definition } from './definition.ts';
import { type Verdict, verdictKinds } from './gates/gate.ts';
import { createGate } from './gates/registry.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { type Confusion, confusionOf } from './metrics/confusion.ts';
import { logLossSum } from './metrics/log-loss.ts';
import { joinStates, type Stateful } from './state.ts';

/** What became of a segment: its scores by the model before it learned anything of it, and the gate's verdict. */
export interface Outcome {
  /** The segment's number in the life of the model, from 1. */
  readonly segment: number;
  readonly rows: number;
  readonly verdict: Verdict;
  readonly confusion: Confusion;
  /** Sum over the rows, in nats. */
  readonly logLossSum: number;
}

/** A classifier under a gate, with all it remembers. */
export interface Model extends Stateful {
  readonly definition: Definition;
  readonly champion: Classifier;
  /** Segments judged so far. */
  readonly segments: number;
  /**
   * The whole step: predict all rows → score → gate → learn → outcome.
   *
   * A deterministic function of the state and the segment: the same segments in the same order give the same bytes.
   *
   * @throws {Error} when the rows have another width than the definition, or there are none.
   */
  observe(rows: LabelledRows): Outcome;
}

/** A model that has seen nothing. */
export function createModel(definition: Definition): Model {
  const width = definition.features.length;
  const champion = createClassifier(definition);
  const gate = createGate(definition);
  const verdicts = new Float64Array(verdictKinds.length);
  const totals = { state: { verdicts } };
  return {
    definition,
    champion,
    state: joinStates({ champion, gate, totals }),
    get segments() {
      return verdicts.reduce((sum, count) => sum + count, 0);
    },
    observe(rows) {
      if (rows.width !== width) throw new Error(`Got ${rows.width} features when expected ${width}.`);
      if (rows.count === 0) throw new Error('Got no rows when expected at least 1.');
      const probabilities = new Float64Array(rows.count);
      for (let i = 0; i < rows.count; i++) probabilities[i] = champion.predictProba(rows.X, i * width);
      const verdict = gate.judge({ rows, probabilities }, champion);
      verdicts[verdictKinds.indexOf(verdict.kind)] += 1;
      return {
        segment: this.segments,
        rows: rows.count,
        verdict,
        confusion: confusionOf(rows.y, probabilities, definition.threshold),
        logLossSum: logLossSum(rows.y, probabilities),
      };
    },
  };
}
