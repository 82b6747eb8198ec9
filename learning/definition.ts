import { type Duration, expectedDuration, secondsOf } from './duration.ts';
import { encodedWidth, HASH_BITS_MAX } from './encoder.ts';
import type { GateDefinition } from './gates/registry.ts';
import { checkGateOptions, gateNames } from './gates/registry.ts';
import type { LearnerDefinition } from './learners/registry.ts';
import { createLearner, learnerNames } from './learners/registry.ts';
import { nearestClause } from './nearest-name.ts';
import type { ScalerName } from './scalers/registry.ts';
import { scalerNames } from './scalers/registry.ts';

/** What a person writes about a model in `sluice.config.ts`. */
export interface ModelDefinition {
  /** The features, in the order of the weights: their names, or only how many there are. */
  readonly features: number | readonly string[];
  /** Those of them whose values are names, not amounts: text, numbers or booleans, hashed into 2^hashBits bins. @default [] */
  readonly categorical?: readonly string[];
  /** All categorical features share 2^hashBits bins; two values in one bin are half told apart by a sign. @default 8 */
  readonly hashBits?: number;
  /** Numeric features whose value may be missing; a row that lacks another one is refused. @default [] */
  readonly missing?: readonly string[];
  /** The column of a named row that holds the label, 0 or 1. @default 'label' */
  readonly label?: string;
  /** @default { name: 'committee' } */
  readonly learner?: LearnerDefinition;
  /** @default 'standard' */
  readonly scaler?: ScalerName;
  /** @default { name: 'champion' } */
  readonly gate?: GateDefinition;
  /** Probability from which a row counts as positive; `f1`: the one that makes F1 highest, tracked. @default 0.5 */
  readonly threshold?: number | 'f1';
  /** Rows that the gate judges together, at least. @default 100 */
  readonly segmentRows?: number;
  /** Whether the predictor remembers every row, so that its label may come later; else those it is asked to. @default false */
  readonly remember?: boolean;
  /** How long a remembered row waits for its label. @default '7 days' */
  readonly rememberFor?: Duration;
  /** A remembered row that has no label after this time is a negative, like a banner without a click. @default never */
  readonly labelAfter?: Duration;
}

/** A definition with every default filled in and every field checked. */
export interface Definition {
  readonly features: readonly string[];
  /** In the order of `features`; so is `missing`. */
  readonly categorical: readonly string[];
  readonly hashBits: number;
  readonly missing: readonly string[];
  readonly label: string;
  readonly learner: LearnerDefinition;
  readonly scaler: ScalerName;
  readonly gate: GateDefinition;
  readonly threshold: number | 'f1';
  readonly segmentRows: number;
  readonly remember: boolean;
  readonly rememberFor: Duration;
  readonly labelAfter?: Duration;
}

/** A definition that cannot be used; the message names the field, what came and what was expected. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

const FEATURES_MAX = 10_000;

/** All of them, as the compiler sees to. */
const fieldNames = Object.keys({
  features: true,
  categorical: true,
  hashBits: true,
  missing: true,
  label: true,
  learner: true,
  scaler: true,
  gate: true,
  threshold: true,
  segmentRows: true,
  remember: true,
  rememberFor: true,
  labelAfter: true,
} satisfies Record<keyof ModelDefinition, true>);

/**
 * Fills in the defaults of a definition and checks it, so that a mistake is found at synth and not on the stream.
 *
 * @throws {DefinitionError} naming the model and the field, e.g. `model clicks: threshold: expected …, got 2`.
 */
