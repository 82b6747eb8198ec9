import { above, flag, from, type OptionTable, oneOf, type Resolved, resolveOptions } from '../options.ts';
import { type LossName, lossNames } from './sgd-losses.ts';
import { type ScheduleName, scheduleNames } from './sgd-schedules.ts';

/** Hyper-parameters of `sgd`, by scikit-learn's names. */
export interface SgdOptions {
  /** @default 'log_loss' */
  readonly loss?: LossName;
  /** @default null, which is none */
  readonly penalty?: 'l2' | 'l1' | 'elasticnet' | null;
  /** Strength of the penalty; `optimal` makes its rate from it too. @default 0.0001 */
  readonly alpha?: number;
  /** Share of l1 in `elasticnet`. @default 0.15 */
  readonly l1Ratio?: number;
  /** `pa1` and `pa2` are passive-aggressive steps, with `hinge` only. @default 'constant' */
  readonly learningRate?: ScheduleName;
  /** The step, or the first one; with `pa1` and `pa2` the aggressiveness C. @default 0.05 */
  readonly eta0?: number;
  /** Exponent of `invscaling`. @default 0.5 */
  readonly powerT?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
  /** The intercept's rate in units of the weights'; River's `intercept_lr` is this times its `lr`. @default 1 */
  readonly interceptDecay?: number;
  /** Predict by the mean of the weights since the first row, or since the row of this number. @default false */
  readonly average?: boolean | number;
  /** What rows count by their label; 1 where none is given. @default {} */
  readonly classWeight?: { readonly 0?: number; readonly 1?: number };
}

const table: OptionTable<SgdOptions> = {
  loss: oneOf(lossNames, 'log_loss'),
  penalty: oneOf([null, 'l2', 'l1', 'elasticnet'], null),
  alpha: from(0, 0.0001),
  l1Ratio: from(0, 0.15, 1),
  learningRate: oneOf(scheduleNames, 'constant'),
  eta0: above(0, 0.05),
  powerT: from(0, 0.5),
  fitIntercept: flag(true),
  interceptDecay: from(0, 1),
  average: {
    byDefault: false,
    expected: 'true, false or the number of a row, from 1',
    accepts: (value) => typeof value === 'boolean' || (Number.isSafeInteger(value) && (value as number) >= 1),
  },
  classWeight: {
    byDefault: {},
    expected: 'numbers from 0 for the labels 0 and 1, like {"0":1,"1":3}',
    accepts: isClassWeight,
  },
};

/**
 * The hyper-parameters with every default filled in.
 *
 * @throws {Error} naming the one that is out of its range, or that does not go with another.
 */
export function resolveSgdOptions(options: SgdOptions): Resolved<SgdOptions> {
  const resolved = resolveOptions('sgd', options, table);
  const { loss, learningRate, alpha } = resolved;
  if ((learningRate === 'pa1' || learningRate === 'pa2') && loss !== 'hinge') {
    throw new Error(`sgd: loss: expected hinge, which ${learningRate} is for, got "${loss}"`);
  }
  if (learningRate === 'optimal' && alpha === 0) {
    throw new Error('sgd: alpha: expected a number above 0, which optimal makes its rate from, got 0');
  }
  return resolved;
}

function isClassWeight(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([label, weight]) => /^[01]$/.test(label) && Number.isFinite(weight) && weight >= 0)
  );
}
