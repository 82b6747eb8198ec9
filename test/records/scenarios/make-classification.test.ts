import { describe, expect, it } from 'vitest';
import type { LabelledRows } from '../../../learning/labelled-rows.ts';
import { seededRandom } from '../../../learning/random.ts';
import { type ClassificationOptions, drawConcept } from '../../../records/scenarios/make-classification.ts';

const options: ClassificationOptions = {
  features: 10,
  informative: 6,
  redundant: 2,
  clustersPerClass: 2,
  classSep: 1,
  flipY: 0,
};

function sampleOf(varied: Partial<ClassificationOptions> = {}, count = 2_000, seed = 'seed'): LabelledRows {
  return drawConcept(seed, { ...options, ...varied }).sample(count, seededRandom('rows'));
}

const column = ({ X, width, count }: LabelledRows, j: number) =>
  Array.from({ length: count }, (_, i) => X[i * width + j]);
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return products(a, b, meanA, meanB) / Math.sqrt(products(a, a, meanA, meanA) * products(b, b, meanB, meanB));
}

/** Rank of the first 40 rows, by elimination with pivots; what is left of four rounded digits counts as 0. */
function rankOf({ X, width }: LabelledRows): number {
  const matrix = range(40).map((i) => Array.from(X.subarray(i * width, (i + 1) * width)));
  let rank = 0;
  for (let j = 0; j < width; j++) {
    const pivot = matrix.slice(rank).reduce((best, row) => (Math.abs(row[j]) > Math.abs(best[j]) ? row : best));
    if (Math.abs(pivot[j]) < 0.01) continue;
    const at = matrix.indexOf(pivot);
    [matrix[rank], matrix[at]] = [matrix[at], matrix[rank]];
    for (const row of matrix.slice(rank + 1)) {
      const factor = row[j] / pivot[j];
      for (let k = j; k < width; k++) row[k] -= factor * pivot[k];
    }
    rank += 1;
  }
  return rank;
}

/** With the clusters far apart: on which vertex a row lies, by the signs of its features. */
const vertexOf = ({ X, width }: LabelledRows, i: number) =>
  Array.from(X.subarray(i * width, (i + 1) * width), (value) => (value > 0 ? '+' : '-')).join('');

describe('make_classification', () => {
  it.each([1, 2, 3])(
    'puts %i clusters for each class on vertices of their own, with even shares',
    (clustersPerClass) => {
      const rows = sampleOf({ clustersPerClass, classSep: 100, features: 6, redundant: 0 }, 1_200);
      const clusters = Map.groupBy(range(rows.count), (i) => vertexOf(rows, i));
      expect(clusters.size).toBe(2 * clustersPerClass);
      for (const members of clusters.values()) {
        expect(members).toHaveLength(1_200 / (2 * clustersPerClass));
        expect(new Set(members.map((i) => rows.y[i])).size).toBe(1);
      }
    },
  );

  it('puts the vertices classSep away from 0 in each dimension', () => {
    const rows = sampleOf({ classSep: 100, features: 6, redundant: 0 });
    for (const members of Map.groupBy(range(rows.count), (i) => vertexOf(rows, i)).values()) {
      for (const j of range(6)) expect(Math.abs(mean(members.map((i) => rows.X[6 * i + j])))).toBeCloseTo(100, 0);
    }
  });

  it('gives each cluster a shape of its own', () => {
    const rows = sampleOf({ classSep: 100, features: 6, redundant: 0 });
    const shapes = [...Map.groupBy(range(rows.count), (i) => vertexOf(rows, i)).values()].map((members) =>
      correlation(
        members.map((i) => rows.X[6 * i]),
        members.map((i) => rows.X[6 * i + 1]),
      ).toFixed(1),
    );
    expect(new Set(shapes).size).toBeGreaterThan(1);
  });

  it('makes the redundant features linear combinations of the informative ones, and of nothing else', () => {
    expect(rankOf(sampleOf({ features: 8 }))).toBe(6);
    expect(rankOf(sampleOf({ features: 8, redundant: 0 }))).toBe(8); // two of noise instead
    expect(rankOf(sampleOf())).toBe(8);
  });

  it('makes the rest standard normal noise that says nothing about the label', () => {
    const rows = sampleOf({ classSep: 100 });
    const noise = range(10).filter((j) => column(rows, j).every((value) => Math.abs(value) < 6));
    expect(noise).toHaveLength(2);
    for (const j of noise) {
      const values = column(rows, j);
      expect(Math.abs(mean(values))).toBeLessThan(0.1);
      expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.15);
      expect(Math.abs(correlation(values, Array.from(rows.y)))).toBeLessThan(4 / Math.sqrt(rows.count));
    }
  });

  it('draws a share flipY of the labels anew, half of which stay what they were', () => {
    const [clean, flipped] = [sampleOf({}, 8_000), sampleOf({ flipY: 0.2 }, 8_000)];
    const labelOf = new Map<string, number>(); // by vertex: the label of its cluster
    const far = sampleOf({ classSep: 100, features: 6, redundant: 0, flipY: 0.2 }, 8_000);
    for (const [vertex, members] of Map.groupBy(range(far.count), (i) => vertexOf(far, i))) {
      labelOf.set(vertex, mean(members.map((i) => far.y[i])) > 0.5 ? 1 : 0);
    }
    const wrong = range(far.count).filter((i) => labelOf.get(vertexOf(far, i)) !== far.y[i]).length;
    expect(Math.abs(wrong / far.count - 0.1)).toBeLessThan(0.015);
    expect(mean(clean.y)).toBe(0.5);
    expect(Math.abs(mean(flipped.y) - 0.5)).toBeLessThan(0.02);
  });

  it('shuffles the order of the features, another way for another seed', () => {
    const noiseColumns = (seed: string) => {
      const rows = sampleOf({ classSep: 100 }, 200, seed);
      return range(10)
        .filter((j) => column(rows, j).every((value) => Math.abs(value) < 6))
        .join();
    };
    expect(new Set(range(10).map((i) => noiseColumns(`seed ${i}`))).size).toBeGreaterThan(3);
  });

  it('draws any number of rows from one problem, and the problem stays', () => {
    const concept = drawConcept('seed', { ...options, classSep: 100, features: 6, redundant: 0 });
    const [one, other] = ['a', 'b'].map((seed) => concept.sample(400, seededRandom(seed)));
    const vertices = (rows: LabelledRows) => new Set(range(rows.count).map((i) => `${vertexOf(rows, i)} ${rows.y[i]}`));
    expect(vertices(one)).toEqual(vertices(other));
    expect(one.X).not.toEqual(other.X);
    expect(concept.sample(400, seededRandom('a'))).toEqual(one);
  });

  it('rounds to four digits, and never to −0, which JSON would not keep', () => {
    const { X } = sampleOf({}, 5_000);
    expect(X.every((value) => value === Math.round(value * 1e4) / 1e4)).toBe(true);
    expect(X.some((value) => Object.is(value, -0))).toBe(false);
    expect(X.some((value) => value === 0)).toBe(true);
  });
});
