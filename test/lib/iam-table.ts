import type { Template } from 'aws-cdk-lib/assertions';
import { nameOf, type Statement, statementsOf } from './resources.ts';

/**
 * The Markdown table of what each role of a stack may do, made of its template: a row for each statement, with the reason
 * that was stated for a resource with a pattern in it.
 *
 * @param reasons by rule of cdk-nag, e.g. `AwsSolutions-IAM5[Resource::…]`
 * @throws {Error} where a role has rights that are not in a policy of the template, or a pattern has no reason
 */
export function iamTable(template: Template, reasons: Readonly<Record<string, string>>): string {
  const roles = template.findResources('AWS::IAM::Role');
  const statements = statementsOf(template);
  const rows = Object.entries(roles).flatMap(([role, { Properties }]) => {
    if (Properties.Policies !== undefined || Properties.ManagedPolicyArns !== undefined) {
      throw new Error(`${role}: expected policies of the template only, got ${Object.keys(Properties).join(', ')}`);
    }
    const service = Properties.AssumeRolePolicyDocument.Statement.map(
      ({ Principal }: { Principal: { Service: string } }) => Principal.Service,
    );
    return statements
      .filter((entry) => entry.role === role)
      .flatMap(({ statement }) => rowsOf(statement, reasons))
      .map((cells) => `| ${[`${short(role)}, by \`${service.join()}\``, ...cells].join(' | ')} |`);
  });
  return ['| role | on | may | a pattern, because |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowsOf({ Effect, Action, Resource }: Statement, reasons: Readonly<Record<string, string>>): string[][] {
  const actions = [Action].flat();
  const open = actions.find((action) => action.includes('*'));
  if (open !== undefined) throw new Error(`expected actions by name, got ${open}`);
  if (Effect !== 'Allow') throw new Error(`expected rights, got ${Effect} of ${actions.join()}`);
  return [Resource].flat().map((resource) => {
    const name = nameOf(resource);
    const reason = reasons[`AwsSolutions-IAM5[Resource::${name}]`] ?? '';
    if (name.includes('*') && !/\w{3,}.*\.$/.test(reason))
      throw new Error(`${name}: expected a reason for the pattern`);
    return [`\`${readable(name)}\``, actions.map((action) => `\`${action}\``).join(', '), reason];
  });
}

/** `sluice-prod-state:ExportsOutputFnGetAttQuarantineBucket2B128B57Arn88525630/aws/lambda/*` → `QuarantineBucket/aws/lambda/*`. */
function readable(name: string): string {
  const [, id, rest] = /^(?:[\w-]+:ExportsOutputFnGetAtt)?(\w+?)(?:Arn[0-9A-F]{8})?(\/.*)?$/.exec(name) ?? [];
  return id === undefined ? name : short(id) + (rest ?? '');
}

/** A logical id without the hash that CDK appends. */
function short(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
