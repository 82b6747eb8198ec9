import { encodedWidth } from '../../learning/encoder.ts';
import { memberNames } from '../../learning/learners/committee.ts';
import type { LearnerDefinition } from '../../learning/learners/registry.ts';
import type { Model } from '../../learning/model.ts';
import type { Snapshot } from '../../learning/snapshot/snapshot.ts';
import type { State } from '../../learning/state.ts';
import { ExchangeError } from '../exchange-error.ts';
import { learnerState, linearWeights } from '../linear-weights.ts';
import { encoded } from './encoder-graph.ts';
import { elementTypes, Graph, type Tensor } from './graph.ts';
import { bayesGraph, kalmanGraph, linearGraph, mlpGraph } from './learner-graphs.ts';

/** Makes a column of probabilities of encoded rows. */
type Predictor = (graph: Graph, row: Tensor) => Tensor;

/**
 * The champion of a model as an ONNX file: `features` (float, N rows as wide as the definition; a category is its code, a
 * missing value NaN) to `probability` (float, N) and `label` (int64, N, at the threshold of now). It computes in doubles.
 *
 * @param member of a committee
 * @throws {ExchangeError} saying why, when the learner cannot be written, or there is no such member.
 */
export function writeOnnx(name: string, { model, version }: Snapshot, member: string | undefined): Uint8Array {
  const { definition, champion, threshold } = model;
  const predict = predictorOf(model, member);
  const graph = new Graph();
  const raw = graph.input('features', 'float', definition.features.length);
  const column = predict(graph, encoded(graph, raw, definition, champion.state));
  const p = graph.apply('Squeeze', [column, graph.whole([1])]);
  const isPositive = graph.apply('GreaterOrEqual', [p, graph.scalar(threshold)]);
  graph.output('probability', 'float', graph.apply('Cast', [p], { to: elementTypes.float }));
  graph.output('label', 'int64', graph.apply('Cast', [isPositive], { to: elementTypes.int64 }));
  return graph.encode(name, {
    model: name,
    version: String(version),
    learner: definition.learner.name,
    ...(member === undefined ? {} : { member }),
    features: JSON.stringify(definition.features),
    categorical: JSON.stringify(definition.categorical),
    threshold: String(threshold),
  });
}

function predictorOf(model: Model, member: string | undefined): Predictor {
  const { definition, champion } = model;
  const { state } = champion;
  const width = encodedWidth(definition);
  const { learner } = definition;
  if (learner.name === 'committee') return memberPredictor(width, member, state);
  if (member !== undefined) throw new ExchangeError(`member ${member}: learner ${learner.name} has no members`);
  const own = learnerState(state);
  switch (learner.name) {
    case 'sgd':
    case 'ftrl':
    case 'adagrad':
      return (graph, row) => linearGraph(graph, row, linearWeights(model));
    case 'bayes':
      return (graph, row) => bayesGraph(graph, row, own);
    case 'logistic-kalman':
      return (graph, row) => kalmanGraph(graph, row, own, kalmanOptions(learner));
    case 'mlp':
      return (graph, row) => mlpGraph(graph, row, own, width);
    case 'naive-bayes':
    case 'pairwise':
    case 'fourier':
      throw new ExchangeError(`learner ${learner.name}: it cannot be written as onnx yet: export it as json`);
    default:
      return learner satisfies never;
  }
}

function kalmanOptions({ moderated = true, labelNoise = 0 }: Extract<LearnerDefinition, { name: 'logistic-kalman' }>) {
  return { moderated, labelNoise };
}

/** The members of a committee that can be written, as learning/learners/committee-seats.ts seats them. */
const memberPredictors: Readonly<Record<string, (state: State, width: number) => Predictor>> = {
  'adagrad 0.2': adaGrad,
  'adagrad 0.5': adaGrad,
  bayes: (state) => (graph, row) => bayesGraph(graph, row, state),
  kalman: (state) => (graph, row) => kalmanGraph(graph, row, state, { moderated: true, labelNoise: 0 }),
  'kalman, 10 % noise': (state) => (graph, row) => kalmanGraph(graph, row, state, { moderated: true, labelNoise: 0.1 }),
  mlp: (state, width) => (graph, row) => mlpGraph(graph, row, state, width),
};

function memberPredictor(width: number, member: string | undefined, state: State): Predictor {
  const seated = memberNames(width);
  const possible = seated.filter((name) => Object.hasOwn(memberPredictors, name));
  if (member === undefined) {
    throw new ExchangeError(
      'learner committee: its calibrations, stacks and mixtures cannot be written as onnx: export it as json, or one ' +
        `member with --member: ${possible.map((name) => `"${name}"`).join(', ')}`,
    );
  }
  if (!possible.includes(member)) {
    throw new ExchangeError(
      `member: expected one of ${possible.map((name) => `"${name}"`).join(', ')}, got "${member}"`,
    );
  }
  return memberPredictors[member](learnerState(state, `member${seated.indexOf(member)}/`), width);
}

function adaGrad({ coef }: State): Predictor {
  const all = coef as Float64Array;
  const width = all.length - 1;
  return (graph, row) =>
    linearGraph(graph, row, { coef: all.subarray(0, width), intercept: all[width], loss: 'log_loss' });
}
