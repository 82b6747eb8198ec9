import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Reasons that constructs state for what a rule would find, by rule, as CDK keeps them in the metadata. */
export function statedReasons(app: IConstruct): Record<string, string> {
  const entries = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data));
  return Object.fromEntries(entries.map(([rule, reason]) => [rule.replace(/^annotation::/i, ''), reason]));
}
