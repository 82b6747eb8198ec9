import type { Template } from 'aws-cdk-lib/assertions';

/** The logical id of the only resource of a type whose id begins so. */
export function logicalIdOf(template: Template, type: string, beginning = ''): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(beginning));
  if (ids.length !== 1) throw new Error(`expected one ${type} ${beginning}*, got ${ids.join(', ') || 'none'}`);
  return ids[0];
}

/** The name under which a stack exports an attribute of a resource. */
export function importOf(template: Template, logicalId: string, attribute: string): string {
  const found = Object.values(template.findOutputs('*')).find(
    ({ Value, Export }) => Export !== undefined && Value['Fn::GetAtt']?.join() === `${logicalId},${attribute}`,
  );
  if (found === undefined) throw new Error(`expected an export of ${logicalId}.${attribute}, got none`);
  return found.Export.Name;
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** Statements of the policies in a template, by the logical id of the role that has them. */
export function statementsOf(template: Template): readonly { readonly role: string; readonly statement: Statement }[] {
  return Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
    Properties.Roles.flatMap(({ Ref }: { Ref: string }) =>
      Properties.PolicyDocument.Statement.map((statement: Statement) => ({ role: Ref, statement })),
    ),
  );
}

/** What a role may do, by resource, as names that can be read: exports, logical ids and what is appended to them. */
export function actionsByResource(template: Template, role: string): Record<string, readonly string[]> {
  const statements = statementsOf(template).filter((entry) => entry.role.startsWith(role));
  const allowed: Record<string, readonly string[]> = {};
  for (const { statement } of statements) {
    for (const resource of [statement.Resource].flat()) {
      const name = nameOf(resource);
      if (name in allowed) throw new Error(`expected one statement for ${name}, got two`);
      allowed[name] = [statement.Action].flat();
    }
  }
  return allowed;
}

export function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { 'Fn::ImportValue': exported, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = resource as Intrinsic;
  if (exported !== undefined) return exported;
  if (attribute !== undefined) return attribute[0];
  if (joined !== undefined) return joined[1].map(nameOf).join(joined[0]);
  throw new Error(`expected an import, an attribute or a join, got ${JSON.stringify(resource)}`);
}

interface Intrinsic {
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}

/** A text of a template as it is deployed in a region, whatever else it stands for replaced by `token`. */
export function textIn(region: string, value: unknown, host = 'console.aws.amazon.com'): string {
  if (typeof value === 'string') return value;
  const {
    Ref,
    'Fn::Join': joined,
    'Fn::FindInMap': found,
  } = value as Intrinsic & { Ref?: string; 'Fn::FindInMap'?: unknown };
  if (joined !== undefined) return joined[1].map((part) => textIn(region, part, host)).join(joined[0]);
  if (found !== undefined) return host;
  return Ref === 'AWS::Region' ? region : 'token';
}
