import { type RestorePlan, type RestoreResult, restore } from '../lambdas/trainer/restore.ts';
import { type AuthorOptions, authorOf } from './author.ts';
import { confirm } from './confirm.ts';
import { CommandError } from './errors.ts';
import { findModel } from './operation-ports.ts';
import { Progress } from './progress.ts';

export interface RestoreOptions extends AuthorOptions {
  readonly version?: number;
  readonly yes: boolean;
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice models restore NAME`: the last good version of a damaged or deleted snapshot becomes the current one. Works while the pipeline is
 * destroyed too.
 *
 * @throws {CommandError} when no version can be used, or the answer was no.
 */
export async function restoreCommand(model: string, options: RestoreOptions): Promise<void> {
  const { version, yes, stage, json } = options;
  const subject = await findModel(model, stage);
  const progress = new Progress();
  const result = await restore(
    subject,
    version,
    authorOf(options),
    (plan) => confirm(questionOf(model, plan), yes),
    (looked) => progress.update(`  ${looked} versions looked at`),
  );
  const { outcome, line } = told(model, version, result);
  process.stdout.write(`${json ? JSON.stringify({ model, stage, ...outcome }) : line}\n`);
}

function questionOf(model: string, plan: RestorePlan): string {
  const { problem, from, writtenAtMs } = plan;
  const when = new Date(writtenAtMs).toISOString();
  return `model ${model}: its snapshot cannot be used: ${problem}.\n${lossOf(plan)}Make version ${from} of ${when} the current one?`;
}

/** What a person must know before: only the last version brings everything back. */
function lossOf({ from, last }: RestorePlan): string {
  if (from >= last) return '';
  const lost =
    last - from === 1 ? `The commit after version ${from} is` : `The ${last - from} commits after version ${from} are`;
  return (
    `${lost} lost. To learn their records again from the stream, destroy the pipeline before you restore, and deploy it ` +
    'again behind (docs/runbook.md, "A snapshot is damaged or gone").\n'
  );
}

function told(model: string, version: number | undefined, result: RestoreResult) {
  switch (result.kind) {
    case 'restored': {
      const { plan, row } = result;
      const outcome = { restored: true, from: plan.from, version: row.version, commitsLost: plan.last - plan.from };
      return {
        outcome,
        line: `model ${model}: version ${plan.from} is the current one again, as version ${row.version}`,
      };
    }
    case 'good': {
      const good = `model ${model}: its snapshot, version ${result.version}, is good`;
      if (version !== undefined && version !== result.version) {
        throw new CommandError(
          `${good}: \`sluice models rollback ${model} --to ${version}\` goes back to an earlier one`,
        );
      }
      const line = `${good}: nothing was done`;
      return { outcome: { restored: false, version: result.version }, line };
    }
    case 'declined':
      throw new CommandError(`model ${model}: version ${result.plan.from} was not restored: the answer was no`);
    case 'none': {
      const wanted = version === undefined ? 'one that can be used' : `version ${version}, and that it can be used`;
      const why = result.why === undefined ? '' : `; the newest that cannot be used: ${result.why}`;
      throw new CommandError(
        `model ${model}: ${result.problem}; expected ${wanted} among the ${result.looked} versions that the bucket has kept, ` +
          `found none${why}. \`sluice models reset ${model}\` starts it from nothing`,
      );
    }
    default:
      return result satisfies never;
  }
}
