import { describe, expect, it } from 'vitest';
import { modelsMetadata, outputs, stackNames } from '../../lambdas/contract.ts';
import { stages } from '../../lib/settings.ts';
import { stacksOf, templatesOf } from './synthesized.ts';

describe.each(stages)('pipeline of %s', (stage) => {
  const { state, pipeline } = templatesOf(stage);

  it('tells the command line what it is called', () => {
    expect(stacksOf(stage).pipeline.stackName).toBe(stackNames(stage).pipeline);
    expect(Object.keys(pipeline.findOutputs('*')).sort()).toEqual(Object.values(outputs.pipeline).sort());
  });

  it('tells with which definitions it was deployed, field by field', () => {
    const told = pipeline.toJSON().Metadata[modelsMetadata];
    expect(Object.keys(told)).toEqual(['clicks', 'tutorial']);
    expect(told.tutorial).toMatchObject({ learner: 'sgd', gate: 'article', threshold: '0.5', segmentRows: '100' });
  });

  it('can be destroyed: nobody imports from it, and it imports only what the state exports', () => {
    const imports = [...JSON.stringify(pipeline.toJSON()).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    const exports = Object.values(state.findOutputs('*')).flatMap(({ Export }) => Export?.Name ?? []);
    expect(imports.length).toBeGreaterThan(0);
    expect(exports).toEqual(expect.arrayContaining(imports));
    expect(JSON.stringify(state.toJSON())).not.toContain('Fn::ImportValue');
    expect(Object.values(pipeline.findOutputs('*')).flatMap(({ Export }) => Export ?? [])).toEqual([]);
  });

  it('holds on to the state: a stack whose exports are imported cannot be deleted', () => {
    expect(JSON.stringify(pipeline.toJSON())).not.toContain('Fn::GetStackOutput');
  });
});
