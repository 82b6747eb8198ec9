import { describe, expect, it } from 'vitest';
import { metrics } from '../../lambdas/contract.ts';
import { stages } from '../../lib/settings.ts';
import { models, templatesOf } from './synthesized.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly metrics?: readonly unknown[];
    readonly yAxis?: { readonly left?: unknown };
  };
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
    const texts = widgets.flatMap(({ properties }) => properties.markdown ?? []);
    expect(texts.flatMap((text) => /^## .+$/m.exec(text) ?? [])).toEqual([
      '## Is it learning?',
      '## Is it keeping up?',
      '## What went wrong?',
    ]);
    expect(widgets.at(-1)?.properties.markdown).toContain('docs/runbook.md#the-trainer-fails');
  });

  it('names the unit of every picture', () => {
    const pictures = widgets.filter(({ type }) => type === 'metric');
    expect(pictures.length).toBeGreaterThan(15);
    for (const { properties } of pictures) {
      expect(properties.yAxis?.left, properties.title).toMatchObject({
        label: expect.stringMatching(/./),
        showUnits: false,
      });
    }
  });

  it('shows how far the gate and the drift detectors were surprised, and how honest the probabilities are', () => {
    for (const model of models) {
      expect(shown('Surprise: from 1 on a segment is suspicious')).toContain(
        `"${metrics.surprise}","model","${model}"`,
      );
      expect(shown('Segments in which drift was found')).toContain(`"${metrics.segmentsDrifted}","model","${model}"`);
      expect(shown('Calibration error, since the start')).toContain(`"${metrics.calibrationError}","model","${model}"`);
      expect(shown('Rows that wait for their segment')).toContain(`"${metrics.rowsPending}","model","${model}"`);
    }
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
    expect(shown('How old the records are')).toContain('IteratorAge');
    expect(shown('Duration against the limit')).toMatch(/Duration.*"label":"limit"/);
  });

  it('shows whether the predictor answers, and how soon', () => {
    expect(shown('Predictions asked for')).toMatch(/PredictRequests.*PredictRows/);
    expect(shown('The slowest answer of the predictor')).toContain('PredictLatencyMs');
    expect(shown('Requests that the predictor did not answer')).toMatch(/PredictErrors.*Url5xxCount.*Throttles/);
  });

  it('shows every way in which a record is not taken', () => {
    expect(shown('Errors and throttles')).toMatch(/Errors.*Throttles.*Errors.*Throttles/);
    expect(shown('Labels that came by themselves')).toMatch(/LabelsJoined.*LabelsUnknown.*LabelsLate.*LabelsTwice/);
    expect(shown('Records that were not taken')).toMatch(/RecordsQuarantined.*RecordsDuplicate.*RecordsReplayed/);
    expect(shown('Batches given up: records, and failed deliveries')).toMatch(
      /OnFailureDestinationDeliveredEventCount.*DroppedEventCount.*DestinationDeliveryFailures/,
    );
    expect(shown('Commits that met another')).toContain('CommitConflicts');
  });
});
