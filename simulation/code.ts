import { redrive } from '../lambdas/producer/redrive.ts';
import { sendScenario } from '../lambdas/producer/send.ts';
import { putAll } from '../lambdas/put-all.ts';
import { reset } from '../lambdas/trainer/reset.ts';
import { restore } from '../lambdas/trainer/restore.ts';
import { steer } from '../lambdas/trainer/steer.ts';
import { rollBackTo } from '../lambdas/trainer/steps.ts';
import { createTrainer } from '../lambdas/trainer/train.ts';

/** The code on trial: production's own, or a copy of it with a bug planted. */
export interface Code {
  readonly createTrainer: typeof createTrainer;
  readonly putAll: typeof putAll;
  readonly sendScenario: typeof sendScenario;
  readonly redrive: typeof redrive;
  readonly restore: typeof restore;
  readonly reset: typeof reset;
  readonly steer: typeof steer;
  readonly rollBackTo: typeof rollBackTo;
}

export const productionCode: Code = { createTrainer, putAll, sendScenario, redrive, restore, reset, steer, rollBackTo };
