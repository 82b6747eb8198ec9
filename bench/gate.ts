import { Progress } from '../cli/progress.ts';
import type { LearnerName } from '../learning/learners/registry.ts';
import { type ScenarioName, scenarioNames } from '../records/scenarios/table.ts';
import { putTable } from './docs-table.ts';
import { runOnAllCores } from './gate-pool.ts';
import { type GateBench, gateTable, type ScenarioSummary, summariseGates } from './gate-summary.ts';

export interface GateBenchOptions {
  readonly seeds: number;
  readonly segments: number;
  readonly learner: LearnerName;
  readonly scenario: readonly ScenarioName[];
  readonly docs: boolean;
  readonly json: boolean;
}

/** All but those that are made of the others: the tour is a burst and a change, the tutorial is `fixed`. */
export const benchedScenarios = scenarioNames.filter((name) => name !== 'tour' && name !== 'tutorial');

/** Every gate in every scenario, by F1 on clean labels and by what it held. */
export async function benchGate({ seeds, segments, learner, scenario, docs, json }: GateBenchOptions): Promise<void> {
  const jobs = scenario.flatMap((name) =>
    Array.from({ length: seeds }, (_, i) => ({ scenario: name, seed: i + 1, segments, learner })),
  );
  const progress = new Progress();
  const startedAt = performance.now();
  const results = await runOnAllCores(jobs, (done) => {
    const seconds = (performance.now() - startedAt) / 1000;
    const left = (seconds / done) * (jobs.length - done);
    progress.update(`  ${jobs[done - 1].scenario}: ${done} of ${jobs.length} runs, about ${Math.ceil(left)} s left`);
  });
  const summaries = scenario.map((name, i): [ScenarioName, ScenarioSummary] => [
    name,
    summariseGates(results.slice(i * seeds, (i + 1) * seeds)),
  ]);
  const bench: GateBench = { learner, seeds, segments, scenarios: Object.fromEntries(summaries) };
  if (docs) putTable(learner, gateTable(bench));
  process.stdout.write(`${json ? JSON.stringify(bench) : gateTable(bench)}\n`);
}
