import { z } from 'zod';
import type { Definition } from '../learning/definition.ts';
import { encodedWidth } from '../learning/encoder.ts';
import { createModel, type Model } from '../learning/model.ts';
import type { Snapshot } from '../learning/snapshot/snapshot.ts';
import { ExchangeError } from './exchange-error.ts';
import type { Exported } from './exported.ts';
import { linearWeights } from './linear-weights.ts';
import type { ReadModel } from './model-document.ts';
import { parsedJson, readableJson } from './readable-json.ts';
import { scaling } from './scaling.ts';
import { setWeights } from './set-weights.ts';

/**
 * The champion of a model by scikit-learn's names: docs/export.md has the ten lines that load it there.
 *
 * @throws {ExchangeError} when the learner is not linear, or has categorical features.
 */
export function writeSklearnDocument(name: string, { model, version }: Snapshot): Exported {
  const { definition, threshold } = model;
  const { features, missing } = definition;
  if (definition.categorical.length > 0) throw new ExchangeError(HASHED);
  const { coef, intercept, loss, note } = linearWeights(model);
  const content = readableJson({
    model: name,
    version,
    feature_names_in_: features,
    missing: missing.map((feature) => features.indexOf(feature)),
    classes_: [0, 1],
    coef_: [[...coef]],
    intercept_: [intercept],
    loss,
    threshold,
    scaler: sklearnScaler(model),
  });
  const used = threshold === 0.5 ? [] : [`the model’s threshold is ${threshold}: scikit-learn’s \`predict\` uses 0.5`];
  return { content, notes: [...(note === undefined ? [] : [note]), ...used] };
}

const HASHED =
  'categorical features are hashed into bins by a function that scikit-learn does not have: the form has no place for them';

function sklearnScaler({ definition, champion: { state } }: Model): object | null {
  const { shift, divisor, limit } = scaling(definition.scaler, state);
  if (shift === undefined) return null;
  const finite = [...divisor].map((one) => Math.min(one, Number.MAX_VALUE)); // JSON has no infinity; what it divides is 0
  const of = (part: string) => [...(state[`scaler/${part}`] as Float64Array)];
  if (definition.scaler === 'standard') {
    const seen = of('seen');
    const variance = of('squares').map((squares, j) => (seen[j] === 0 ? 0 : squares / seen[j]));
    return { name: 'StandardScaler', mean_: of('mean'), var_: variance, scale_: finite, n_samples_seen_: seen, limit };
  }
  const scale = finite.map((span) => 1 / span);
  return {
    name: 'MinMaxScaler',
    data_min_: of('min'),
    data_max_: of('max'),
    scale_: scale,
    min_: scale.map((one, j) => -shift[j] * one),
    limit,
  };
}

const numbers = z.array(z.number());
const documentSchema = z.object({
  feature_names_in_: z.array(z.string()).optional(),
  classes_: z.array(z.union([z.number(), z.boolean()])),
  coef_: z.union([z.tuple([numbers]), numbers]),
  intercept_: z.union([z.tuple([z.number()]), z.number()]),
  loss: z.string().optional(),
  scaler: z
    .discriminatedUnion('name', [
      z.object({
        name: z.literal('StandardScaler'),
        mean_: numbers,
        scale_: numbers,
        var_: numbers,
        n_samples_seen_: z.union([numbers, z.number()]),
      }),
      z.object({ name: z.literal('MinMaxScaler'), data_min_: numbers, data_max_: numbers }),
    ])
    .nullish(),
});
type Document = z.infer<typeof documentSchema>;

/**
 * A model that starts with the weights of a linear model of scikit-learn, and with its scaler.
 *
 * @throws {ExchangeError} naming the field in which the file does not fit the definition.
 */
export function readSklearnDocument(text: string, definition: Definition): ReadModel {
  const document = parsedJson(text, documentSchema, 'a linear model by scikit-learn’s names, as docs/export.md has it');
  if (definition.categorical.length > 0) throw new ExchangeError(HASHED);
  checkLabels(document);
  checkNames(document, definition);
  const [coef] = typeof document.coef_[0] === 'number' ? [document.coef_ as number[]] : (document.coef_ as [number[]]);
  const intercept = typeof document.intercept_ === 'number' ? document.intercept_ : document.intercept_[0];
  checkWidth('coef_', coef, encodedWidth(definition), definition);
  const model = createModel(definition);
  setScaler(model, document.scaler ?? undefined, definition);
  const note = setWeights(model, { coef: Float64Array.from(coef), intercept }, document.loss ?? 'log_loss');
  return { model, origin: 'a model of scikit-learn', notes: note === undefined ? [] : [note] };
}

function checkLabels({ classes_ }: Document): void {
  if (classes_.length !== 2 || Number(classes_[0]) !== 0 || Number(classes_[1]) !== 1) {
    throw new ExchangeError(
      `classes_: expected [0,1], the two labels of a model here, got ${JSON.stringify(classes_)}`,
    );
  }
}

function checkNames({ feature_names_in_ }: Document, { features }: Definition): void {
  if (feature_names_in_ === undefined) return;
  const at = Array.from({ length: Math.max(features.length, feature_names_in_.length) }, (_, i) => i);
  const wrong = at.find((i) => features[i] !== feature_names_in_[i]);
  if (wrong === undefined) return;
  const [expected, got] = [features[wrong], feature_names_in_[wrong]].map((name) => name ?? 'none');
  throw new ExchangeError(
    `feature_names_in_: feature ${wrong}: the model is defined with ${expected}, the file has ${got}`,
  );
}

function checkWidth(field: string, values: readonly number[], width: number, { features, missing }: Definition): void {
  if (values.length === width) return;
  const marks = missing.length === 0 ? '' : ' and marks of missing values';
  const expected =
    width === features.length + missing.length
      ? `${width} numbers, one for each of the features${marks}`
      : `${width} numbers, one for each feature`;
  throw new ExchangeError(`${field}: expected ${expected}, got ${values.length}`);
}

const scalerNames = {
  standard: 'StandardScaler',
  minmax: 'MinMaxScaler',
  'minmax-running': 'MinMaxScaler',
  none: undefined,
};

function setScaler({ champion: { state } }: Model, scaler: Document['scaler'], definition: Definition): void {
  const expected = scalerNames[definition.scaler];
  if (scaler?.name !== expected) {
    throw new ExchangeError(
      `scaler: the model is defined with ${definition.scaler}, which is ${expected ?? 'none'}, the file has ${scaler?.name ?? 'none'}`,
    );
  }
  if (scaler === undefined || scaler === null) return;
  const put = (part: string, field: string, values: readonly number[]): void => {
    checkWidth(`scaler.${field}`, values, definition.features.length, definition);
    (state[`scaler/${part}`] as Float64Array).set(values);
  };
  if (scaler.name === 'MinMaxScaler') {
    put('min', 'data_min_', scaler.data_min_);
    put('max', 'data_max_', scaler.data_max_);
    state['scaler/known'].fill(1 as never);
    return;
  }
  const { n_samples_seen_: given, var_ } = scaler;
  const seen = typeof given === 'number' ? var_.map(() => given) : given;
  put('mean', 'mean_', scaler.mean_);
  put('seen', 'n_samples_seen_', seen);
  put(
    'squares',
    'var_',
    var_.map((variance, j) => variance * seen[j]),
  );
  put(
    'factor',
    'scale_',
    scaler.scale_.map((scale) => 1 / scale),
  );
}
