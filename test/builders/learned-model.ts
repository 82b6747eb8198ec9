import { categoryCoder } from '../../learning/categories.ts';
import type { Definition, ModelDefinition } from '../../learning/definition.ts';
import type { LabelledRows } from '../../learning/labelled-rows.ts';
import { seededRandom } from '../../learning/random.ts';
import { emptySnapshot, type Snapshot } from '../../learning/snapshot/snapshot.ts';
import { definitionOf } from './definition.ts';

const countries = ['AT', 'DE', 'FR', 'IT', 'PT'].map(categoryCoder('country').codeOf);

/**
 * Raw rows of a definition: a column of hundreds, one of hundredths, categories by their codes, and every fifth value
 * missing where it may be. The label is mostly the sign of the first two.
 */
export function rawRows({ features, categorical, missing }: Definition, count: number, seed: string): LabelledRows {
  const random = seededRandom(seed);
  const width = features.length;
  const X = new Float64Array(count * width);
  const y = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let sum = random.normal() / 2;
    features.forEach((feature, j) => {
      const normal = random.normal();
      const value = j === 0 ? 500 + 100 * normal : j === 1 ? normal / 100 : normal;
      if (j < 2) sum += normal;
      const cell = categorical.includes(feature) ? countries[random.integer(countries.length)] : Math.fround(value);
      X[i * width + j] = missing.includes(feature) && random.uniform() < 0.2 ? Number.NaN : cell;
    });
    y[i] = sum > 0 ? 1 : 0;
  }
  return { count, width, X, y };
}

/** A model of four features, or those given, that has learned five segments of a hundred rows. */
export function learnedModel(varied: Partial<ModelDefinition> = {}): Snapshot {
  const definition = definitionOf({ features: 4, ...varied });
  const snapshot = { ...emptySnapshot(definition), version: 5 };
  for (let i = 0; i < 5; i++) snapshot.model.observe(rawRows(definition, 100, `lesson ${i}`));
  return snapshot;
}