export function resolveDefinition(model: string, given: ModelDefinition): Definition {
  const fail = (field: string, expected: string, got: unknown): never => {
    throw new DefinitionError(`model ${model}: ${field}: expected ${expected}, got ${JSON.stringify(got)}`);
  };
  const { label = 'label', scaler = 'standard', threshold = 0.5, segmentRows = 100, hashBits = 8 } = given;
  const learner = given.learner ?? { name: 'committee' };
  const gate = given.gate ?? { name: 'champion' };
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(model)) {
    throw new DefinitionError(`model ${JSON.stringify(model)}: expected a name of a-z, 0-9 and -, at most 64 long`);
  }
  checkFields(`model ${model}`, given, fieldNames);
  const features =
    featureNames(given.features) ?? fail('features', `1 to ${FEATURES_MAX} distinct names`, given.features);
  const categorical =
    inOrder(given.categorical, features) ?? fail('categorical', 'names of features', given.categorical);
  const numeric = features.filter((name) => !categorical.includes(name));
  const missing = inOrder(given.missing, numeric) ?? fail('missing', 'names of numeric features', given.missing);
  if (!isWholeNumber(hashBits, 1, HASH_BITS_MAX))
    fail('hashBits', `a whole number from 1 to ${HASH_BITS_MAX}`, hashBits);
  if (features.includes(label)) fail('label', 'a column that is not a feature', label);
  if (!learnerNames.includes(learner.name)) fail('learner', `one of ${learnerNames.join(', ')}`, learner.name);
  if (!scalerNames.includes(scaler)) fail('scaler', `one of ${scalerNames.join(', ')}`, scaler);
  if (!gateNames.includes(gate.name)) fail('gate', `one of ${gateNames.join(', ')}`, gate.name);
  if (threshold !== 'f1' && !(threshold > 0 && threshold < 1)) {
    fail('threshold', 'a number between 0 and 1, or f1', threshold);
  }
  if (!isWholeNumber(segmentRows, 1, 10_000)) fail('segmentRows', 'a whole number from 1 to 10,000', segmentRows);
  check(model, 'learner', () => createLearner(encodedWidth({ features, categorical, hashBits, missing }), learner));
  check(model, 'gate', () => checkGateOptions(gate));
  const memory = memoryOf(given, fail);
  return { features, categorical, hashBits, missing, label, learner, scaler, gate, threshold, segmentRows, ...memory };
}

function memoryOf(
  { remember = false, rememberFor = '7 days', labelAfter }: ModelDefinition,
  fail: (field: string, expected: string, got: unknown) => never,
): Pick<Definition, 'remember' | 'rememberFor' | 'labelAfter'> {
  if (typeof remember !== 'boolean') fail('remember', 'true or false', remember);
  const seconds = secondsOf(rememberFor) ?? fail('rememberFor', expectedDuration, rememberFor);
  if (labelAfter === undefined) return { remember, rememberFor };
  const labelSeconds = secondsOf(labelAfter) ?? fail('labelAfter', expectedDuration, labelAfter);
  if (labelSeconds >= seconds) fail('labelAfter', `less than rememberFor, which is ${rememberFor}`, labelAfter);
  return { remember, rememberFor, labelAfter };
}

/** A misspelt field would be ignored: the compiler sees those of the config, not those of overrides in JSON. */
function checkFields(where: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  throw new DefinitionError(`${where}: ${unknown}: expected a known field${nearestClause(unknown, known)}`);
}

/** A learner and a gate know the ranges of their options, a learner also the widths it can bear, and say what is out of them. */
function check(model: string, field: string, make: () => unknown): void {
  try {
    make();
  } catch (error) {
    throw new DefinitionError(`model ${model}: ${field}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/**
 * The part of a definition that the stored weights depend on: a snapshot made under another shape is refused,
 * while rates, threshold, segment size and gate may change under a running model.
 */
export function shapeOf(definition: Definition): string {
  const known = shapes.get(definition);
  if (known !== undefined) return known;
  const { features, categorical, hashBits, missing, learner, scaler } = definition;
  const hashing = categorical.length === 0 ? {} : { categorical, hashBits };
  const shape = JSON.stringify({ features, ...hashing, missing, learner: learner.name, scaler });
  shapes.set(definition, shape);
  return shape;
}

/** Each load and each commit asks for one, and the names of 10,000 features are long. */
const shapes = new WeakMap<Definition, string>();

function featureNames(features: number | readonly string[]): readonly string[] | undefined {
  const names =
    typeof features === 'number'
      ? Array.from({ length: Math.min(features, FEATURES_MAX + 1) }, (_, i) => `x${i}`)
      : features;
  const valid =
    names.length >= 1 &&
    names.length <= FEATURES_MAX &&
    new Set(names).size === names.length &&
    names.every((name) => typeof name === 'string' && name !== '') &&
    (typeof features !== 'number' || Number.isInteger(features));
  return valid ? names : undefined;
}

/** Distinct names among `allowed`, in its order; nothing if they are something else. */
function inOrder(names: readonly string[] = [], allowed: readonly string[]): readonly string[] | undefined {
  const chosen = Array.isArray(names) ? allowed.filter((name) => names.includes(name)) : [];
  return chosen.length === names.length ? chosen : undefined;
}

function isWholeNumber(value: number, first: number, last: number): boolean {
  return Number.isInteger(value) && value >= first && value <= last;
}
