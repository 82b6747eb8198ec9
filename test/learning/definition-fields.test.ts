import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFields, fieldDifferences } from '../../learning/definition-fields.ts';
import { definitionOf } from '../builders/definition.ts';

const differ = (before: Parameters<typeof definitionOf>[0], after: Parameters<typeof definitionOf>[0]) =>
  fieldDifferences(definitionFields(definitionOf(before)), definitionFields(definitionOf(after)));

describe('the fields of two definitions', () => {
  it('do not differ where the definitions do not', () => {
    expect(differ({ threshold: 0.4 }, { threshold: 0.4 })).toEqual([]);
    expect(differ({}, { threshold: 0.5, label: 'label', scaler: 'standard' })).toEqual([]); // the defaults
  });

  it.each([
    [{ threshold: 0.5 }, { threshold: 'f1' }, { field: 'threshold', before: '0.5', after: 'f1' }],
    [
      { features: ['a', 'b'] },
      { features: ['b', 'a'] },
      { field: 'features', before: '["a","b"]', after: '["b","a"]' },
    ],
    [{}, { labelAfter: '10 minutes' }, { field: 'labelAfter', before: undefined, after: '10 minutes' }],
    [
      { learner: { name: 'sgd', eta0: 0.1 } },
      { learner: { name: 'sgd', eta0: 0.2 } },
      { field: 'learner.eta0', before: '0.1', after: '0.2' },
    ],
    [{ gate: { name: 'none' } }, { gate: { name: 'champion' } }, { field: 'gate', before: 'none', after: 'champion' }],
  ] as const)('%o and %o differ in one', (before, after, difference) => {
    expect(differ(before, after)).toEqual([difference]);
  });

  it('are short, and differ, for however many names', () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `feature ${i}`);
    const fields = definitionFields(definitionOf({ features: names }));
    expect(fields.features).toMatch(/^1000 names, fingerprint [0-9a-f]{16}$/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 998 }), (i) => {
        const swapped = names.with(i, names[i + 1]).with(i + 1, names[i]);
        expect(differ({ features: names }, { features: swapped }).map(({ field }) => field)).toEqual(['features']);
      }),
      { numRuns: 20 },
    );
  });
});
