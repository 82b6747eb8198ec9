import { describe, expect, it } from 'vitest';
import { createAdwin } from '../../../learning/drift/adwin.ts';
import { createDdm } from '../../../learning/drift/ddm.ts';
import type { DriftDetector } from '../../../learning/drift/detector.ts';
import { createPageHinkley } from '../../../learning/drift/page-hinkley.ts';
import { createDetectors, detectorNames } from '../../../learning/drift/registry.ts';
import { seededRandom } from '../../../learning/random.ts';
import { decodeSections, encodeSections } from '../../../learning/snapshot/sections.ts';
import { copyState } from '../../../learning/state.ts';
import golden from '../../golden/drift.json' with { type: 'json' };

const create: Readonly<Record<string, () => DriftDetector>> = {
  ADWIN_default: () => createAdwin(),
  ADWIN_delta_0_01: () => createAdwin(0.01),
  DDM: createDdm,
  PageHinkley: createPageHinkley,
};

function alarms(detector: DriftDetector, values: readonly number[]): number[] {
  return values.flatMap((value, i) => (detector.update(value) ? [i] : []));
}

const cases = Object.entries(golden.streams).flatMap(([stream, { values, ...detectors }]) =>
  Object.entries(detectors as Record<string, { drift: number[] }>)
    .filter(([name]) => name in create)
    .map(([name, { drift }]) => ({ stream, name, values, drift })),
);

describe('drift detectors', () => {
  it.each(cases)("$name finds on $stream what River's finds, at the same values", ({ name, values, drift }) => {
    expect(alarms(create[name](), values)).toEqual(drift);
  });

  it.each(detectorNames)('%s goes on after a round trip of its state as it would have without', (name) => {
    const random = seededRandom('errors');
    const values = Array.from({ length: 6_000 }, (_, i) => (random.uniform() < (i < 3_000 ? 0.1 : 0.4) ? 1 : 0));
    const [whole, first, second] = [createDetectors()[name], createDetectors()[name], createDetectors()[name]];
    const expected = alarms(whole, values);
    const before = alarms(first, values.slice(0, 2_900));
    copyState(decodeSections(encodeSections(first.state)), second.state);
    expect([...before, ...alarms(second, values.slice(2_900)).map((i) => i + 2_900)]).toEqual(expected);
    expect(expected.some((i) => i >= 3_000 && i < 3_400)).toBe(true);
  });

  it('ADWIN raises at most a false alarm or two in 20,000 values that do not change', () => {
    const random = seededRandom('steady');
    const values = Array.from({ length: 20_000 }, () => (random.uniform() < 0.2 ? 1 : 0));
    expect(alarms(createAdwin(), values).length).toBeLessThanOrEqual(2);
  });
});
