import { type Definition, type ModelDefinition, resolveDefinition } from '../learning/definition.ts';

/** Definitions in force for the calls that begin under them. */
export interface Deployment {
  readonly words: string;
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Whether the snapshot of the first model can be read under it. */
  readonly fits: boolean;
}

const small: ModelDefinition = { features: 2, learner: { name: 'sgd' }, gate: { name: 'none' }, segmentRows: 3 };
const other = resolveDefinition('other', { ...small, learner: { name: 'naive-bayes' }, scaler: 'none' });

function deployment(words: string, clicks: Partial<ModelDefinition>, fits = true): Deployment {
  const definitions = new Map([
    ['clicks', resolveDefinition('clicks', { ...small, ...clicks })],
    ['other', other],
  ]);
  return { words, definitions, fits };
}

/** Two small models, so that little time goes into what other tests hold. */
export const first = deployment('the first deployment', {});
export const tuned = deployment('gate and segment size changed', { gate: { name: 'champion' }, segmentRows: 5 });
export const unfit = [
  deployment('width changed', { features: 3 }, false),
  deployment('learner changed', { learner: { name: 'naive-bayes' } }, false),
] as const;

/** As wide as what the real producer sends. */
export const forScenarios = deployment('ten features', { features: 10, segmentRows: 40 });
