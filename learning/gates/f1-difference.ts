import { type Confusion, f1Of } from '../metrics/confusion.ts';
import type { Stateful } from '../state.ts';

/** F1 of two models on the same rows, and whether the difference is more than chance. */
export interface F1Difference extends Stateful {
  learn(labels: Uint8Array, champion: Float64Array, challenger: Float64Array, threshold: number): void;
  /** F1 of the champion, of the challenger, and the standard error of their difference. */
  value(): { readonly champion: number; readonly challenger: number; readonly standardError: number };
  reset(): void;
}

/**
 * Counts the eight cells label × champion's prediction × challenger's prediction. The standard error is that of the delta
 * method: F1 is a ratio of counts, and does not change when all of them are multiplied, so the variance of the difference
 * is Σ nₖ gₖ², gₖ its derivative by the count of cell k.
 */
export function createF1Difference(): F1Difference {
  const cells = new Float64Array(8); // 4 · label + 2 · champion + challenger
  return {
    state: { cells },
    learn(labels, champion, challenger, threshold) {
      for (let i = 0; i < labels.length; i++) {
        const said = (champion[i] >= threshold ? 2 : 0) + (challenger[i] >= threshold ? 1 : 0);
        cells[4 * labels[i] + said] += 1;
      }
    },
    value() {
      const [champion, challenger] = [2, 1].map((bit) => confusionIn(cells, bit));
      const variance = cells.reduce((sum, count, cell) => {
        const slope = slopeOf(champion, cell, 2) - slopeOf(challenger, cell, 1);
        return sum + count * slope * slope;
      }, 0);
      return { champion: f1Of(champion), challenger: f1Of(challenger), standardError: Math.sqrt(variance) };
    },
    reset: () => cells.fill(0),
  };
}

/** The counts of the model whose prediction is a bit of the cell's number. */
function confusionIn(cells: Float64Array, bit: number): Confusion {
  const sum = (label: number, said: boolean): number =>
    cells.reduce((total, count, cell) => total + (cell >> 2 === label && (cell & bit) > 0 === said ? count : 0), 0);
  return {
    truePositives: sum(1, true),
    falsePositives: sum(0, true),
    falseNegatives: sum(1, false),
    trueNegatives: sum(0, false),
  };
}

/** ∂F1 / ∂count of a cell: F1 = 2TP / D, D = 2TP + FP + FN. */
function slopeOf(confusion: Confusion, cell: number, bit: number): number {
  const { truePositives, falsePositives, falseNegatives } = confusion;
  const denominator = 2 * truePositives + falsePositives + falseNegatives;
  if (denominator === 0) return 0;
  const [label, said] = [cell >> 2, (cell & bit) > 0 ? 1 : 0];
  const twice = label === 1 && said === 1 ? 2 : 0;
  const share = twice + (label !== said ? 1 : 0);
  return (twice - f1Of(confusion) * share) / denominator;
}
