import type { SegmentResult } from '../learning/snapshot/ledger-row.ts';

/** What a gate may decide beyond accepting a segment, in the order of their lanes; dropped is said of a challenger. */
export const decisionKinds = ['held', 'rejected', 'promoted', 'dropped'] as const;

export type DecisionKind = (typeof decisionKinds)[number];

/** Nothing of a segment that was simply accepted; two where one challenger was dropped and the next began. */
export function decisionsOf({ verdict, reading }: SegmentResult): readonly DecisionKind[] {
  return decisionKinds.filter(
    (kind) => kind === verdict || (kind === 'dropped' && reading?.trial?.outcome === 'dropped'),
  );
}
