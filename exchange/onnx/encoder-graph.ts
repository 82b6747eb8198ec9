import { CATEGORY_CODES } from '../../learning/categories.ts';
import type { Definition } from '../../learning/definition.ts';
import type { State } from '../../learning/state.ts';
import { scaling } from '../scaling.ts';
import { elementTypes, type Graph, type Tensor } from './graph.ts';

/**
 * What learning/encoder.ts makes of rows: numeric features scaled, 0 where missing; marks of missing values; categories in
 * their bins.
 *
 * @param raw rows as the model has them: a category is its code, a missing value NaN
 * @param state of the champion
 */
export function encoded(graph: Graph, raw: Tensor, definition: Definition, state: State): Tensor {
  const { features, categorical, missing } = definition;
  const x = graph.apply('Cast', [raw], { to: elementTypes.double });
  const columns = (names: readonly string[]): Tensor =>
    graph.apply('Gather', [x, graph.whole(names.map((name) => features.indexOf(name)))], { axis: 1 });
  const numeric = features.filter((name) => !categorical.includes(name));
  const parts: Tensor[] = [];
  if (numeric.length > 0) parts.push(scaled(graph, columns(numeric), definition, state));
  if (missing.length > 0) parts.push(marks(graph, columns(missing)));
  if (categorical.length > 0) parts.push(binned(graph, columns(categorical), 2 ** definition.hashBits));
  return parts.length === 1 ? parts[0] : graph.apply('Concat', parts, { axis: 1 });
}

function scaled(graph: Graph, x: Tensor, definition: Definition, state: State): Tensor {
  const { shift, divisor, limit } = scaling(definition.scaler, state);
  const z =
    shift === undefined
      ? x
      : graph.apply('Div', [graph.apply('Sub', [x, graph.doubles(shift)]), graph.doubles(divisor)]);
  const known = graph.apply('Where', [graph.apply('IsNaN', [z]), graph.scalar(0), z]);
  return limit === undefined ? known : graph.apply('Clip', [known, graph.scalar(-limit), graph.scalar(limit)]);
}

function marks(graph: Graph, x: Tensor): Tensor {
  return graph.apply('Cast', [graph.apply('IsNaN', [x])], { to: elementTypes.double });
}

/** Each category adds its sign to its bin. */
function binned(graph: Graph, x: Tensor, bins: number): Tensor {
  const codes = graph.apply('Cast', [x], { to: elementTypes.int64 });
  const bin = graph.apply('BitwiseAnd', [codes, graph.whole([bins - 1], [])]);
  const isNegative = graph.apply('GreaterOrEqual', [codes, graph.whole([CATEGORY_CODES / 2], [])]);
  const sign = graph.apply('Where', [isNegative, graph.scalar(-1), graph.scalar(1)]);
  const oneHot = graph.apply('OneHot', [bin, graph.whole([bins], []), graph.floats([0, 1])]);
  const hot = graph.apply('Cast', [oneHot], { to: elementTypes.double });
  const signed = graph.apply('Mul', [hot, graph.apply('Unsqueeze', [sign, graph.whole([2])])]);
  return graph.apply('ReduceSum', [signed, graph.whole([1])], { keepdims: 0 });
}
