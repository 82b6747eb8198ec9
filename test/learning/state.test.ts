import { describe, expect, it } from 'vitest';
import { copyState, joinStates, StateMismatchError } from '../../learning/state.ts';

describe('joinStates', () => {
  it('prefixes names, and keeps the arrays live', () => {
    const mean = new Float64Array(2);
    const joined = joinStates({ scaler: { state: { mean } }, gate: { state: {} } });
    mean[0] = 3;
    expect(joined).toEqual({ 'scaler/mean': Float64Array.of(3, 0) });
  });
});

describe('copyState', () => {
  it('copies values, not arrays', () => {
    const from = { coef: Float64Array.of(1, 2) };
    const to = { coef: new Float64Array(2) };
    copyState(from, to);
    from.coef[0] = 9;
    expect(to.coef).toEqual(Float64Array.of(1, 2));
  });

  it.each([
    ['missing', {}, 'state coef: expected Float64Array of 2, got nothing'],
    ['longer', { coef: new Float64Array(3) }, 'state coef: expected Float64Array of 2, got Float64Array of 3'],
    ['of another type', { coef: new Float32Array(2) }, 'state coef: expected Float64Array of 2, got Float32Array of 2'],
  ])('refuses an array that is %s, before it copies anything', (_, from, message) => {
    const to = { first: new Float64Array(1), coef: new Float64Array(2) };
    expect(() => copyState({ first: Float64Array.of(5), ...from }, to)).toThrow(new StateMismatchError(message));
    expect(to.first[0]).toBe(0);
  });
});
