import type { Definition } from '../learning/definition.ts';
import type { TruthBand } from '../records/scenarios/scenario.ts';

/** What a page tells besides the ledger; it stays as it is while the ledger grows. */
export interface Facts {
  readonly model: string;
  readonly definition: Definition;
  /** What really happened, in records from 0, a segment each; empty when unknown. */
  readonly truth: readonly TruthBand[];
  /** How the run was made; left out for a model that runs elsewhere. */
  readonly run?: {
    readonly scenario: string;
    readonly seed: number;
    readonly recordsSent: number;
    /** Of each phase. */
    readonly seconds: Readonly<Record<string, number>>;
  };
  /** `ministack 1.5.33 on this machine`, `AWS eu-central-1` */
  readonly endpoint: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly madeAtMs: number;
}
