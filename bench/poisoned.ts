import { basename } from 'node:path';
import { featuresOfFile } from '../cli/file-definition.ts';
import { type NumberedRow, openRowFile } from '../cli/file-rows.ts';
import { Progress } from '../cli/progress.ts';
import { resolveDefinition } from '../learning/definition.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import type { LearnerName } from '../learning/learners/registry.ts';
import { rowsFromFile } from '../records/table-rows.ts';
import { putTable } from './docs-table.ts';
import { percent } from './gate-summary.ts';
import { type Passage, passGate, passIdeal } from './poisoned-passage.ts';

export interface PoisonedOptions {
  readonly label: string;
  readonly learner: LearnerName;
  readonly probability: readonly number[];
  readonly seeds: number;
  readonly docs: boolean;
  readonly json: boolean;
}

/** One file at one share of flipped segments; means over seeds. */
export interface PoisonedResult {
  readonly file: string;
  readonly learner: LearnerName;
  readonly segments: number;
  readonly probability: number;
  readonly seeds: number;
  /** Nats a row on the labels of the file; `clean` is without a gate and with nothing flipped. */
  readonly logLoss: Readonly<Record<'clean' | Watcher, number>>;
  readonly champion: KeptOut;
  readonly ideal: KeptOut;
}

type Watcher = 'none' | 'champion' | 'ideal';

interface KeptOut {
  /** (No gate's log loss − this one's) / (no gate's − that of a clean stream). */
  readonly regained: number;
  /** Share of flipped segments that were held; of honest ones. */
  readonly caught: number;
  readonly falseHeld: number;
}

interface NamedSegments {
  readonly name: string;
  readonly segments: readonly LabelledRows[];
}

/**
 * Files, a learner, and segments that are flipped before they are learned: without a gate, with the champion gate,
 * and by the ideal observer, who says what was there to be caught.
 */
export async function benchPoisoned(paths: readonly string[], options: PoisonedOptions): Promise<void> {
  const { label, learner, seeds, docs, json } = options;
  const progress = new Progress();
  const results: PoisonedResult[] = [];
  for (const path of paths) {
    const file = await segmentedFile(path, label);
    for (const probability of options.probability)
      results.push(compare(file, { learner, probability, seeds }, progress));
  }
  if (docs) putTable(`poisoned-${learner}`, poisonedTable(results));
  process.stdout.write(`${json ? JSON.stringify(results) : poisonedTable(results)}\n`);
}

async function segmentedFile(path: string, label: string): Promise<NamedSegments> {
  const rows: NumberedRow[] = [];
  for await (const row of openRowFile(path).rows()) rows.push(row);
  const columns = featuresOfFile(rows, { label, categorical: [], drop: [] });
  const definition = resolveDefinition('file', columns);
  const segments: LabelledRows[] = [];
  const { segmentRows } = definition;
  for (let from = 0; from < rows.length; from += segmentRows)
    segments.push(rowsFromFile(rows.slice(from, from + segmentRows), definition));
  return { name: basename(path).replace(/\..*$/, ''), segments };
}

function compare(
  file: NamedSegments,
  { learner, probability, seeds }: { learner: LearnerName; probability: number; seeds: number },
  progress: Progress,
): PoisonedResult {
  const clean = passGate(file.segments, { learner, gate: 'none' }, { probability: 0, seed: 1 }).logLoss;
  const passages = { none: [] as Passage[], champion: [] as Passage[], ideal: [] as Passage[] };
  for (let seed = 1; seed <= seeds; seed++) {
    passages.none.push(passGate(file.segments, { learner, gate: 'none' }, { probability, seed }));
    passages.champion.push(passGate(file.segments, { learner, gate: 'champion' }, { probability, seed }));
    passages.ideal.push(passIdeal(file.segments, learner, { probability, seed }));
    progress.update(`  ${file.name}, ${percent(probability, 0)} flipped: ${seed} of ${seeds} seeds`);
  }
  const none = mean(passages.none, 'logLoss');
  const keptOut = (runs: readonly Passage[]): KeptOut => ({
    regained: (none - mean(runs, 'logLoss')) / (none - clean),
    caught: mean(runs, 'caught'),
    falseHeld: mean(runs, 'falseHeld'),
  });
  return {
    file: file.name,
    learner,
    segments: file.segments.length,
    probability,
    seeds,
    logLoss: {
      clean,
      none,
      champion: mean(passages.champion, 'logLoss'),
      ideal: mean(passages.ideal, 'logLoss'),
    },
    champion: keptOut(passages.champion),
    ideal: keptOut(passages.ideal),
  };
}

/** Over the runs that have the figure. */
function mean(runs: readonly Passage[], figure: keyof Passage): number {
  const values = runs.map((run) => run[figure]).filter((value) => value !== null);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** As docs/gate.md has it: each figure of the gate, then that of the ideal observer. */
export function poisonedTable(results: readonly PoisonedResult[]): string {
  const rows = results.map(({ file, segments, probability, logLoss, champion, ideal }) => {
    const both = (figure: keyof KeptOut) => `${percent(champion[figure], 1)} / ${percent(ideal[figure], 1)}`;
    const losses = [logLoss.clean, logLoss.none, logLoss.champion, logLoss.ideal].map((loss) => loss.toFixed(3));
    const cells = [`${file}, ${segments}`, percent(probability, 0), losses.join(' / '), both('regained')];
    return `| ${[...cells, percent(champion.regained / ideal.regained, 0), both('caught'), both('falseHeld')].join(' | ')} |`;
  });
  return [
    '| file, segments | flipped | log loss: clean / none / champion / ideal | regained: champion / ideal | of the ideal | caught | honest held |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
