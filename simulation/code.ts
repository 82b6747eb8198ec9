import { putAll } from '../lambdas/producer/put-all.ts';
import { sendScenario } from '../lambdas/producer/send.ts';
import { createTrainer } from '../lambdas/trainer/train.ts';

/** The code on trial: production's own, or a copy of it with a bug planted. */
export interface Code {
  readonly createTrainer: typeof createTrainer;
  readonly putAll: typeof putAll;
  readonly sendScenario: typeof sendScenario;
}

export const productionCode: Code = { createTrainer, putAll, sendScenario };
