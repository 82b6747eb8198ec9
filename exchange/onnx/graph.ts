import { bytes, type Field, joined, message, text, whole } from './protobuf.ts';

/* The numbers of fields and types are those of onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

/** The operators' versions; 18 is the first that has BitwiseAnd. */
const OPSET = 18;
/** Of the file; the one that came with opset 18. */
const IR_VERSION = 8;

export const elementTypes = { float: 1, int64: 7, double: 11 } as const;
export type ElementType = keyof typeof elementTypes;

/** The name of a tensor that a graph computes with. */
export type Tensor = string & { readonly tensor: unique symbol };

/** A computation, built operator by operator. */
export class Graph {
  readonly #nodes: Field[] = [];
  readonly #constants: Field[] = [];
  readonly #inputs: Field[] = [];
  readonly #outputs: Field[] = [];
  #tensors = 0;

  /** Rows of `width` numbers. */
  input(name: string, type: ElementType, width: number): Tensor {
    this.#inputs.push(message(11, valueInfo(name, type, [message(1, [text(2, 'N')]), message(1, [whole(1, width)])])));
    return name as Tensor;
  }

  /** A number for each row. */
  output(name: string, type: ElementType, from: Tensor): void {
    this.#nodes.push(node('Identity', [from], name));
    this.#outputs.push(message(12, valueInfo(name, type, [message(1, [text(2, 'N')])])));
  }

  doubles(values: ArrayLike<number>, dims: readonly number[] = [values.length]): Tensor {
    return this.#constant('double', Float64Array.from(values), dims);
  }

  floats(values: ArrayLike<number>): Tensor {
    return this.#constant('float', Float32Array.from(values), [values.length]);
  }

  whole(values: ArrayLike<number>, dims: readonly number[] = [values.length]): Tensor {
    return this.#constant('int64', BigInt64Array.from(Array.from(values, BigInt)), dims);
  }

  /** One number. */
  scalar(value: number): Tensor {
    return this.doubles([value], []);
  }

  /** Applies an operator of ai.onnx. */
  apply(operator: string, inputs: readonly Tensor[], attributes: Readonly<Record<string, number>> = {}): Tensor {
    const output = this.#name();
    this.#nodes.push(node(operator, inputs, output, attributes));
    return output;
  }

  /** The model's file. `described`: for whoever looks into it. */
  encode(name: string, described: Readonly<Record<string, string>>): Uint8Array {
    const properties = Object.entries(described).map(([key, value]) => message(14, [text(1, key), text(2, value)]));
    const graph = [...this.#nodes, text(2, name), ...this.#constants, ...this.#inputs, ...this.#outputs];
    return joined([
      whole(1, IR_VERSION),
      message(8, [text(1, ''), whole(2, OPSET)]),
      text(2, 'sluice'),
      message(7, graph),
      ...properties,
    ]);
  }

  #constant(type: ElementType, values: ArrayBufferView, dims: readonly number[]): Tensor {
    const name = this.#name();
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength); // little-endian, as every machine of ours
    const sizes = dims.map((size) => whole(1, size));
    this.#constants.push(message(5, [...sizes, whole(2, elementTypes[type]), text(8, name), bytes(9, raw)]));
    return name;
  }

  #name(): Tensor {
    return `t${this.#tensors++}` as Tensor;
  }
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
): Field {
  const INT = 2;
  const given = Object.entries(attributes).map(([name, value]) =>
    message(5, [text(1, name), whole(3, value), whole(20, INT)]),
  );
  return message(1, [...inputs.map((input) => text(1, input)), text(2, output), text(4, operator), ...given]);
}

function valueInfo(name: string, type: ElementType, dims: readonly Field[]): Field[] {
  return [text(1, name), message(2, [message(1, [whole(1, elementTypes[type]), message(2, dims)])])];
}
