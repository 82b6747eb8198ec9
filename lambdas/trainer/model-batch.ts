import type { Definition } from '../../learning/definition.ts';
import type { ReadRecord } from './advance.ts';

/** Records of one model in a batch: of one shard, in its order. */
export interface ModelBatch {
  readonly model: string;
  readonly definition: Definition;
  readonly records: readonly ReadRecord[];
  /** Says that only enough time is left to commit. */
  readonly timeIsUp: () => boolean;
}
