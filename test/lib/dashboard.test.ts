import { describe, expect, it } from 'vitest';
import { metrics } from '../../lambdas/contract.ts';
import { stages } from '../../lib/settings.ts';
import { models, templatesOf } from './synthesized.ts';

interface Widget {
  readonly type: string;
  readonly properties: { readonly markdown?: string; readonly title?: string; readonly metrics?: readonly unknown[] };
}

describe.each(stages)('dashboard of %s', (stage) => {
  const [{ Properties }] = Object.values(templatesOf(stage).pipeline.findResources('AWS::CloudWatch::Dashboard'));
  const body = Properties.DashboardBody['Fn::Join'][1]
    .map((part: unknown) => (typeof part === 'string' ? part : 'token'))
    .join('');
  const widgets: readonly Widget[] = JSON.parse(body).widgets;
  const shown = (title: string) => JSON.stringify(widgets.find(({ properties }) => properties.title === title));

  it('asks three questions, the most frequent first', () => {
    expect(widgets[0].type).toBe('alarm');
    expect(widgets.flatMap(({ properties }) => properties.markdown ?? [])).toEqual([
      '## Is it learning?',
      '## Is it keeping up?',
      '## What went wrong?',
    ]);
  });

  it('shows the scores of each model', () => {
    for (const model of models) {
      expect(shown('F1')).toContain(`["Sluice/${stage}","${metrics.f1}","model","${model}"`);
      expect(shown('Log loss')).toContain(`["Sluice/${stage}","${metrics.logLoss}","model","${model}"`);
      expect(shown('Accuracy')).toContain(`["Sluice/${stage}","${metrics.accuracy}","model","${model}"`);
    }
  });

  it('shows each verdict of each model', () => {
    const { segmentsAccepted, segmentsHeld, segmentsRejected, segmentsPromoted } = metrics;
    for (const verdict of [segmentsAccepted, segmentsHeld, segmentsRejected, segmentsPromoted]) {
      for (const model of models)
        expect(shown('Segments: what the gate said')).toContain(`"${verdict}","model","${model}"`);
    }
  });

  it('shows what arrived against what was taken, and how long that takes', () => {
    expect(shown('Records: arrived against taken')).toMatch(/IncomingRecords.*RecordsIn.*RecordsTaken/);
    expect(shown('How old the records are, ms')).toContain('IteratorAge');
    expect(shown('Duration against the limit, ms')).toMatch(/Duration.*"label":"limit"/);
  });

  it('shows every way in which a record is not taken', () => {
    expect(shown('Errors and throttles')).toMatch(/Errors.*Throttles.*Errors.*Throttles/);
    expect(shown('Records that were not taken')).toMatch(/RecordsQuarantined.*RecordsDuplicate.*RecordsReplayed/);
    expect(shown('Batches given up: records, and failed deliveries')).toMatch(
      /OnFailureDestinationDeliveredEventCount.*DroppedEventCount.*DestinationDeliveryFailures/,
    );
    expect(shown('Commits that met another')).toContain('CommitConflicts');
  });
});
