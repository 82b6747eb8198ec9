import { createAdwin } from './adwin.ts';
import { createDdm } from './ddm.ts';
import type { DriftDetector } from './detector.ts';
import { createPageHinkley } from './page-hinkley.ts';

/** Every detector by name: one file and one entry here add one. */
const detectors = {
  adwin: () => createAdwin(),
  ddm: createDdm,
  'page-hinkley': createPageHinkley,
} satisfies Record<string, () => DriftDetector>;

export type DetectorName = keyof typeof detectors;

export const detectorNames = Object.keys(detectors) as readonly DetectorName[];

/** All detectors, with nothing seen yet. */
export function createDetectors(): Readonly<Record<DetectorName, DriftDetector>> {
  return { adwin: detectors.adwin(), ddm: detectors.ddm(), 'page-hinkley': detectors['page-hinkley']() };
}
