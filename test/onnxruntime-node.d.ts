/** What the tests use of onnxruntime-node 1.16.3, the last version without an install script; its types were not published. */
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, dims: readonly number[]);
    readonly data: Float32Array | BigInt64Array;
    readonly dims: readonly number[];
  }
  export class InferenceSession {
    static create(file: Uint8Array): Promise<InferenceSession>;
    run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  }
}
