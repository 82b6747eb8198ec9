import { requestOf, resultOf } from '../lambdas/predictor/function-url.ts';
import { createPredictor, type Predictor } from '../lambdas/predictor/predictor.ts';
import { resolveDefinition } from '../learning/definition.ts';
import type { LearnerName } from '../learning/learners/registry.ts';
import { createModel } from '../learning/model.ts';
import { emptySnapshot, encodeSnapshot } from '../learning/snapshot/snapshot.ts';
import { scenarios } from '../records/scenarios/table.ts';

/** Requests of one size to a model of one learner. */
interface PredictorSpeed {
  readonly learner: string;
  readonly rows: number;
  /** Of the whole request: read, predicted, written. The best of three passes. */
  readonly ms: number;
  readonly rowsPerSecond: number;
  /** To the same bytes parsed, and the same answer written, and nothing else: what JSON alone takes. */
  readonly toJsonAlone: number;
}

const SIZES = [1, 100, 10_000];
const LEARNERS: readonly LearnerName[] = ['sgd', 'bayes', 'committee'];
const PASSES = 3;

/** Times requests to a warm predictor in this process: no network, no store, no Lambda. */
export async function benchPredictor({ json }: { json: boolean }): Promise<void> {
  const results: PredictorSpeed[] = [];
  for (const learner of LEARNERS) {
    const predictor = learnedPredictor(learner);
    for (const rows of SIZES) {
      const result = await timeRequests(learner, predictor, rows);
      results.push(result);
      if (!json) process.stdout.write(`${line(result)}\n`);
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ features: 10, results })}\n`);
}

/** A predictor of a model with 10 features that has learned 20 segments. */
function learnedPredictor(name: LearnerName): Predictor {
  const definition = resolveDefinition('bench', { features: 10, learner: { name }, gate: { name: 'none' } });
  const model = createModel(definition);
  for (let i = 0; i < 20; i++) model.observe(scenarios.tour.rows(1, i, 1_000_000));
  const bytes = encodeSnapshot({ ...emptySnapshot(definition), version: 1, model });
  return createPredictor(new Map([['bench', definition]]), {
    snapshots: { look: async () => ({ kind: 'read', stored: { bytes, etag: '"1"' } }) },
    pinned: { get: async () => undefined },
    clock: { nowMs: () => 0 },
    lookAgainMs: 1,
    memory: { remember: async () => {} },
    randomBytes: (count) => new Uint8Array(count),
  });
}

async function timeRequests(learner: string, predictor: Predictor, rows: number): Promise<PredictorSpeed> {
  const body = JSON.stringify({ X: rowsOf(rows) });
  const event = {
    rawPath: '/models/bench/predict',
    requestContext: { http: { method: 'POST' } },
    body,
    isBase64Encoded: false,
  } as Parameters<typeof requestOf>[0];
  const ask = async () => resultOf(await predictor.answer(requestOf(event)));
  const answer = await ask();
  if (typeof answer === 'string' || answer.statusCode !== 200) throw new Error(`Got ${JSON.stringify(answer)}`);
  const said = JSON.parse(answer.body ?? '');
  const ms = await leastMs(ask);
  const jsonMs = await leastMs(async () => [JSON.parse(body), JSON.stringify(said)]);
  return { learner, rows, ms, rowsPerSecond: Math.round((rows * 1000) / ms), toJsonAlone: ms / jsonMs };
}

function rowsOf(count: number): number[][] {
  const rows: number[][] = [];
  for (let i = 0; rows.length < count; i++) {
    const { X, width } = scenarios.tour.rows(1, 100 + i, 1_000_000);
    for (let at = 0; at < X.length && rows.length < count; at += width) rows.push([...X.subarray(at, at + width)]);
  }
  return rows;
}

/** Repeats work until it takes a tenth of a second, and gives the least time of three. */
async function leastMs(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass <= PASSES; pass++) {
    const startedAt = performance.now();
    let times = 0;
    do {
      await work();
      times += 1;
    } while (performance.now() - startedAt < 100);
    if (pass > 0) least = Math.min(least, (performance.now() - startedAt) / times); // the first one warms up
  }
  return least;
}

function line({ learner, rows, ms, rowsPerSecond, toJsonAlone }: PredictorSpeed): string {
  const cells = [
    learner.padEnd(12),
    `${rows.toLocaleString('en-US').padStart(7)} rows`,
    `${ms.toFixed(ms < 1 ? 3 : 1).padStart(8)} ms`,
    `${rowsPerSecond.toLocaleString('en-US').padStart(9)} rows a second`,
    `${toJsonAlone.toFixed(1).padStart(6)} times JSON alone`,
  ];
  return cells.join('  ');
}
