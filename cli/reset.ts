import { type ResetResult, reset } from '../lambdas/trainer/reset.ts';
import { type AuthorOptions, authorOf } from './author.ts';
import { confirm } from './confirm.ts';
import { CommandError } from './errors.ts';
import { findModel } from './operation-ports.ts';

export interface ResetOptions extends AuthorOptions {
  readonly yes: boolean;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice models reset NAME`: a model starts from nothing, under the definition in force.
 *
 * @throws {CommandError} when the answer was no.
 */
export async function resetCommand(model: string, options: ResetOptions): Promise<void> {
  const { yes, stage, json } = options;
  const subject = await findModel(model, stage);
  const result = await reset(subject, authorOf(options), (last) =>
    confirm(
      `model ${model} has made ${last} versions. Start it from nothing, neither paused nor pinned? Its versions stay in the bucket's history.`,
      yes,
    ),
  );
  const { outcome, line } = told(model, result);
  process.stdout.write(`${json ? JSON.stringify({ model, stage, ...outcome }) : line}\n`);
}

function told(model: string, result: ResetResult) {
  switch (result.kind) {
    case 'reset': {
      const { version } = result.row;
      return { outcome: { reset: true, version }, line: `model ${model}: starts from nothing, as version ${version}` };
    }
    case 'new': {
      const line = `model ${model}: it has learned nothing yet: nothing was done`;
      return { outcome: { reset: false, version: result.version }, line };
    }
    case 'declined':
      throw new CommandError(`model ${model}: it was not reset: the answer was no`);
    default:
      return result satisfies never;
  }
}
