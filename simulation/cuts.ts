import { advance } from '../lambdas/trainer/advance.ts';
import { emptySnapshot } from '../learning/snapshot/snapshot.ts';
import type { History } from './history.ts';
import type { Journal } from './journal.ts';
import { contentsAt, type Version } from './lineage.ts';
import { differenceOf, sectionsIn } from './stored-sections.ts';

/** However the stream was cut into batches and commits, the model is that of one loop over the records in order. */
export function expectCutsNotToMatter(model: string, history: History, journal: Journal): void {
  const { versions, definition, snapshot } = history;
  const { learned } = contentsAt(versions, versions.length);
  if (learned === undefined || learned.length < 2) return; // by one commit there is no cut
  if (learned.some((version) => version.definition !== definition)) return; // a deployment came between
  const reads = learned.flatMap((version) => version.reads);
  const whole = advance(model, emptySnapshot(definition), reads, 0).snapshot;
  const { version, lastCommit } = snapshot;
  const stored = sectionsIn((versions.at(-1) as Version).bytes);
  if (differenceOf(stored, { ...whole, version, lastCommit }) !== undefined) {
    journal.violate(`model ${model} depends on how its records were cut into batches`);
  }
}
