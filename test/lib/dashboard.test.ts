import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metrics } from '../../lambdas/contract.ts';
import { alarmHeadings } from '../../lib/constructs/alarms.ts';
import { settings, stages } from '../../lib/settings.ts';
import { dashboardOf } from './dashboard-body.ts';
import { models, templatesOf } from './synthesized.ts';

describe.each(stages)('dashboard of %s', (stage) => {
  const widgets = dashboardOf(templatesOf(stage).pipeline);
  const shown = (title: string) => JSON.stringify(widgets.find(({ properties }) => properties.title === title));

  const titles = widgets.map(({ properties }) => properties.title ?? '');

  it('asks three questions, the most frequent first', () => {
    expect(widgets[0].type).toBe('alarm');
    const texts = widgets.flatMap(({ properties }) => properties.markdown ?? []);
    expect(texts.flatMap((text) => /^## .+$/m.exec(text) ?? [])).toEqual([
      '## Is it learning?',
      '## Is it keeping up?',
      '## What went wrong?',
      '## What to do when an alarm rings',
    ]);
  });

  it('says at its end what the runbook says of each alarm, for this stage', () => {
    const texts = widgets.flatMap(({ properties }) => properties.markdown ?? []);
    expect(texts.slice(-alarmHeadings.length).map((text) => text.split('\n')[0])).toEqual(
      alarmHeadings.map(({ heading }) => `### ${heading}`),
    );
    const quarantined = texts.find((text) => text.startsWith('### Records are quarantined'));
    expect(quarantined).toContain(`npm run sluice -- redrive --list --stage ${stage}`);
    expect(texts.join()).toContain('aws lambda list-event-source-mappings --function-name token');
    expect(texts.join()).not.toMatch(/STAGE|TRAINER/);
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
    for (const model of models.keys()) {
      expect(shown('Surprise: from 1 on a segment is suspicious')).toContain(
        `"${metrics.surprise}","model","${model}"`,
      );
      expect(shown('Segments in which drift was found')).toContain(`"${metrics.segmentsDrifted}","model","${model}"`);
      expect(shown('Calibration error, since the start')).toContain(`"${metrics.calibrationError}","model","${model}"`);
      expect(shown('Rows that wait for their segment')).toContain(`"${metrics.rowsPending}","model","${model}"`);
    }
  });

  it('shows the scores of each model', () => {
    for (const model of models.keys()) {
      expect(shown('F1')).toContain(`["Sluice/${stage}","${metrics.f1}","model","${model}"`);
      expect(shown('Log loss')).toContain(`["Sluice/${stage}","${metrics.logLoss}","model","${model}"`);
      expect(shown('Accuracy')).toContain(`["Sluice/${stage}","${metrics.accuracy}","model","${model}"`);
    }
  });

  it('shows both sides of a trial, of models that have a champion gate', () => {
    const minutes = settings[stage].dashboardPeriodMinutes;
    const F1 = 'avg(trial.champion.f1) as champion, avg(trial.challenger.f1) as challenger, avg(f1) as served';
    expect(shown('clicks: F1 in trials')).toContain(`| stats ${F1} by bin(${minutes}m)`);
    expect(shown('clicks: log loss in trials')).toMatch(/trial\.champion\.logLoss.*trial\.challenger\.logLoss/);
    expect(shown('clicks: accuracy in trials')).toMatch(/trial\.champion\.accuracy.*trial\.challenger\.accuracy/);
    expect(shown('clicks: evidence for the challenger, and its share')).toMatch(/trial\.evidence.*trial\.share/);
    expect(titles.filter((title) => /^tutorial: .*(trial|challenger)/.test(title))).toEqual([]);
  });

  it('shows whom a committee listens to, every member, and how well each has done', () => {
    const weights = shown('clicks: whom the committee listens to, weights');
    const losses = shown('clicks: log loss of each member, since the start');
    expect(weights.match(/avg\(members\./g)).toHaveLength(15);
    expect(weights).toContain('avg(members.kalman_10_noise.weight) as kalman_10_noise');
    expect(losses).toContain('avg(members.kalman_10_noise.logLoss) as kalman_10_noise');
    expect(titles.filter((title) => /^tutorial: .*(member|committee)/.test(title))).toEqual([]);
  });

  it('shows of all models what they scored since the start, their calibration, and the last verdicts in their sentences', () => {
    expect(shown('Since the start')).toMatch(/latest\(quality\.auc\) as AUC.* by model"/);
    expect(shown('Calibration: probabilities given, and what came')).toMatch(
      /latest\(tenth\.given\).*latest\(tenth\.came\)/,
    );
    expect(shown('The last segments that were not simply accepted, and why')).toMatch(/verdict\.sentence/);
    for (const { type, properties } of widgets) {
      if (type === 'log')
        expect(properties.view).toBe(/ by bin\(/.test(properties.query ?? '') ? 'timeSeries' : 'table');
    }
  });

  it('has every picture that docs/live.md names for a part of the live page', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/live.md'), 'utf8');
    const section = page.split('## On AWS: the dashboard')[1].split('\n## ')[0];
    const named = [...section.matchAll(/"([^"]+)"/g)].map(([, title]) => title.replace('MODEL', 'clicks'));
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((title) => !titles.includes(title))).toEqual([]);
  });

  it('stays within what CloudWatch takes', () => {
    expect(widgets.length).toBeLessThanOrEqual(500);
    for (const { properties } of widgets) expect(properties.metrics?.length ?? 0).toBeLessThanOrEqual(500);
    expect(JSON.stringify(templatesOf(stage).pipeline.toJSON()).length).toBeLessThan(1_000_000); // of a template
  });

  it('lays every widget beside another, over none', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('shows each verdict of each model', () => {
    const { segmentsAccepted, segmentsHeld, segmentsRejected, segmentsPromoted } = metrics;
    for (const verdict of [segmentsAccepted, segmentsHeld, segmentsRejected, segmentsPromoted]) {
      for (const model of models.keys())
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
