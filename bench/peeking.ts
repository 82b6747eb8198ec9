import { Progress } from '../cli/progress.ts';
import { resolveDefinition } from '../learning/definition.ts';
import { createModel } from '../learning/model.ts';
import { scenarios } from '../records/scenarios/table.ts';
import { putTable } from './docs-table.ts';

/** What a gate does in one long stream in which nothing is wrong, and nothing changes. */
export interface PeekingResult {
  readonly learner: 'sgd' | 'committee';
  readonly scenario: 'small' | 'fixed' | 'large';
  readonly segments: number;
  /** Segments held in each quarter of the stream. */
  readonly held: readonly number[];
  readonly promoted: number;
}

const QUARTERS = 4;

/**
 * A sequential test is looked at after each segment, for ever: whether that makes it find something in the end shows in the
 * last quarter of a long stream, which must be as quiet as the first.
 */
export async function benchPeeking(options: { segments: number; docs: boolean; json: boolean }): Promise<void> {
  const progress = new Progress();
  const results: PeekingResult[] = [];
  for (const learner of ['sgd', 'committee'] as const) {
    for (const scenario of ['small', 'fixed', 'large'] as const) {
      const segments = scenario === 'large' ? Math.ceil(options.segments / 10) : options.segments; // as many rows as `fixed`
      results.push(watch({ learner, scenario, segments }, progress));
    }
  }
  if (options.docs) putTable('peeking', tableOf(results));
  process.stdout.write(`${options.json ? JSON.stringify(results) : tableOf(results)}\n`);
}

function watch(
  { learner, scenario, segments }: Omit<PeekingResult, 'held' | 'promoted'>,
  progress: Progress,
): PeekingResult {
  const model = createModel(resolveDefinition('peeking', { features: 10, learner: { name: learner } }));
  const held = Array.from({ length: QUARTERS }, () => 0);
  let promoted = 0;
  for (let index = 0; index < segments; index++) {
    const { verdict } = model.observe(scenarios[scenario].rows(1, index, segments));
    if (verdict.kind === 'held') held[Math.floor((QUARTERS * index) / segments)] += 1;
    if (verdict.kind === 'promoted') promoted += 1;
    progress.update(`  ${learner}, ${scenario}: ${index + 1} of ${segments} segments`);
  }
  return { learner, scenario, segments, held, promoted };
}

function tableOf(results: readonly PeekingResult[]): string {
  const rowsOf = { small: '20 to 21', fixed: '100 to 109', large: '1,000 to 1,099' };
  const rows = results.map(({ learner, scenario, segments, held, promoted }) => {
    const share = (100 * held.reduce((sum, count) => sum + count, 0)) / segments;
    const cells = [
      learner,
      rowsOf[scenario],
      segments.toLocaleString('en-US'),
      held.join(', '),
      `${share.toFixed(2)} %`,
    ];
    return `| ${[...cells, promoted].join(' | ')} |`;
  });
  return [
    '| learner | rows a segment | segments | held in each quarter | share | promoted |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
