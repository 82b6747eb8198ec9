import type { Definition } from '../learning/definition.ts';
import { definitionFields, type FieldDifference, fieldDifferences } from '../learning/definition-fields.ts';
import type { Deployed } from './deployed-definitions.ts';
import { CommandError } from './errors.ts';

/* This project's config against what was deployed. */

/** @throws {CommandError} when records for a model would end in quarantine: `whyUnreadable` says why. */
export function expectDeployed(model: string, definition: Definition, deployed: Deployed): void {
  const why = whyUnreadable(model, definition, deployed);
  if (why !== undefined)
    throw new CommandError(`model ${model} ${why}; \`npm run deploy\` deploys it. Nothing was sent`);
}

/** Why the deployed trainer cannot read a model's records: it came into the config later, or its columns changed since. */
export function whyUnreadable(model: string, definition: Definition, deployed: Deployed): string | undefined {
  if (deployed.models?.has(model) === false) {
    const names = [...deployed.models.keys()].join(', ');
    return `is in sluice.config.ts, and not deployed yet: expected one of ${names}`;
  }
  const changes = undeployedChanges(model, definition, deployed).filter(({ field }) => READ_BY.includes(field));
  return changes.length === 0 ? undefined : `is deployed with other columns: ${changesInWords(changes)}`;
}

/** Fields that decide which records can be read. */
const READ_BY = ['features', 'categorical', 'missing', 'label'];

/** In what a model's definition here differs from the one that was deployed; in nothing where that cannot be told. */
export function undeployedChanges(
  model: string,
  definition: Definition,
  { models: deployed }: Deployed,
): readonly FieldDifference[] {
  const fields = deployed?.get(model);
  return fields === undefined ? [] : fieldDifferences(fields, definitionFields(definition));
}

/** `threshold: deployed 0.5, in sluice.config.ts 0.4` */
export function changesInWords(changes: readonly FieldDifference[]): string {
  return changes
    .map(
      ({ field, before = 'not set', after = 'not set' }) =>
        `${field}: deployed ${before}, in sluice.config.ts ${after}`,
    )
    .join('; ');
}
