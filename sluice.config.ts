import type { ModelDefinition } from './learning/definition.ts';

/**
 * The models of this deployment: what you edit first. A record that names no model is for the first one.
 * The README says how to define your own.
 */
export const models: Readonly<Record<string, ModelDefinition>> = {
  /** The tutorial that Sluice grew out of, its settings to the letter. */
  tutorial: {
    features: 10,
    learner: { name: 'sgd', loss: 'log_loss', learningRate: 'constant', eta0: 0.001 },
    scaler: 'minmax',
    gate: { name: 'article' },
  },
  /** Ours: what `npm start` feeds. */
  clicks: {
    features: 10,
    learner: { name: 'committee' },
    scaler: 'standard',
    gate: { name: 'champion' },
  },
};
