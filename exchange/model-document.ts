import { z } from 'zod';
import { type Definition, resolveDefinition } from '../learning/definition.ts';
import { createModel, type Model } from '../learning/model.ts';
import { qualityRow } from '../learning/snapshot/ledger-row.ts';
import { loadState, type Snapshot } from '../learning/snapshot/snapshot.ts';
import { joinedName, StateMismatchError } from '../learning/state.ts';
import { ExchangeError } from './exchange-error.ts';
import { parsedJson, readableJson } from './readable-json.ts';
import { stateOfTree, treeOf } from './state-tree.ts';

const FORMAT = 'sluice-model';
const FORMAT_VERSION = 1;

const documentSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  model: z.string(),
  version: z.int().min(0),
  definition: z.looseObject({}),
  state: z.looseObject({}),
});

/**
 * All that a model has learned, as JSON that a person can read: docs/export.md. Where it stands in its stream (rows that
 * wait, ids, checkpoints) is left out: another stream has others.
 */
export function writeModelDocument(name: string, snapshot: Snapshot): string {
  const { model, version, lastCommit } = snapshot;
  const { definition, segments, threshold } = model;
  return readableJson({
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    model: name,
    version,
    committedAt: lastCommit === undefined ? null : new Date(lastCommit.committedAtMs).toISOString(),
    definition,
    threshold,
    segments,
    quality: qualityRow(model),
    state: treeOf(model.state),
  });
}

/** A model read from a document, and what of its settings is not as it was where it was made. */
export interface ReadModel {
  readonly model: Model;
  /** The model's name and version there. */
  readonly origin: string;
  readonly notes: readonly string[];
}

/**
 * The model of a document, under the definition in force: to the same bits where the learner's options are the same.
 *
 * @throws {ExchangeError} naming the field in which the document, or its definition, is not what is needed.
 */
export function readModelDocument(text: string, definition: Definition): ReadModel {
  const document = parsedJson(
    text,
    documentSchema,
    'a model in Sluice’s own form, as `sluice export --format json` writes it',
  );
  const made = madeUnder(document.definition);
  checkShape(made, definition);
  const model = createModel(definition);
  const stored = stateOfTree(document.state, model.state);
  try {
    const sections = Object.fromEntries(
      Object.entries(stored).map(([name, array]) => [joinedName('model', name), array]),
    );
    loadState(sections, 'model', model.state);
  } catch (error) {
    if (error instanceof Error && error.cause instanceof StateMismatchError) {
      throw new ExchangeError(
        `${error.message}: an option that decides what the learner stores is not that of the file`,
        { cause: error },
      );
    }
    throw error;
  }
  return { model, origin: `${document.model}, version ${document.version}`, notes: notesOf(made, definition) };
}

function madeUnder(definition: object): Definition {
  try {
    return resolveDefinition('file', definition as never);
  } catch (error) {
    throw new ExchangeError(`definition: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** What the stored numbers depend on. */
const shapeFields = {
  features: ({ features }) => features,
  categorical: ({ categorical }) => categorical,
  hashBits: ({ categorical, hashBits }) => (categorical.length === 0 ? null : hashBits),
  missing: ({ missing }) => missing,
  learner: ({ learner }) => learner.name,
  scaler: ({ scaler }) => scaler,
} satisfies Record<string, (definition: Definition) => unknown>;

function checkShape(made: Definition, definition: Definition): void {
  for (const [field, of] of Object.entries(shapeFields)) {
    const [got, expected] = [made, definition].map((one) => JSON.stringify(of(one)));
    if (got !== expected)
      throw new ExchangeError(`${field}: the model is defined with ${expected}, the file has ${got}`);
  }
}

/** Settings that may differ, because they may change under a running model too. */
function notesOf(made: Definition, definition: Definition): string[] {
  return (['learner', 'gate', 'threshold'] as const).flatMap((field) => {
    const [got, expected] = [made, definition].map((one) => JSON.stringify(one[field]));
    return got === expected ? [] : [`${field}: was ${got} in the file, is ${expected} now`];
  });
}
