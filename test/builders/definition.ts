import { type Definition, type ModelDefinition, resolveDefinition } from '../../learning/definition.ts';

/** A small model: two features, segments of ten rows, no gate. */
export function definitionOf(varied: Partial<ModelDefinition> = {}): Definition {
  return resolveDefinition('clicks', { features: 2, segmentRows: 10, ...varied });
}
