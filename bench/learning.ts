import { resolveDefinition } from '../learning/definition.ts';
import type { LabelledRows } from '../learning/labelled-rows.ts';
import { createLearner, type LearnerName, learnerNames } from '../learning/learners/registry.ts';
import { createModel } from '../learning/model.ts';
import { createScaler } from '../learning/scalers/registry.ts';
import { scenarios } from '../records/scenarios/table.ts';
import { measurePeers } from './peers.ts';

/** Rows a second. */
interface Speed {
  /** The learner alone: each row learned, which includes its prediction before. */
  readonly learn: number;
  /** The learner alone: each row asked for, then learned, as River does. */
  readonly predictAndLearn: number;
  /** The whole step: segments predicted, scored, judged by no gate, scaled and learned. */
  readonly observe: number;
}

interface LearningBench {
  readonly rows: number;
  readonly features: number;
  readonly learners: Readonly<Record<string, Speed>>;
  readonly peers: Readonly<Record<string, number>>;
  /** Of each learner's `predictAndLearn` to each peer. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const SEGMENTS = 100;
const PASSES = 3;

/** Times every learner on rows of the tutorial's kind, the best of three passes, peers in the same run. */
export async function benchLearning({ peers: withPeers, json }: { peers: boolean; json: boolean }): Promise<void> {
  const segments = Array.from({ length: SEGMENTS }, (_, i) => scenarios.tour.rows(1, i, 1_000_000));
  const rows = segments.reduce((sum, { count }) => sum + count, 0);
  const learners: Record<string, Speed> = {};
  for (const name of learnerNames) {
    learners[name] = { ...timeLearner(name, segments), observe: timeObserve(name, segments) };
    if (!json) process.stdout.write(`${line(name, ...Object.values(learners[name]))}\n`);
  }
  const peers = withPeers ? await measurePeers(segments) : {};
  const ratios = Object.fromEntries(
    Object.entries(learners).map(([name, { predictAndLearn }]) => [
      name,
      Object.fromEntries(Object.entries(peers).map(([peer, speed]) => [peer, predictAndLearn / speed])),
    ]),
  );
  const result: LearningBench = { rows, features: segments[0].width, learners, peers, ratios };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else for (const [peer, speed] of Object.entries(peers)) process.stdout.write(`${line(peer, speed)}\n`);
}

function timeLearner(name: LearnerName, segments: readonly LabelledRows[]): Omit<Speed, 'observe'> {
  const rows = scaledRows(segments);
  const learner = createLearner(segments[0].width, { name });
  const learn = bestRate(rows.length, () => {
    for (let i = 0; i < rows.length; i++) learner.partialFit(rows[i].row, rows[i].label, 1);
  });
  const predictAndLearn = bestRate(rows.length, () => {
    let sum = 0; // used, so that no prediction is optimised away
    for (let i = 0; i < rows.length; i++) {
      sum += learner.predictProba(rows[i].row);
      learner.partialFit(rows[i].row, rows[i].label, 1);
    }
    return sum;
  });
  return { learn, predictAndLearn };
}

/** Rows as a learner gets them: mean 0, variance 1. */
function scaledRows(segments: readonly LabelledRows[]): { row: Float64Array; label: number }[] {
  const { width } = segments[0];
  const scaler = createScaler(
    'standard',
    Uint32Array.from({ length: width }, (_, j) => j),
  );
  for (const { X, count } of segments) for (let i = 0; i < count; i++) scaler.fitRow(X, i * width);
  return segments.flatMap(({ X, y }) =>
    Array.from(y, (label, i) => {
      const row = new Float64Array(width);
      scaler.transform(X, i * width, row);
      return { row, label };
    }),
  );
}

function timeObserve(name: LearnerName, segments: readonly LabelledRows[]): number {
  const model = createModel(
    resolveDefinition('bench', { features: segments[0].width, learner: { name }, gate: { name: 'none' } }),
  );
  const rows = segments.reduce((sum, { count }) => sum + count, 0);
  return bestRate(rows, () => {
    for (const segment of segments) model.observe(segment);
  });
}

/** Repeats a pass until it takes a tenth of a second, and gives the best rate of three. */
function bestRate(rows: number, pass: () => unknown): number {
  pass(); // warms up
  let best = 0;
  for (let i = 0; i < PASSES; i++) {
    const startedAt = performance.now();
    let passes = 0;
    do {
      pass();
      passes += 1;
    } while (performance.now() - startedAt < 100);
    best = Math.max(best, (passes * rows) / ((performance.now() - startedAt) / 1000));
  }
  return Math.round(best);
}

function line(name: string, ...speeds: readonly number[]): string {
  const cells = speeds.map((speed) => Math.round(speed).toLocaleString('en-US').padStart(14));
  return `${name.padEnd(42)}${cells.join('')} rows a second`;
}
