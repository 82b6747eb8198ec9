import { SHRINKAGE } from '../../learning/learners/bayes.ts';
import { FEATURE_MAX } from '../../learning/learners/logistic-kalman.ts';
import type { LossName } from '../../learning/learners/sgd-losses.ts';
import { elementAt } from '../../learning/learners/triangle.ts';
import type { State } from '../../learning/state.ts';
import type { LinearWeights } from '../linear-weights.ts';
import type { Graph, Tensor } from './graph.ts';

/* Each gives a column of probabilities of rows that are encoded. */

/** Of weights for the encoded row. */
export function linearGraph(graph: Graph, row: Tensor, { coef, intercept, loss }: LinearWeights): Tensor {
  return probability(graph, weighed(graph, row, coef, intercept), loss);
}

/** learning/learners/bayes.ts: a belief for each weight by itself. */
export function bayesGraph(graph: Graph, row: Tensor, { mean, variance }: State): Tensor {
  const [m, v] = [split(mean), split(variance)];
  const squares = graph.apply('Mul', [row, row]);
  const spread = weighed(graph, squares, v.weights, v.intercept);
  return sigmoid(graph, moderated(graph, weighed(graph, row, m.weights, m.intercept), spread));
}

/** learning/learners/logistic-kalman.ts: a belief with a full covariance. */
export function kalmanGraph(
  graph: Graph,
  given: Tensor,
  { mean, covariance }: State,
  options: { readonly moderated: boolean; readonly labelNoise: number },
): Tensor {
  const m = split(mean);
  const width = m.weights.length;
  const row = graph.apply('Clip', [given, graph.scalar(-FEATURE_MAX), graph.scalar(FEATURE_MAX)]);
  const z = weighed(graph, row, m.weights, m.intercept);
  const spread = options.moderated ? quadratic(graph, row, covariance as Float64Array, width) : graph.scalar(0);
  const p = sigmoid(graph, moderated(graph, z, spread));
  if (options.labelNoise === 0) return p;
  const span = graph.apply('Mul', [graph.scalar(1 - 2 * options.labelNoise), p]);
  return graph.apply('Add', [graph.scalar(options.labelNoise), span]);
}

/** learning/learners/mlp-network.ts: W row by row, v, b, c. */
export function mlpGraph(graph: Graph, row: Tensor, { weights }: State, width: number): Tensor {
  const all = weights as Float64Array;
  const hidden = (all.length - 1) / (width + 2);
  const transposed = new Float64Array(width * hidden);
  for (let k = 0; k < hidden; k++) for (let j = 0; j < width; j++) transposed[j * hidden + k] = all[k * width + j];
  const v = all.subarray(hidden * width, hidden * (width + 1));
  const b = all.subarray(hidden * (width + 1), all.length - 1);
  const sums = graph.apply('MatMul', [row, graph.doubles(transposed, [width, hidden])]);
  const units = graph.apply('Tanh', [graph.apply('Add', [sums, graph.doubles(b)])]);
  return sigmoid(graph, weighed(graph, units, v, all[all.length - 1]));
}

/** The margin's probability, as learning/learners/sgd-losses.ts has it. */
function probability(graph: Graph, margin: Tensor, loss: LossName): Tensor {
  if (loss !== 'modified_huber') return sigmoid(graph, margin);
  const clipped = graph.apply('Clip', [margin, graph.scalar(-1), graph.scalar(1)]);
  return graph.apply('Div', [graph.apply('Add', [clipped, graph.scalar(1)]), graph.scalar(2)]);
}

function sigmoid(graph: Graph, z: Tensor): Tensor {
  return graph.apply('Sigmoid', [z]);
}

/** weights · row + intercept */
function weighed(graph: Graph, row: Tensor, weights: Float64Array, intercept: number): Tensor {
  const products = graph.apply('MatMul', [row, graph.doubles(weights, [weights.length, 1])]);
  return graph.apply('Add', [products, graph.scalar(intercept)]);
}

/** z / √(1 + π/8 · variance) */
function moderated(graph: Graph, z: Tensor, variance: Tensor): Tensor {
  const shrunk = graph.apply('Mul', [graph.scalar(SHRINKAGE), variance]);
  return graph.apply('Div', [z, graph.apply('Sqrt', [graph.apply('Add', [graph.scalar(1), shrunk])])]);
}

/** (row, 1)ᵀ · covariance · (row, 1), from 0. */
function quadratic(graph: Graph, row: Tensor, triangle: Float64Array, width: number): Tensor {
  const at = (i: number, j: number) => triangle[elementAt(Math.max(i, j), Math.min(i, j))];
  const matrix = Float64Array.from({ length: width * width }, (_, k) => at(Math.floor(k / width), k % width));
  const border = Float64Array.from({ length: width }, (_, j) => 2 * at(width, j));
  const turned = graph.apply('MatMul', [row, graph.doubles(matrix, [width, width])]);
  const squares = graph.apply('ReduceSum', [graph.apply('Mul', [turned, row]), graph.whole([1])], { keepdims: 1 });
  const sum = graph.apply('Add', [squares, weighed(graph, row, border, at(width, width))]);
  return graph.apply('Max', [sum, graph.scalar(0)]);
}

function split(array: State[string]): { weights: Float64Array; intercept: number } {
  const all = array as Float64Array;
  return { weights: all.subarray(0, all.length - 1), intercept: all[all.length - 1] };
}
