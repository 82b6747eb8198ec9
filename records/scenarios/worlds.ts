import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { type Random, seededRandom } from '../../learning/random.ts';
import type { ClassificationOptions } from './make-classification.ts';
import { drawConcept } from './make-classification.ts';
import type { Place, TruthBand } from './scenario.ts';

/** What an honest source sends, and when it changes. */
export interface World {
  sample(place: Place, count: number, random: Random): LabelledRows;
  /** Bands of kind `concept` that cover the stream one after another. */
  bands(length: number): readonly TruthBand[];
}

/** The tutorial's own problem: 10 features, 6 informative, 2 redundant; the rest by scikit-learn's defaults. */
const problem = { features: 10, informative: 6, redundant: 2, clustersPerClass: 2, classSep: 1, flipY: 0.01 };

/** The concept of that letter, as every scenario of the seed has it. */
export function concept(seed: number, letter: string, varied: Partial<ClassificationOptions> = {}) {
  return drawConcept(`concept/${seed}/${letter}`, { ...problem, ...varied });
}

/** One concept for the whole stream. */
export function fixed(varied: Partial<ClassificationOptions> = {}): World {
  return {
    sample: ({ seed }, count, random) => concept(seed, 'A', varied).sample(count, random),
    bands: (length) => [band('concept A', 0, length)],
  };
}

/** Another concept, for good, when a share of the stream has passed. */
export function abrupt(share: number, varied: Partial<ClassificationOptions> = {}): World {
  const changeIn = (length: number): number => Math.floor(share * length);
  return {
    sample({ seed, position, length }, count, random) {
      return concept(seed, position < changeIn(length) ? 'A' : 'B', varied).sample(count, random);
    },
    bands: (length) => [band('concept A', 0, changeIn(length)), band('concept B', changeIn(length), length)],
  };
}

/** One concept turns into another over the second third of the stream: row by row, more and more come from the new one. */
export function gradual(): World {
  const begins = (length: number): number => Math.floor(length / 3);
  const ends = (length: number): number => Math.floor((2 * length) / 3);
  return {
    sample({ seed, position, length }, count, random) {
      const [from, to] = [begins(length), ends(length)];
      const share = Math.min(1, Math.max(0, (position + 0.5 - from) / Math.max(1, to - from)));
      const [before, after] = ['A', 'B'].map((letter) => concept(seed, letter).sample(count, random));
      return rowByRow(before, after, () => random.uniform() < share);
    },
    bands: (length) => [
      band('concept A', 0, begins(length)),
      band('A turns into B', begins(length), ends(length)),
      band('concept B', ends(length), length),
    ],
  };
}

/** Two concepts in turn, each for so many records. */
export function recurring(every: number): World {
  const letterAt = (position: number): string => (Math.floor(position / every) % 2 === 0 ? 'A' : 'B');
  return {
    sample: ({ seed, position }, count, random) => concept(seed, letterAt(position)).sample(count, random),
    bands: (length) =>
      Array.from({ length: Math.ceil(length / every) }, (_, i) =>
        band(`concept ${letterAt(i * every)}`, i * every, Math.min(length, (i + 1) * every)),
      ),
  };
}

/** One concept, but for the second third of the stream the first feature says nothing: it stays at one value. */
export function stuckFeature(): World {
  const begins = (length: number): number => Math.floor(length / 3);
  const ends = (length: number): number => Math.floor((2 * length) / 3);
  return {
    sample({ seed, position, length }, count, random) {
      const rows = concept(seed, 'A').sample(count, random);
      if (position < begins(length) || position >= ends(length)) return rows;
      const value = concept(seed, 'A').sample(1, seededRandom(`stuck/${seed}`)).X[0];
      return { ...rows, X: rows.X.map((x, i) => (i % rows.width === 0 ? value : x)) };
    },
    bands: (length) => [
      band('concept A', 0, begins(length)),
      band('first feature stuck', begins(length), ends(length)),
      band('concept A', ends(length), length),
    ],
  };
}

function band(label: string, from: number, to: number): TruthBand {
  return { kind: 'concept', from, to, label };
}

function rowByRow(first: LabelledRows, second: LabelledRows, takesSecond: () => boolean): LabelledRows {
  const { count, width } = first;
  const rows = { count, width, X: first.X.slice(), y: first.y.slice() };
  for (let i = 0; i < count; i++) {
    if (!takesSecond()) continue;
    rows.X.set(second.X.subarray(i * width, (i + 1) * width), i * width);
    rows.y[i] = second.y[i];
  }
  return rows;
}
