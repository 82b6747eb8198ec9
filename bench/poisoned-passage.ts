import { createPoisonedModel, isPoisoned, type Poison } from '../cli/poison.ts';
import { predictRows } from '../learning/classifier.ts';
import { type Definition, resolveDefinition } from '../learning/definition.ts';
import type { GateName } from '../learning/gates/registry.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import { logLossSum } from '../learning/metrics/losses.ts';
import { createModel } from '../learning/model.ts';
import { withLabelsFlipped } from '../records/scenarios/harms.ts';
import { createIdealObserver } from './ideal-observer.ts';

/** One run through a file, scored on its own labels by what was served before a segment was learned. */
export interface Passage {
  /** Nats a row. */
  readonly logLoss: number;
  /** Share of the flipped segments that were held; null where none was flipped. */
  readonly caught: number | null;
  /** Share of the honest ones that were. */
  readonly falseHeld: number;
}

/** The segments through a gate, each flipped as `sluice backtest --poison` does. */
export function passGate(segments: readonly LabelledRows[], gate: GateName, poison: Poison): Passage {
  const model = createModel(definitionOf(segments[0].width, gate));
  const poisoned = createPoisonedModel(model, poison);
  let [loss, rows] = [0, 0];
  for (const segment of segments) {
    loss += logLossSum(segment.y, predictRows(model, segment));
    rows += segment.count;
    poisoned.observe(segment);
  }
  const { caught, falseHeld } = poisoned.figures;
  return { logLoss: loss / rows, caught, falseHeld: falseHeld ?? 0 };
}

/** The same segments, flipped alike, before the ideal observer. */
export function passIdeal(segments: readonly LabelledRows[], poison: Poison): Passage {
  const observer = createIdealObserver(definitionOf(segments[0].width, 'none'), poison.probability);
  const counts = { honest: 0, flipped: 0, honestHeld: 0, flippedHeld: 0 };
  let [loss, rows] = [0, 0];
  for (const [i, segment] of segments.entries()) {
    const flipped = isPoisoned(poison, i + 1);
    const { probabilities, held } = observer.observe(flipped ? withLabelsFlipped(segment) : segment, flipped);
    loss += logLossSum(segment.y, probabilities);
    rows += segment.count;
    counts[flipped ? 'flipped' : 'honest'] += 1;
    if (held) counts[flipped ? 'flippedHeld' : 'honestHeld'] += 1;
  }
  return {
    logLoss: loss / rows,
    caught: counts.flipped === 0 ? null : counts.flippedHeld / counts.flipped,
    falseHeld: counts.honestHeld / Math.max(1, counts.honest),
  };
}

function definitionOf(width: number, gate: GateName): Definition {
  return resolveDefinition('poisoned', { features: width, learner: { name: 'committee' }, gate: { name: gate } });
}
