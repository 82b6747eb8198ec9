import { SCALED_MAX } from '../learning/scalers/minmax.ts';
import type { ScalerName } from '../learning/scalers/registry.ts';
import { CLIP } from '../learning/scalers/standard.ts';
import type { State } from '../learning/state.ts';

/** What a scaler does to a number: (x − shift) / divisor, 0 where that is no number, kept within ±limit. */
export type Scaling =
  | { readonly shift: Float64Array; readonly divisor: Float64Array; readonly limit: number }
  | { readonly shift?: undefined; readonly divisor?: undefined; readonly limit?: undefined };

/** @param state of the classifier that the scaler is in. */
export function scaling(name: ScalerName, state: State): Scaling {
  switch (name) {
    case 'standard': {
      const factor = state['scaler/factor'] as Float64Array;
      return { shift: state['scaler/mean'] as Float64Array, divisor: factor.map((one) => 1 / one), limit: CLIP };
    }
    case 'minmax':
    case 'minmax-running': {
      const [min, max, known] = ['min', 'max', 'known'].map((part) => state[`scaler/${part}`] as Float64Array);
      // what has had no value yet is 0, whatever comes
      const divisor = min.map((least, j) => (known[j] === 0 ? Number.POSITIVE_INFINITY : max[j] - least || 1));
      return { shift: min, divisor, limit: SCALED_MAX };
    }
    case 'none':
      return {};
    default:
      return name satisfies never;
  }
}
