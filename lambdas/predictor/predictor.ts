import type { Definition } from '../../learning/definition.ts';
import { isExplainable } from '../../learning/served.ts';
import { qualityRow } from '../../learning/snapshot/ledger-row.ts';
import { SnapshotError } from '../../learning/snapshot/sections.ts';
import { ROW_ID_RANDOM_BYTES, rowId } from '../../records/row-id.ts';
import type { Clock, PinnedSnapshots, RowMemory, SnapshotReader } from '../ports.ts';
import { type Current, CurrentSnapshots } from './current-snapshots.ts';
import { predict } from './predict.ts';
import { type Problem, problemOf } from './problem.ts';
import { readQuestion } from './question.ts';
import { remember } from './remember.ts';

/** What HTTP brings. */
export interface PredictorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface PredictorAnswer {
  readonly status: number;
  /** Beside the content type. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  /** The model that predictions were asked of, and how many rows it predicted; nothing for other requests. */
  readonly asked?: { readonly model: string; readonly rows: number };
  /** What went wrong on our side, for the log. */
  readonly failure?: unknown;
}

export interface PredictorPorts {
  readonly snapshots: SnapshotReader;
  /** Of versions that models are pinned to. */
  readonly pinned: Pick<PinnedSnapshots, 'get'>;
  readonly memory: RowMemory;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** How long a snapshot is served before the store is asked for a newer one. */
  readonly lookAgainMs: number;
  /** Chance, for ids of rows that are remembered. */
  readonly randomBytes: (count: number) => Uint8Array;
}

/** Answers requests for predictions of the given models. */
export interface Predictor {
  /** Whatever the request, there is an answer. */
  answer(request: PredictorRequest): Promise<PredictorAnswer>;
}

type Snapshotted = Extract<Current, { kind: 'current' }>;

export function createPredictor(definitions: ReadonlyMap<string, Definition>, ports: PredictorPorts): Predictor {
  const { clock, memory, randomBytes } = ports;
  const current = new CurrentSnapshots(ports.snapshots, ports.pinned, clock, ports.lookAgainMs);
  const newIds = (count: number) =>
    Array.from({ length: count }, () => rowId(clock.nowMs(), randomBytes(ROW_ID_RANDOM_BYTES)));

  async function answerOf(request: PredictorRequest): Promise<PredictorAnswer> {
    const [, models, name, verb, ...more] = request.path.split('/');
    if (models !== 'models' || more.length > 0 || (verb !== undefined && verb !== 'predict')) {
      return refused(problemOf('not-found', 'expected /models, /models/NAME or /models/NAME/predict'));
    }
    const method = verb === undefined ? 'GET' : 'POST';
    if (request.method !== method) {
      const detail = `expected ${method}, got ${JSON.stringify(request.method.slice(0, 20))}`;
      return { ...refused(problemOf('method-not-allowed', detail)), headers: { Allow: method } };
    }
    if (name === undefined) return found({ models: [...definitions.keys()] });
    const definition = definitions.get(name);
    if (definition === undefined) {
      const got = JSON.stringify(name.slice(0, 64));
      return refused(problemOf('unknown-model', `expected one of ${[...definitions.keys()].join(', ')}, got ${got}`));
    }
    return verb === undefined ? description(name, definition) : predictions(name, definition, request);
  }

  async function description(model: string, definition: Definition): Promise<PredictorAnswer> {
    return withSnapshot(model, definition, (held) => {
      const { model: learned } = held.snapshot;
      const { threshold, segments } = learned;
      const pinned = held.isPinned;
      return found({ ...head(model, held), pinned, threshold, segments, definition, quality: qualityRow(learned) });
    });
  }

  async function predictions(model: string, definition: Definition, request: PredictorRequest) {
    const question = readQuestion(request.query, request.body, definition);
    if (question.kind === 'problem') return { ...refused(question.problem), asked: { model, rows: 0 } };
    const { rows, explain } = question;
    const answer = await withSnapshot(model, definition, async (held) => {
      const { model: learned } = held.snapshot;
      if (explain && !isExplainable(learned)) return refused(notExplainable(definition));
      const predicted = predict(learned, rows, explain);
      if (question.remember === undefined) return found({ ...head(model, held), ...predicted });
      const { given: ids = newIds(rows.count) } = question.remember;
      try {
        await remember({ model, version: held.snapshot.version, definition }, rows, ids, memory, clock.nowMs());
      } catch (failure) {
        return { ...unavailable(`model ${model}: the rows could not be remembered; try again`), failure };
      }
      const predictions = predicted.predictions.map((prediction, i) => ({ id: ids[i], ...prediction }));
      return found({ ...head(model, held), ...predicted, predictions });
    });
    return { ...answer, asked: { model, rows: answer.status === 200 ? rows.count : 0 } };
  }

  async function withSnapshot(
    model: string,
    definition: Definition,
    use: (held: Snapshotted) => PredictorAnswer | Promise<PredictorAnswer>,
  ): Promise<PredictorAnswer> {
    const held = await current.of(model, definition);
    switch (held.kind) {
      case 'current':
        return { ...(await use(held)), ...('failure' in held && { failure: held.failure }) };
      case 'none':
        return refused(
          problemOf('not-committed', `model ${model} has not committed yet: it has learned nothing so far`),
        );
      case 'unavailable':
        return { ...unavailable(`model ${model}: ${whyUnread(held.failure)}`), failure: held.failure };
      default:
        return held satisfies never;
    }
  }

  /** What every answer about a model begins with. */
  function head(model: string, { snapshot, checkedAtMs }: Snapshotted) {
    const nowMs = clock.nowMs();
    return {
      model,
      version: snapshot.version,
      ageSeconds: secondsBetween(snapshot.lastCommit?.committedAtMs ?? nowMs, nowMs),
      checkedSecondsAgo: secondsBetween(checkedAtMs, nowMs),
    };
  }

  return {
    async answer(request) {
      try {
        return await answerOf(request);
      } catch (failure) {
        return { ...refused(problemOf('internal', 'the log says why; the same request may succeed later')), failure };
      }
    },
  };
}

function found(body: object): PredictorAnswer {
  return { status: 200, headers: {}, body };
}

function refused(problem: Problem): PredictorAnswer {
  return { status: problem.status, headers: {}, body: problem };
}

function unavailable(why: string): PredictorAnswer {
  return { ...refused(problemOf('unavailable', why)), headers: { 'Retry-After': '1' } };
}

function whyUnread(failure: unknown): string {
  return failure instanceof SnapshotError
    ? 'its snapshot cannot be used; the log says why'
    : 'the store does not answer; try again';
}

function notExplainable({ learner }: Definition): Problem {
  const detail = `learner ${learner.name}, as it is defined, adds no features up: ask without explain`;
  return problemOf('not-explainable', detail, [{ parameter: 'explain', detail }]);
}

/** Clocks differ: nothing is younger than now. */
function secondsBetween(fromMs: number, toMs: number): number {
  return Math.max(0, (toMs - fromMs) / 1000);
}
