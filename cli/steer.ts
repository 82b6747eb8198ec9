import { type SteerResult, type Step, steer } from '../lambdas/trainer/steer.ts';
import { endTrial, pause, pinTo, resume, rollBackTo, unpin } from '../lambdas/trainer/steps.ts';
import { operationInWords } from '../learning/snapshot/operation.ts';
import { type AuthorOptions, authorOf } from './author.ts';
import { confirm } from './confirm.ts';
import { CommandError } from './errors.ts';
import { findModel } from './operation-ports.ts';

/** What is done to a model whose snapshot is good. */
export const steps = {
  rollback: rollBackTo,
  pin: pinTo,
  unpin: () => unpin,
  promote: () => endTrial('promoted'),
  drop: () => endTrial('dropped'),
  pause: () => pause,
  resume: () => resume,
} satisfies Record<string, (version: number) => Step>;

export interface SteerOptions extends AuthorOptions {
  /** Of `rollback` and `pin`. */
  readonly to?: number;
  readonly yes: boolean;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice models rollback|pin|unpin|promote|drop|pause|resume NAME`. Works while the pipeline is destroyed too.
 *
 * @throws {CommandError} when it cannot be done, or the answer was no.
 */
export async function steerCommand(model: string, verb: keyof typeof steps, options: SteerOptions): Promise<void> {
  const { to = 0, yes, stage, json } = options;
  const subject = await findModel(model, stage);
  const ask = (effect: string, version: number) =>
    confirm(`model ${model}, version ${version}: ${verb}: it ${effect}. Do it?`, yes);
  const result = await steer(subject, steps[verb](to), authorOf(options), ask);
  const { outcome, line } = told(model, verb, result);
  process.stdout.write(`${json ? JSON.stringify({ model, stage, ...outcome }) : line}\n`);
}

function told(model: string, verb: string, result: SteerResult) {
  switch (result.kind) {
    case 'done': {
      const { version, operation } = result.row;
      const words = operation && operationInWords(operation);
      return {
        outcome: { changed: true, version, operation },
        line: `model ${model}: ${words}, as version ${version}`,
      };
    }
    case 'unchanged': {
      const { version, why } = result;
      const line = `model ${model}, version ${version}: ${why}: nothing was done`;
      return { outcome: { changed: false, version, why }, line };
    }
    case 'declined':
      throw new CommandError(`model ${model}, version ${result.version}: ${verb}: nothing was done: the answer was no`);
    case 'impossible':
      throw new CommandError(`model ${model}, version ${result.version}: ${verb}: ${result.why}: nothing was done`);
    case 'unusable': {
      const remedy = `; \`sluice models restore ${model}\` brings back the last version that can be used`;
      throw new CommandError(
        `model ${model}: ${verb}: expected a snapshot that can be used: ${result.problem}${result.last > 0 ? remedy : ''}`,
      );
    }
    default:
      return result satisfies never;
  }
}
