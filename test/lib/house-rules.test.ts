import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { stages } from '../../lib/settings.ts';
import { statedReasons } from './reasons.ts';
import { nameOf, statementsOf } from './resources.ts';
import { stacksOf, templatesOf } from './synthesized.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Types that hold what cannot be made again. */
const stateful = ['AWS::DynamoDB::GlobalTable', 'AWS::Kinesis::Stream', 'AWS::S3::Bucket'];

describe.each(stages)('house rules in %s', (stage) => {
  const { state, pipeline } = templatesOf(stage);
  const resources: Record<string, Resource> = { ...state.toJSON().Resources, ...pipeline.toJSON().Resources };
  const ofType = (...types: readonly string[]) =>
    Object.entries(resources).filter(([, { Type }]) => types.includes(Type));

  it('all functions run Node 24 on ARM', () => {
    expect(ofType('AWS::Lambda::Function')).toHaveLength(4);
    for (const [id, { Properties }] of ofType('AWS::Lambda::Function')) {
      expect({ id, ...Properties }).toMatchObject({ id, Architectures: ['arm64'], Runtime: 'nodejs24.x' });
    }
  });

  it('every function has a log of its own', () => {
    const logs = ofType('AWS::Lambda::Function').map(([, { Properties }]) => Properties.LoggingConfig);
    expect(new Set(logs.map((log) => JSON.stringify(log))).size).toBe(4);
    expect(ofType('AWS::Logs::LogGroup')).toHaveLength(4);
  });

  it('no log is kept for ever', () => {
    for (const [id, { Properties }] of ofType('AWS::Logs::LogGroup')) {
      expect({ id, days: Properties.RetentionInDays }).toEqual({ id, days: expect.any(Number) });
    }
  });

  it('nothing that runs tries for ever', () => {
    const ages = [...JSON.stringify(resources).matchAll(/"Maximum(?:Record|Event)AgeInSeconds":(-?\d+)/g)];
    expect(ages).toHaveLength(5); // the mapping, two schedules, and Lambda's own tries for them
    for (const [, seconds] of ages) expect(Number(seconds)).toBeGreaterThan(0);
  });

  it('all state is kept when its stack is deleted, or when it is replaced', () => {
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of ofType(...stateful)) {
      expect({ id, DeletionPolicy, UpdateReplacePolicy }).toEqual({
        id,
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });

  it('all state is in the state stack, and nothing that runs is', () => {
    const types = (template: typeof state) =>
      Object.values<Resource>(template.toJSON().Resources).map(({ Type }) => Type);
    expect(types(pipeline).filter((type) => stateful.includes(type))).toEqual([]);
    expect(new Set(types(state))).toEqual(new Set([...stateful, 'AWS::S3::BucketPolicy']));
  });

  it('nothing has a name that we chose, so that two stages and a replacement can stand side by side', () => {
    for (const [id, { Properties }] of Object.entries(resources)) {
      const names = ['FunctionName', 'Name', 'BucketName', 'TableName', 'RoleName', 'LogGroupName', 'AlarmName'];
      const chosen = names.filter((name) => typeof Properties[name] === 'string');
      expect({ id, chosen }).toEqual({ id, chosen: [] });
    }
  });

  it('no role may do everything, or anything to all resources', () => {
    for (const { role, statement } of statementsOf(pipeline)) {
      expect({ role, actions: [statement.Action].flat() }).toEqual({
        role,
        actions: expect.not.arrayContaining([expect.stringContaining('*')]),
      });
      for (const resource of [statement.Resource].flat()) expect(nameOf(resource)).not.toMatch(/^\*|:\*$/);
    }
    expect(statementsOf(state)).toEqual([]);
    expect(JSON.stringify(resources)).not.toContain('ManagedPolicyArns');
  });

  it('every pattern in a resource has its reason on record', () => {
    const patterns = statementsOf(pipeline)
      .flatMap(({ statement }) => [statement.Resource].flat().map(nameOf))
      .filter((name) => name.includes('*'));
    const reasons = statedReasons(stacksOf(stage).app);
    expect(patterns).toHaveLength(5);
    for (const pattern of patterns) expect(reasons[`AwsSolutions-IAM5[Resource::${pattern}]`]).toMatch(/\w{3,}.*\.$/);
  });

  it('cdk-nag finds nothing that has no reason, and every reason is needed', () => {
    const { app } = stacksOf(stage);
    app.synth();
    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
    expect(
      Object.keys(statedReasons(app))
        .map((rule) => rule.replace(/\[.*/, ''))
        .sort(),
    ).toEqual([
      'AwsSolutions-IAM5',
      'AwsSolutions-IAM5',
      'AwsSolutions-IAM5',
      'AwsSolutions-IAM5',
      'AwsSolutions-KDS3',
      'AwsSolutions-S1',
    ]);
  });
});

describe('cdk-nag', () => {
  it('would find a bucket of which nobody gave account', () => {
    const { app, state } = stacksOf('local');
    new Bucket(state, 'Careless');
    const rules = new AwsSolutionsChecks().validateScope(app).violations.map(({ ruleName }) => ruleName);
    expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'AwsSolutions-S10']));
  });
});
