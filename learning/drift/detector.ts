import type { Stateful } from '../state.ts';

/** Watches a stream of numbers, here errors (1) and hits (0), for a change of their mean. */
export interface DriftDetector extends Stateful {
  /** @returns whether this value shows that the mean has changed; the detector then begins anew. */
  update(value: number): boolean;
}
