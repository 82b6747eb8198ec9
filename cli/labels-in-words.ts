import type { LabelCounts } from '../learning/snapshot/ledger-row.ts';

/** What became of labels that came by themselves: `26 labels joined, 1 unknown, 2 twice`. */
export function labelsInWords({ joined, unknown, late, twice }: LabelCounts): string {
  const others = Object.entries({ unknown, late, twice }).filter(([, labels]) => labels > 0);
  const failed = others.map(([why, labels]) => `, ${labels.toLocaleString('en-GB')} ${why}`);
  return `${joined.toLocaleString('en-GB')} ${joined === 1 ? 'label' : 'labels'} joined${failed.join('')}`;
}
