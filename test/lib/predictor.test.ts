import { Match } from 'aws-cdk-lib/assertions';
import { FunctionUrl, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { metrics, outputs, variables } from '../../lambdas/contract.ts';
import { SluiceChecks } from '../../lib/checks.ts';
import { type Settings, settings, stages } from '../../lib/settings.ts';
import { statedReasons } from './reasons.ts';
import { actionsByResource, importOf, logicalIdOf } from './resources.ts';
import { stacksOf, synthesize, templatesOf } from './synthesized.ts';

describe.each(stages)('predictor of %s', (stage) => {
  const { state, pipeline } = templatesOf(stage);
  const { predictor } = settings[stage];
  const models = importOf(state, logicalIdOf(state, 'AWS::S3::Bucket', 'ModelStore'), 'Arn');
  const rows = importOf(state, logicalIdOf(state, 'AWS::DynamoDB::GlobalTable', 'RememberedRows'), 'Arn');
  const functionId = logicalIdOf(pipeline, 'AWS::Lambda::Function', 'Predictor');

  it('has the memory and the time of its settings', () => {
    expect(pipeline.toJSON().Resources[functionId].Properties).toMatchObject({
      MemorySize: predictor.memoryMiB,
      Timeout: predictor.timeoutSeconds,
      Handler: 'index.handler',
    });
  });

  it('knows the snapshots, the overrides, and when to look again', () => {
    const { Variables } = pipeline.toJSON().Resources[functionId].Properties.Environment;
    expect(Object.keys(Variables).sort()).toEqual(
      [
        'NODE_OPTIONS',
        variables.lookAgainMs,
        variables.metricNamespace,
        variables.modelBucket,
        variables.overrides,
        variables.rowTable,
      ].sort(),
    );
    expect(Variables).toMatchObject({
      [variables.lookAgainMs]: String(predictor.lookAgainMs),
      [variables.metricNamespace]: `Sluice/${stage}`,
      [variables.overrides]: '{}',
    });
  });

  it('may read snapshots and pinned copies, tell missing from denied, remember rows, and nothing else', () => {
    expect(actionsByResource(pipeline, 'PredictorFunctionRole')).toEqual({
      [logicalIdOf(pipeline, 'AWS::Logs::LogGroup', 'Predictor')]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [`${models}/models/*/snapshot`]: ['s3:GetObject'],
      [`${models}/models/*/pinned/*`]: ['s3:GetObject'],
      [models]: ['s3:ListBucket'],
      [rows]: ['dynamodb:PutItem'],
    });
  });

  it('has an address, which lets in only whom IAM does: no policy of its own lets in anybody', () => {
    pipeline.resourceCountIs('AWS::Lambda::Url', 1);
    pipeline.hasResourceProperties('AWS::Lambda::Url', {
      AuthType: 'AWS_IAM',
      TargetFunctionArn: { 'Fn::GetAtt': [functionId, 'Arn'] },
      Cors: Match.absent(),
    });
    pipeline.resourceCountIs('AWS::Lambda::Permission', 0);
  });

  it('tells its name and its address', () => {
    const { predictor: name, predictorUrl } = outputs.pipeline;
    const urlId = logicalIdOf(pipeline, 'AWS::Lambda::Url');
    pipeline.hasOutput(name, { Value: { Ref: functionId } });
    pipeline.hasOutput(predictorUrl, { Value: { 'Fn::GetAtt': [urlId, 'FunctionUrl'] } });
  });
});

describe('predictor', () => {
  const open: Settings = { ...settings.local, predictor: { ...settings.local.predictor, auth: 'none' } };

  it('takes requests from everybody where a setting says so', () => {
    const { pipeline } = synthesize('local', { settings: open });
    pipeline.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'NONE' });
    for (const Action of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']) {
      pipeline.hasResourceProperties('AWS::Lambda::Permission', { Action, Principal: '*' });
    }
  });

  it('has that on record with cdk-nag, which finds nothing else', () => {
    const { app } = stacksOf('local', { settings: open });
    app.synth();
    for (const checks of [new AwsSolutionsChecks(), new SluiceChecks()]) {
      expect(checks.validateScope(app).violations).toEqual([]);
    }
    expect(statedReasons(app)['Sluice-FunctionUrlAuth']).toMatch(/predictor\.auth of this stage is none/);
  });

  it('could not be opened by another address without being noticed', () => {
    const { app, pipeline } = stacksOf('local');
    new FunctionUrl(pipeline, 'Careless', {
      function: pipeline.predictor.function,
      authType: FunctionUrlAuthType.NONE,
    });
    const rules = new SluiceChecks().validateScope(app).violations.map(({ ruleName }) => ruleName);
    expect(rules).toEqual(['Sluice-FunctionUrlAuth']);
  });

  it('is handed overrides', () => {
    const overrides = { clicks: { threshold: 0.4 } } as const;
    const { pipeline } = synthesize('local', { overrides });
    const functionId = logicalIdOf(pipeline, 'AWS::Lambda::Function', 'Predictor');
    const { Variables } = pipeline.toJSON().Resources[functionId].Properties.Environment;
    expect(Variables[variables.overrides]).toBe(JSON.stringify(overrides));
  });

  it('can be seen: requests, rows, errors and latency of all models', () => {
    const { predictor } = stacksOf('prod').pipeline;
    const shown = [
      predictor.metricRequests(),
      predictor.metricRows(),
      predictor.metricErrors(),
      predictor.metricLatency(),
    ].map((metric) => metric.toMetricConfig().mathExpression?.expression);
    const { predictRequests, predictRows, predictErrors, predictLatencyMs } = metrics;
    expect(shown).toEqual([
      ...[predictRequests, predictRows, predictErrors].map(
        (name) => `SELECT SUM(${name}) FROM SCHEMA("Sluice/prod", model)`,
      ),
      `SELECT MAX(${predictLatencyMs}) FROM SCHEMA("Sluice/prod", model)`,
    ]);
  });
});
