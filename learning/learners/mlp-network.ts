import { seededRandom } from '../random.ts';

/** One hidden layer of tanh units: z = v·tanh(W x + b) + c. */
export interface Network {
  /** All weights, live: W row by row, v, then the intercepts b, then c. */
  readonly weights: Float64Array;
  /** How many of `weights`, from the first on, are no intercepts. */
  readonly penalised: number;
  /** The log odds z of a row; remembers what `gradient` needs. */
  forward(row: Float64Array): number;
  /** Writes error · ∂z/∂weights, at the row of the last `forward`, into `out`. */
  gradient(error: number, out: Float64Array): void;
}

/**
 * W is drawn uniformly from ±√(6 / (width + hidden + 1)), v is 0: so it says one half until it has learned, and the
 * first row moves only v.
 */
export function createNetwork(width: number, hidden: number, seed: string): Network {
  const penalised = hidden * (width + 1);
  const weights = new Float64Array(penalised + hidden + 1);
  const W = weights.subarray(0, hidden * width);
  const v = weights.subarray(hidden * width, penalised);
  const b = weights.subarray(penalised, penalised + hidden);
  const c = weights.subarray(penalised + hidden);

  const random = seededRandom(seed);
  const bound = Math.sqrt(6 / (width + hidden)); // Glorot and Bengio 2010, (16)
  for (let i = 0; i < W.length; i++) W[i] = bound * (2 * random.uniform() - 1);

  const activation = new Float64Array(hidden);
  let row: Float64Array = W;
  return {
    weights,
    penalised,
    forward(given) {
      row = given;
      let z = c[0];
      for (let k = 0; k < hidden; k++) {
        let sum = b[k];
        for (let j = 0; j < width; j++) sum += W[k * width + j] * given[j];
        activation[k] = Math.tanh(sum);
        z += v[k] * activation[k];
      }
      return z;
    },
    gradient(error, out) {
      const x = row;
      for (let k = 0; k < hidden; k++) {
        const unitError = error * v[k] * (1 - activation[k] * activation[k]);
        for (let j = 0; j < width; j++) out[k * width + j] = unitError * x[j];
        out[hidden * width + k] = error * activation[k];
        out[penalised + k] = unitError;
      }
      out[penalised + hidden] = error;
    },
  };
}
