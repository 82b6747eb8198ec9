import { createMinMaxScaler, createRunningMinMaxScaler } from './minmax.ts';
import { createNoScaler } from './none.ts';
import type { Scaler } from './scaler.ts';
import { createStandardScaler } from './standard.ts';

const scalers = {
  standard: createStandardScaler,
  minmax: createMinMaxScaler,
  'minmax-running': createRunningMinMaxScaler,
  none: createNoScaler,
} satisfies Record<string, (columns: Uint32Array) => Scaler>;

export type ScalerName = keyof typeof scalers;

export const scalerNames = Object.keys(scalers) as readonly ScalerName[];

/**
 * A scaler that has seen nothing yet.
 *
 * @param columns the numeric ones among those of a raw row
 */
export function createScaler(name: ScalerName, columns: Uint32Array): Scaler {
  return scalers[name](columns);
}
