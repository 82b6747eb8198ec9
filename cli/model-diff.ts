import { differenceLines } from './difference-lines.ts';
import { findModel } from './operation-ports.ts';
import { versionDifference } from './version-difference.ts';

export interface DiffOptions {
  readonly stage: string;
  readonly json: boolean;
}

/**
 * `sluice models diff NAME V1 V2`: what was learned between two versions, and what it changed.
 *
 * @throws {CommandError} when one of them is not kept any more.
 */
export async function diffCommand(model: string, v1: number, v2: number, { stage, json }: DiffOptions): Promise<void> {
  const difference = await versionDifference(await findModel(model, stage), Math.min(v1, v2), Math.max(v1, v2));
  process.stdout.write(`${json ? JSON.stringify({ stage, ...difference }) : differenceLines(difference).join('\n')}\n`);
}
