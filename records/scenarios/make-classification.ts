import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { type Random, seededRandom, shuffle } from '../../learning/random.ts';

/** What a classification problem looks like, by scikit-learn's names. */
export interface ClassificationOptions {
  readonly features: number;
  readonly informative: number;
  readonly redundant: number;
  readonly clustersPerClass: number;
  /** Half the side of the hypercube on whose vertices the clusters lie. */
  readonly classSep: number;
  /** Share of labels that are drawn anew, at random. */
  readonly flipY: number;
  /** Share of rows of class 1, each drawn by itself; left out, the classes come in turn, as many of each. */
  readonly positives?: number;
}

/** A problem drawn once; rows are drawn from it as often as wanted. */
export interface Concept {
  sample(count: number, random: Random): LabelledRows;
}

/**
 * Draws a classification problem as scikit-learn's `make_classification` does, in its parts (Guyon 2003, "Design of
 * experiments of the NIPS 2003 variable selection benchmark"): clusters of normal points on distinct vertices of a
 * hypercube, each with a linear map of its own, classes in turn; redundant features are random combinations of the
 * informative ones; the rest is noise; the order of the features is shuffled.
 *
 * Where scikit-learn draws a whole data set, this keeps the problem, so that a stream has one concept for as long as
 * it is to have one.
 */
export function drawConcept(seed: string, options: ClassificationOptions): Concept {
  const { features, informative, redundant, clustersPerClass, classSep, flipY, positives } = options;
  const random = seededRandom(seed);
  const clusters = 2 * clustersPerClass;
  const centres = vertices(clusters, informative, random).map((vertex) =>
    vertex.map((bit) => (2 * bit - 1) * classSep),
  );
  const maps = Array.from({ length: clusters }, () => uniformMatrix(informative * informative, random));
  const combinations = uniformMatrix(informative * redundant, random);
  const columns = Uint32Array.from({ length: features }, (_, i) => i);
  shuffle(columns, random);

  const drawRow = (cluster: number, X: Float64Array, at: number, noise: Random): void => {
    const row = new Float64Array(features);
    const normals = Float64Array.from({ length: informative }, () => noise.normal());
    for (let j = 0; j < informative; j++) {
      row[j] = centres[cluster][j];
      for (let k = 0; k < informative; k++) row[j] += normals[k] * maps[cluster][k * informative + j];
    }
    for (let j = 0; j < redundant; j++) {
      for (let k = 0; k < informative; k++) row[informative + j] += row[k] * combinations[k * redundant + j];
    }
    for (let j = informative + redundant; j < features; j++) row[j] = noise.normal();
    for (let j = 0; j < features; j++) X[at + columns[j]] = rounded(row[j]);
  };
  /** A cluster of class 1 (the odd ones) as often as the share says. */
  const rareCluster = (share: number, noise: Random): number =>
    2 * noise.integer(clustersPerClass) + (noise.uniform() < share ? 1 : 0);
  return {
    sample(count, noise) {
      const X = new Float64Array(count * features);
      const y = new Uint8Array(count);
      const order = Uint32Array.from({ length: count }, (_, i) => i); // clusters in turn, then shuffled: even shares
      shuffle(order, noise);
      for (let i = 0; i < count; i++) {
        const cluster = positives === undefined ? order[i] % clusters : rareCluster(positives, noise);
        drawRow(cluster, X, i * features, noise);
        y[i] = noise.uniform() < flipY ? noise.integer(2) : cluster % 2;
      }
      return { count, width: features, X, y };
    },
  };
}

/** Distinct vertices of the unit hypercube, in random order. */
function vertices(count: number, dimensions: number, random: Random): number[][] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.integer(2 ** dimensions));
  return [...chosen].map((vertex) => Array.from({ length: dimensions }, (_, bit) => (vertex >> bit) & 1));
}

function uniformMatrix(length: number, random: Random): Float64Array {
  return Float64Array.from({ length }, () => 2 * random.uniform() - 1);
}

/** Four digits, as a measurement would have: a JSON row is a third as long. Adding 0 makes 0 of −0, which JSON does not keep. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
