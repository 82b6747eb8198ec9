import { createMinMaxScaler } from './minmax.ts';
import type { Scaler } from './scaler.ts';
import { createStandardScaler } from './standard.ts';

const scalers = {
  minmax: createMinMaxScaler,
  standard: createStandardScaler,
} satisfies Record<string, (width: number) => Scaler>;

export type ScalerName = keyof typeof scalers;

export const scalerNames = Object.keys(scalers) as readonly ScalerName[];

/** A scaler of `width` features that has seen nothing yet. */
export function createScaler(name: ScalerName, width: number): Scaler {
  return scalers[name](width);
}
