import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../learning/kernels/workspace.ts';
import { createCalibration } from '../../../learning/learners/calibration.ts';
import { createCommittee } from '../../../learning/learners/committee.ts';
import { createMixture } from '../../../learning/learners/mixture.ts';
import { stackMember } from '../../../learning/learners/stack.ts';
import { sigmoid } from '../../../learning/logistic.ts';
import { seededRandom } from '../../../learning/random.ts';
import { rowsOf } from '../../builders/rows.ts';

describe('the mixture', () => {
  it('is as good as the best of a few experts, but for ln K and the share', () => {
    const random = seededRandom('experts');
    const mixture = createMixture(3);
    const losses = [0, 0, 0];
    let loss = 0;
    for (let i = 0; i < 2_000; i++) {
      const truth = random.uniform();
      const probabilities = Float64Array.of(truth, 0.5, 1 - truth);
      const label = random.uniform() < truth ? 1 : 0;
      const cost = (p: number) => -Math.log(label === 1 ? p : 1 - p);
      loss += cost(mixture.predict(probabilities));
      probabilities.forEach((p, k) => {
        losses[k] += cost(p);
      });
      mixture.learn(probabilities, label, 1);
    }
    expect(loss).toBeLessThan(Math.min(...losses) + Math.log(3) + 2_000 * 0.001 * 1.1); // Herbster and Warmuth 1998
  });

  it('comes back to an expert that was bad for long within a few rows', () => {
    const mixture = createMixture(2);
    const probabilities = Float64Array.of(0.9, 0.1);
    for (let i = 0; i < 5_000; i++) mixture.learn(probabilities, 1, 1);
    for (let i = 0; i < 10; i++) mixture.learn(probabilities, 0, 1);
    expect(mixture.predict(probabilities)).toBeLessThan(0.12);
  });
});

describe('the stack', () => {
  it('begins as the mean of the members', () => {
    expect(stackMember(createWorkspace(64), 4, 0.01).logit(Float64Array.of(1, 2, 3, 6))).toBe(3);
  });

  it('learns to turn a member around that is always wrong', () => {
    const random = seededRandom('stack');
    const stack = stackMember(createWorkspace(64), 2, 0.03);
    let loss = 0;
    for (let i = 0; i < 3_000; i++) {
      const z = 2 * random.normal();
      const label = random.uniform() < sigmoid(z) ? 1 : 0;
      const p = sigmoid(stack.logit(Float64Array.of(-z, random.normal())));
      if (i >= 2_000) loss -= Math.log(label === 1 ? p : 1 - p) / 1_000;
      stack.learn(label, 1);
    }
    expect(loss).toBeLessThan(0.5); // the truth itself costs 0.43, the member as it stands 1.6
  });
});

describe('a calibration', () => {
  it('mends a member that is three times too bold', () => {
    const random = seededRandom('bold');
    const calibration = createCalibration();
    let [plain, corrected] = [0, 0];
    for (let i = 0; i < 4_000; i++) {
      const z = random.normal();
      const label = random.uniform() < sigmoid(z) ? 1 : 0;
      const cost = (logit: number) => Math.log1p(Math.exp(label === 1 ? -logit : logit));
      const given = calibration.correct(3 * z);
      if (i >= 1_000) {
        plain += cost(3 * z);
        corrected += cost(given);
      }
      calibration.learn(label, 1);
    }
    expect(corrected).toBeLessThan(0.85 * plain);
  });
});

describe('the committee', () => {
  const learn = (width: number, count: number) => {
    const rows = rowsOf(count, { width });
    const committee = createCommittee(width);
    for (let i = 0; i < count; i++) committee.partialFit(rows.X.subarray(i * width, (i + 1) * width), rows.y[i], 1);
    return committee;
  };

  it('tells whom it listens to: weights add up to 1, and losses are means in nats', () => {
    const members = learn(3, 500).members();
    expect(members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(new Set(members.map(({ name }) => name)).size).toBe(members.length);
    for (const { logLoss } of members) expect(logLoss).toBeGreaterThan(0.3);
    const best = members.toSorted((a, b) => a.logLoss - b.logLoss)[0];
    expect(best.logLoss).toBeLessThan(0.4);
  });

  it('keeps under 256 kB at 10 features', () => {
    const bytes = Object.values(createCommittee(10).state).reduce((sum, array) => sum + array.byteLength, 0);
    expect(bytes).toBeLessThan(256 * 1024);
  });

  it('fits into its workspace at every width', () => {
    for (let width = 0; width <= 130; width++) createCommittee(width).predictProba(new Float64Array(width));
  });

  it.each([
    { width: 12, without: [] },
    { width: 16, without: ['pairs, kalman, corrected'] },
    { width: 40, without: ['pairs, bayes', 'pairs, kalman, corrected'] },
    {
      width: 65,
      without: ['pairs, bayes', 'pairs, kalman, corrected', 'kalman', 'waves 2', 'waves 2, kalman, corrected'],
    },
  ])('leaves out the members that are too wide for $width features', ({ width, without }) => {
    const all = [
      'pairs, bayes',
      'pairs, kalman, corrected',
      'kalman',
      'waves 2',
      'waves 2, kalman, corrected',
      'bayes',
    ];
    const names = createCommittee(width)
      .members()
      .map(({ name }) => name);
    for (const name of all) expect(names.includes(name)).toBe(!(without as readonly string[]).includes(name));
  });
});
