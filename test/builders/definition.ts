import { type Definition, type ModelDefinition, resolveDefinition } from '../../learning/definition.ts';

/** A small and quick model: two features, sgd, segments of ten rows, no gate. */
export function definitionOf(varied: Partial<ModelDefinition> = {}): Definition {
  return resolveDefinition('clicks', {
    features: 2,
    learner: { name: 'sgd' },
    gate: { name: 'none' },
    segmentRows: 10,
    ...varied,
  });
}
