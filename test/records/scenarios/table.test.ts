import { describe, expect, it } from 'vitest';
import { type ScenarioName, scenarioNames, scenarios } from '../../../records/scenarios/table.ts';

const LENGTH = 600;
const harmful = (name: ScenarioName, seed = 1, length = LENGTH) =>
  scenarios[name].truth(seed, length).filter(({ kind }) => kind === 'harmful');
const records = (name: ScenarioName, seed = 1, length = LENGTH) =>
  harmful(name, seed, length).reduce((sum, { from, to }) => sum + to - from, 0);
const positives = (name: ScenarioName, index: number) => {
  const { y, count } = scenarios[name].clean(1, index, LENGTH);
  return y.reduce((sum, label) => sum + label, 0) / count;
};
const meanPositives = (name: ScenarioName) =>
  Array.from({ length: 60 }, (_, i) => positives(name, 10 * i)).reduce((sum, share) => sum + share, 0) / 60;

describe('the scenarios', () => {
  it.each([
    ['flipped-10', 60],
    ['flipped-30', 180],
    ['random-10', 60],
    ['garbage-10', 60],
    ['abrupt-flipped-10', 60],
    ['rare-10-flipped-10', 60],
    ['rare-2-flipped-10', 60],
  ] as const)('%s harms about %i of 600 records, others for another seed', (name, expected) => {
    const counts = Array.from({ length: 20 }, (_, seed) => records(name, seed));
    expect(Math.abs(counts.reduce((sum, count) => sum + count, 0) / 20 - expected)).toBeLessThan(8);
    expect(harmful(name, 1)).not.toEqual(harmful(name, 2));
  });

  it.each([
    ['burst-5', 180, 185, 'labels flipped'],
    ['burst-10', 180, 190, 'labels flipped'],
    ['scaled-10', 180, 190, 'first feature × 1000'],
    ['tour', 180, 185, 'labels flipped'],
  ] as const)('%s harms the records %i to %i', (name, from, to, label) => {
    expect(harmful(name)).toEqual([{ kind: 'harmful', from, to, label }]);
    expect(records(name, 1, 50)).toBe(1); // a fiftieth of a short stream
  });

  it('poisoned-start harms three of the first five, others for another seed', () => {
    const starts = Array.from({ length: 60 }, (_, seed) => {
      expect(records('poisoned-start', seed)).toBe(3);
      const bands = harmful('poisoned-start', seed);
      expect(bands.at(-1)?.to).toBeLessThanOrEqual(5);
      return JSON.stringify(bands);
    });
    expect(new Set(starts).size).toBe(10); // all ways to choose three of five
  });

  it('have half positives, or as few as their names say, but for the labels that are drawn anew', () => {
    for (const name of scenarioNames) {
      const expected = name.includes('rare-10') ? 0.104 : name.includes('rare-2') ? 0.025 : 0.5;
      expect(Math.abs(meanPositives(name) - expected), name).toBeLessThan(0.02);
    }
  });

  it('small and large have records of 20 and of 1,000 rows', () => {
    expect(scenarios.small.rows(1, 0, LENGTH).count).toBeLessThan(22);
    expect(scenarios.large.rows(1, 0, LENGTH).count).toBeGreaterThanOrEqual(1_000);
  });

  it('stuck has its first feature at one value for the second third', () => {
    const first = (index: number) => {
      const { X, count, width } = scenarios.stuck.rows(1, index, LENGTH);
      return new Set(Array.from({ length: count }, (_, i) => X[i * width]));
    };
    expect([first(199).size > 1, first(200).size, first(399).size, first(400).size > 1]).toEqual([true, 1, 1, true]);
    expect(first(200)).toEqual(first(399));
  });

  it('gradual draws more and more rows from the second concept, none before, none after', () => {
    const shared = (index: number) => {
      const [a, b] = [scenarios.gradual, scenarios.fixed].map((scenario) => scenario.rows(1, index, LENGTH));
      const same = Array.from({ length: a.count }, (_, i) => (a.X[i * 10] === b.X[i * 10] ? 1 : 0) as number);
      return same.reduce((sum, one) => sum + one, 0) / a.count;
    };
    expect([shared(199), shared(400)]).toEqual([1, 0]);
    expect(shared(300)).toBeGreaterThan(0.3);
    expect(shared(300)).toBeLessThan(0.7);
  });

  it('recurring has its first concept again after 200 records', () => {
    const labels = scenarios.recurring.truth(1, 450).map(({ label, from, to }) => [label, from, to]);
    expect(labels).toEqual([
      ['concept A', 0, 100],
      ['concept B', 100, 200],
      ['concept A', 200, 300],
      ['concept B', 300, 400],
      ['concept A', 400, 450],
    ]);
  });
});
