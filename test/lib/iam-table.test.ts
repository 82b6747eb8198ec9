/*
 * The table of docs/reliability.md is what the stacks say. After a change of rights, write it anew and read what changed:
 *
 *   SLUICE_UPDATE_DOCS=1 npx vitest run --project unit test/lib/iam-table.test.ts && git diff docs/reliability.md
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stages } from '../../lib/settings.ts';
import { iamTable } from './iam-table.ts';
import { statedReasons } from './reasons.ts';
import { stacksOf } from './synthesized.ts';

const file = path.resolve(import.meta.dirname, '../../docs/reliability.md');
const MARKS = /(?<=<!-- iam -->\n\n)[\s\S]*?(?=\n\n<!-- end iam -->)/;

describe('what each role may do', () => {
  it.each(stages)('is in docs/reliability.md as the stacks of %s have it', (stage) => {
    const { app, pipeline } = stacksOf(stage);
    const table = iamTable(Template.fromStack(pipeline), statedReasons(app));
    const document = readFileSync(file, 'utf8');
    if (process.env.SLUICE_UPDATE_DOCS === '1')
      writeFileSync(
        file,
        document.replace(MARKS, () => table),
      );
    expect(readFileSync(file, 'utf8').match(MARKS)?.[0]).toBe(table);
  });

  it('is not told of the state stack, which gives none', () => {
    const { state } = stacksOf('prod');
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User']) {
      Template.fromStack(state).resourceCountIs(type, 0);
    }
  });

  it.each([
    [['*'], 'arn:aws:s3:::bucket', 'expected actions by name, got *'],
    [['s3:Get*'], 'arn:aws:s3:::bucket', 'expected actions by name, got s3:Get*'],
    [['s3:GetObject'], '*', '*: expected a reason for the pattern'],
    [['s3:GetObject'], 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/*: expected a reason for the pattern'],
  ])('cannot be %j on %s without being noticed', (Action, Resource, message) => {
    const Principal = { Service: 'lambda.amazonaws.com' };
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Action, Resource }] };
    const template = Template.fromJSON({
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Principal }] } } },
        Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument } },
      },
    });
    expect(() => iamTable(template, {})).toThrow(message);
  });

  it('cannot be given by a policy that is not in the table', () => {
    const Properties = { AssumeRolePolicyDocument: { Statement: [] }, ManagedPolicyArns: ['AdministratorAccess'] };
    const template = Template.fromJSON({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } });
    expect(() => iamTable(template, {})).toThrow('Role: expected policies of the template only');
  });
});
