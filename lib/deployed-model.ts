import type { Definition } from '../learning/definition.ts';

/** What infrastructure goes by of a model. */
export interface DeployedModel {
  readonly definition: Definition;
  /** The same field by field, as it is told to whoever asks what is deployed. */
  readonly fields: Readonly<Record<string, string>>;
  /** Whom its committee may listen to, by name; nobody where it has another learner. */
  readonly voices: readonly string[];
}

/** By name, the default one first. */
export type DeployedModels = ReadonlyMap<string, DeployedModel>;
