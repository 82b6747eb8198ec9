import type { Definition } from './definition.ts';
import { murmurHash3 } from './murmur-hash.ts';
import { utf8 } from './utf8.ts';

/** A definition field by field, each as short text: options of learner and gate by themselves, like `learner.eta0`. */
export type DefinitionFields = Readonly<Record<string, string>>;

/** A field in which two definitions differ; nothing where it is not set. */
export interface FieldDifference {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What is longer is told as how many names, and a fingerprint of them. */
const LENGTH_MAX = 120;

/**
 * A definition as what was deployed is kept: small, however many features it names, and equal where the definition is.
 *
 * @example definitionFields(resolveDefinition('clicks', { features: 2, threshold: 0.4 })).threshold // '0.4'
 */
export function definitionFields(definition: Definition): DefinitionFields {
  const { learner, gate, ...plain } = definition;
  const { name: learnerName, ...learnerOptions } = learner;
  const { name: gateName, ...gateOptions } = gate;
  const fields = {
    ...plain,
    learner: learnerName,
    ...under('learner', learnerOptions),
    gate: gateName,
    ...under('gate', gateOptions),
  };
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, told(value)]));
}

/** In which fields a definition differs from an earlier one, in the order of the earlier one, new fields last. */
export function fieldDifferences(before: DefinitionFields, after: DefinitionFields): readonly FieldDifference[] {
  return Object.keys({ ...before, ...after })
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

function under(field: string, options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [`${field}.${option}`, value]));
}

function told(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= LENGTH_MAX) return text;
  const bytes = utf8(text);
  const fingerprint = [0, 1].map((seed) => murmurHash3(bytes, seed).toString(16).padStart(8, '0')).join('');
  return `${Array.isArray(value) ? `${value.length} names` : `${text.length} characters`}, fingerprint ${fingerprint}`;
}
