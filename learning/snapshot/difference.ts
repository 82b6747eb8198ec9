import { type Definition, shapeOf } from '../definition.ts';
import { encodedNames } from '../encoder.ts';
import type { State, StateArray } from '../state.ts';
import { decodeSections } from './sections.ts';

/** What changed between two snapshots of a model, in what its champion has learned. */
export interface StateDifference {
  /** Every array of the champion that changed, in the order of the snapshot. */
  readonly arrays: readonly ArrayChange[];
  /** Of a learner that has a weight for each feature: those that changed, the largest change first. Otherwise nothing. */
  readonly weights: readonly WeightChange[] | undefined;
}

export interface ArrayChange {
  readonly name: string;
  /** √Σ (to − from)². */
  readonly norm: number;
  /** The same as a share of √Σ from²; null where that is 0. */
  readonly share: number | null;
}

/** A weight of a feature as the learner sees it, scaled. */
export interface WeightChange {
  readonly feature: string;
  readonly from: number;
  readonly to: number;
}

const CHAMPION = 'model/champion/';

/** Where learners that are linear in the encoded row keep their weights. */
const linearWeights: Readonly<Record<string, string>> = {
  sgd: 'coef',
  adagrad: 'coef',
  ftrl: 'coef',
  bayes: 'mean',
  'logistic-kalman': 'mean',
};

/**
 * Compares two snapshots, whatever definition they were made for; arrays of which one has no counterpart of its length are
 * left out.
 *
 * @param definition names the weights where both were made for it
 * @throws {SnapshotError} when the bytes are damaged or of another format version.
 */
export function stateDifference(from: Uint8Array, to: Uint8Array, definition: Definition): StateDifference {
  const [before, after] = [decodeSections(from), decodeSections(to)];
  const arrays = Object.keys(after)
    .filter((name) => name.startsWith(CHAMPION) && before[name]?.length === after[name].length)
    .map((name) => changeOf(name.slice(CHAMPION.length), before[name], after[name]))
    .filter(({ norm }) => norm !== 0);
  return { arrays, weights: weightChanges(before, after, definition) };
}

function changeOf(name: string, from: StateArray, to: StateArray): ArrayChange {
  let [changed, whole] = [0, 0];
  for (let i = 0; i < to.length; i++) {
    const value = Number(from[i]);
    changed += (Number(to[i]) - value) ** 2;
    whole += value ** 2;
  }
  return { name, norm: Math.sqrt(changed), share: whole === 0 ? null : Math.sqrt(changed / whole) };
}

function weightChanges(before: State, after: State, definition: Definition): readonly WeightChange[] | undefined {
  const array = linearWeights[definition.learner.name];
  const shapes = [before, after].map(({ shape }) => new TextDecoder().decode(shape as Uint8Array<ArrayBuffer>));
  if (array === undefined || shapes.some((shape) => shape !== shapeOf(definition))) return undefined;
  const [from, to] = [before, after].map((sections) => weightsIn(sections, array));
  const names = encodedNames(definition);
  const changes = from.map((value, i) => ({ feature: names[i] ?? 'intercept', from: value, to: to[i] }));
  return changes
    .filter((weight) => weight.from !== weight.to)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
}

/** The intercept is the last of them, whether it has an array of its own or not. */
function weightsIn(sections: State, array: string): readonly number[] {
  const own = sections[`${CHAMPION}learner/intercept`] ?? [];
  return [...(sections[`${CHAMPION}learner/${array}`] as Float64Array), ...(own as Float64Array)];
}

/** How two definitions differ in what decides what a snapshot holds: the fields that do, as each has them. */
export function shapeDifference(from: Uint8Array, to: Uint8Array): readonly FieldChange[] {
  const [before, after] = [from, to].map((bytes) => {
    const { shape } = decodeSections(bytes);
    return JSON.parse(new TextDecoder().decode(shape as Uint8Array<ArrayBuffer>)) as Record<string, unknown>;
  });
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .map((field) => ({ field, from: before[field], to: after[field] }))
    .filter((change) => JSON.stringify(change.from) !== JSON.stringify(change.to));
}

export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}
