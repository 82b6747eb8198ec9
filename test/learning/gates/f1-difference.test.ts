import { describe, expect, it } from 'vitest';
import { createF1Difference } from '../../../learning/gates/f1-difference.ts';
import { seededRandom } from '../../../learning/random.ts';
import { calibrated } from '../../builders/calibrated.ts';

describe('the difference of two F1s', () => {
  it('has the standard error that it varies by', () => {
    const random = seededRandom('f1');
    const draw = () => {
      const f1 = createF1Difference();
      const { labels, probabilities } = calibrated(400, random);
      const other = probabilities.map((p) => Math.min(1, Math.max(0, p + 0.2 * random.normal())));
      f1.learn(labels, probabilities, other, 0.5);
      return f1.value();
    };
    const draws = Array.from({ length: 1_500 }, draw);
    const differences = draws.map(({ champion, challenger }) => champion - challenger);
    const mean = differences.reduce((sum, value) => sum + value, 0) / draws.length;
    const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length);
    const stated = draws.reduce((sum, { standardError }) => sum + standardError, 0) / draws.length;
    expect(Math.abs(stated / spread - 1)).toBeLessThan(0.1);
  });
});
