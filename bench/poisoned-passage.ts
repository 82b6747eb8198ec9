import { createPoisonCount, createPoisonedModel, isPoisoned, type Poison, type PoisonFigures } from '../cli/poison.ts';
import { type Definition, resolveDefinition } from '../learning/definition.ts';
import type { GateName } from '../learning/gates/registry.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import type { LearnerName } from '../learning/learners/registry.ts';
import { logLossSum } from '../learning/metrics/losses.ts';
import { createModel } from '../learning/model.ts';
import { withLabelsFlipped } from '../records/scenarios/harms.ts';
import { createIdealObserver } from './ideal-observer.ts';

/** One run through a file, scored on its own labels by what was served before a segment was learned. */
export interface Passage extends Omit<PoisonFigures, 'poisoned'> {
  /** Nats a row. */
  readonly logLoss: number;
}

/** Who learns, and which gate is before it. */
interface Judged {
  readonly learner: LearnerName;
  readonly gate: GateName;
}

/** The segments through a gate, each flipped as `sluice backtest --poison` does. */
export function passGate(segments: readonly LabelledRows[], by: Judged, poison: Poison): Passage {
  const poisoned = createPoisonedModel(createModel(definitionOf(segments[0].width, by)), poison);
  for (const segment of segments) poisoned.observe(segment);
  const { caught, falseHeld } = poisoned.figures;
  return { logLoss: poisoned.quality.whole()?.logLoss ?? 0, caught, falseHeld };
}

/** The same segments, flipped alike, before the ideal observer. */
export function passIdeal(segments: readonly LabelledRows[], learner: LearnerName, poison: Poison): Passage {
  const observer = createIdealObserver(definitionOf(segments[0].width, { learner, gate: 'none' }), poison.probability);
  const kept = createPoisonCount();
  let [loss, rows] = [0, 0];
  for (const [i, segment] of segments.entries()) {
    const flipped = isPoisoned(poison, i + 1);
    const { probabilities, held } = observer.observe(flipped ? withLabelsFlipped(segment) : segment, flipped);
    loss += logLossSum(segment.y, probabilities);
    rows += segment.count;
    kept.count(flipped, held);
  }
  const { caught, falseHeld } = kept.figures();
  return { logLoss: loss / rows, caught, falseHeld };
}

function definitionOf(width: number, { learner, gate }: Judged): Definition {
  return resolveDefinition('poisoned', { features: width, learner: { name: learner }, gate: { name: gate } });
}
