import { describe, expect, it } from 'vitest';
import { createExperience } from '../../../learning/gates/experience.ts';
import type { LabelledRows } from '../../../learning/labelled-rows.ts';
import { definitionOf } from '../../builders/definition.ts';

/** Rows of one label, by their features. */
const rowsOf = (...rows: readonly (readonly number[])[]): LabelledRows => ({
  count: rows.length,
  width: rows[0].length,
  X: Float64Array.from(rows.flat()),
  y: new Uint8Array(rows.length),
});
const definition = definitionOf({ features: ['price', 'age', 'carrier'], categorical: ['carrier'], missing: ['age'] });

describe('experience', () => {
  it('finds the feature of which more than half of the values are beyond three times the largest learned', () => {
    const experience = createExperience(definition);
    experience.learn(rowsOf([-10, 1, 0], [4, 2, 0]));
    expect(experience.beyond(rowsOf([31, 1, 0], [-31, 1, 0], [1, 1, 0]))).toBe('price');
    expect(experience.beyond(rowsOf([31, 1, 0], [30, 1, 0]))).toBeUndefined(); // half of them only
    expect(experience.beyond(rowsOf([1, 7, 0]))).toBe('age');
  });

  it('says nothing of a feature that was zero so far, of missing values or of categories', () => {
    const experience = createExperience(definition);
    experience.learn(rowsOf([0, Number.NaN, 3], [0, 1, 3]));
    expect(experience.beyond(rowsOf([1e9, Number.NaN, 1e9]))).toBeUndefined();
    expect(experience.beyond(rowsOf([1e9, 4, 1e9]))).toBe('age');
  });

  it('leads by the segments that were learned, less those that contradicted them', () => {
    const experience = createExperience(definition);
    experience.contradict();
    experience.contradict();
    experience.learn(rowsOf([1, 1, 0]));
    expect(experience.lead()).toBe(-1);
  });

  it('grows with what is learned, and can be taken over', () => {
    const [experience, other] = [createExperience(definition), createExperience(definition)];
    experience.learn(rowsOf([1, 1, 0]));
    experience.learn(rowsOf([100, 1, 0]));
    other.become(experience);
    expect([experience.lead(), other.lead()]).toEqual([2, 2]);
    expect(other.beyond(rowsOf([299, 1, 0]))).toBeUndefined();
    expect(other.beyond(rowsOf([301, 1, 0]))).toBe('price');
  });
});
