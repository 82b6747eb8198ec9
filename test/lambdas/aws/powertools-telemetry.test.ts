import { afterEach, describe, expect, it, vi } from 'vitest';
import { PowertoolsTelemetry } from '../../../lambdas/aws/powertools-telemetry.ts';
import { metrics } from '../../../lambdas/contract.ts';
import type { BatchReport } from '../../../lambdas/ports.ts';
import { ledgerRowOf, qualityRowOf, segmentResultOf } from '../../builders/ledger-row.ts';
import { linesOf } from '../../fakes/written-lines.ts';

const reportOf = (varied: Partial<BatchReport> = {}): BatchReport => ({
  model: 'clicks',
  received: 6,
  replayed: 0,
  conflicts: 0,
  commit: ledgerRowOf(),
  ...varied,
});

describe('PowertoolsTelemetry', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('writes two lines a batch: the metrics and the log', () => {
    expect(linesOf((telemetry) => telemetry.batch(reportOf()))).toHaveLength(2);
  });

  it('emits the metrics of a batch under the dimension model alone, zeros included', () => {
    const [emf] = linesOf((telemetry) => telemetry.batch(reportOf()));
    expect(emf).toMatchObject({
      model: 'clicks',
      [metrics.recordsIn]: 6,
      [metrics.recordsReplayed]: 0,
      [metrics.recordsTaken]: 3,
      [metrics.recordsDuplicate]: 2,
      [metrics.recordsQuarantined]: 1,
      [metrics.rows]: 12,
      [metrics.segmentsAccepted]: 1,
      [metrics.segmentsHeld]: 0,
      [metrics.segmentsRejected]: 0,
      [metrics.segmentsPromoted]: 0,
      [metrics.commitConflicts]: 0,
      [metrics.version]: 1,
      [metrics.accuracy]: 0.7,
      [metrics.logLoss]: 0.525,
    });
    expect(emf[metrics.f1]).toBeCloseTo(8 / 11, 12);
    expect(emf._aws).toMatchObject({ CloudWatchMetrics: [{ Namespace: 'Sluice/test', Dimensions: [['model']] }] });
  });

  it('emits what became of labels, of commits that took any', () => {
    const labels = { joined: 7, unknown: 0, late: 2, twice: 1 };
    const [emf, log] = linesOf((telemetry) => telemetry.batch(reportOf({ commit: ledgerRowOf({ labels }) })));
    const counts = [metrics.labelsJoined, metrics.labelsUnknown, metrics.labelsLate, metrics.labelsTwice];
    expect(counts.map((name) => emf[name])).toEqual([7, 0, 2, 1]);
    expect(log).toMatchObject({ labels });
    const [without] = linesOf((telemetry) => telemetry.batch(reportOf()));
    for (const name of counts) expect(without).not.toHaveProperty(name);
  });

  it('emits zeros and no scores for a batch that brought nothing new', () => {
    const [emf] = linesOf((telemetry) => telemetry.batch(reportOf({ replayed: 6, commit: undefined })));
    expect(emf).toMatchObject({
      [metrics.recordsReplayed]: 6,
      [metrics.recordsTaken]: 0,
      [metrics.segmentsAccepted]: 0,
    });
    expect(emf).not.toHaveProperty(metrics.f1);
  });

  it('emits how near the most surprising segment came to its limit, where drift was found, and what waits', () => {
    const segments = [
      segmentResultOf({ reading: { surprise: 1, limit: 4 } }),
      segmentResultOf({ reading: { surprise: 6, limit: 4 }, verdict: 'held', drift: ['adwin', 'ddm'] }),
    ];
    const [emf] = linesOf((telemetry) => telemetry.batch(reportOf({ commit: ledgerRowOf({ segments }) })));
    expect(emf).toMatchObject({ [metrics.surprise]: 1.5, [metrics.segmentsDrifted]: 1, [metrics.rowsPending]: 2 });
  });

  it('emits how far probabilities are from what came, once there is a segment', () => {
    const calibration = [
      { rows: 30, meanProbability: 0.25, shareOfPositives: 0.5 },
      { rows: 10, meanProbability: 0.75, shareOfPositives: 0.25 },
    ];
    const quality = { ...qualityRowOf(), calibration };
    const [emf] = linesOf((telemetry) => telemetry.batch(reportOf({ commit: ledgerRowOf({ quality }) })));
    expect(emf[metrics.calibrationError]).toBe((30 * 0.25 + 10 * 0.5) / 40);
    expect(linesOf((telemetry) => telemetry.batch(reportOf()))[0]).not.toHaveProperty(metrics.calibrationError);
  });

  it('keeps models apart', () => {
    const lines = linesOf((telemetry) => {
      telemetry.batch(reportOf({ model: 'tutorial' }));
      telemetry.batch(reportOf({ model: 'clicks' }));
    });
    const emitted = lines.filter((line) => '_aws' in line);
    expect(emitted.map(({ model }) => model)).toEqual(['tutorial', 'clicks']);
    expect(emitted.map((line) => line[metrics.recordsIn])).toEqual([6, 6]);
  });

  it.each([
    [200, 0],
    [400, 0],
    [503, 1],
  ])(
    'emits of an answer with status %d the request, its rows, its time, and %d errors, on one line',
    (status, errors) => {
      const lines = linesOf((telemetry) => telemetry.answered({ model: 'clicks', status, rows: 3, latencyMs: 1.5 }));
      expect(lines).toEqual([
        expect.objectContaining({
          model: 'clicks',
          [metrics.predictRequests]: 1,
          [metrics.predictRows]: 3,
          [metrics.predictErrors]: errors,
          [metrics.predictLatencyMs]: 1.5,
        }),
      ]);
    },
  );

  it('says in the log what was not accepted, and why', () => {
    const held = segmentResultOf({ segment: 9, verdict: 'rejected', sentence: 'rejected: F1 0.100' });
    const commit = ledgerRowOf({ segments: [segmentResultOf(), held] });
    const [, log] = linesOf((telemetry) => telemetry.batch(reportOf({ commit })));
    expect(log).toMatchObject({ level: 'INFO', message: 'batch', version: 1, segments: 2 });
    expect(log.notable).toEqual([{ segment: 9, sentence: 'rejected: F1 0.100' }]);
  });

  it('says in the log where drift was found', () => {
    const drifted = segmentResultOf({ segment: 9, sentence: 'accepted', drift: ['adwin', 'ddm'] });
    const commit = ledgerRowOf({ segments: [segmentResultOf(), drifted] });
    const [, log] = linesOf((telemetry) => telemetry.batch(reportOf({ commit })));
    expect(log.notable).toEqual([{ segment: 9, sentence: 'accepted', drift: 'adwin, ddm' }]);
  });

  it('says in the log how both sides of a trial scored, and how it stands', () => {
    const side = (truePositives: number, logLossSum: number) => ({
      confusion: { truePositives, falsePositives: 0, falseNegatives: 5 - truePositives, trueNegatives: 5 },
      logLossSum,
    });
    const trial = { segments: 3, evidence: -1.25, share: 0.2, f1: { champion: 0, challenger: 0 } };
    const segments = [
      segmentResultOf({ reading: { surprise: 9, limit: 4 } }),
      segmentResultOf({
        reading: { surprise: 1, limit: 4, trial: { ...trial, champion: side(5, 2), challenger: side(1, 8) } },
      }),
      segmentResultOf({
        reading: {
          surprise: 1,
          limit: 4,
          trial: {
            ...trial,
            segments: 4,
            evidence: -2,
            outcome: 'dropped',
            champion: side(5, 4),
            challenger: side(4, 9),
          },
        },
      }),
    ];
    const [, log] = linesOf((telemetry) => telemetry.batch(reportOf({ commit: ledgerRowOf({ segments }) })));
    expect(log.trial).toEqual({
      segments: 4,
      evidence: -2,
      share: 0.2,
      outcome: 'dropped',
      champion: { f1: 1, logLoss: 0.3, accuracy: 1 },
      challenger: { f1: 0.6667, logLoss: 0.85, accuracy: 0.75 }, // 5 of 10 positives found, none wrongly
    });
    expect(linesOf((telemetry) => telemetry.batch(reportOf()))[1]).not.toHaveProperty('trial');
  });

  it('says in the log how good the model has been since its start, and whom its committee listens to', () => {
    const quality = qualityRowOf({ members: [{ name: 'kalman, 10 % noise', weight: 0.123456, logLoss: 0.5 }] });
    const [, log] = linesOf((telemetry) => telemetry.batch(reportOf({ commit: ledgerRowOf({ quality }) })));
    expect(log).toMatchObject({
      quality: { rows: 1234, f1: 0.8, auc: 0.9876, brier: 0.0917, precision: 0.75, recall: 0.85, threshold: 0.4172 },
      members: { kalman_10_noise: { weight: 0.1235, logLoss: 0.5 } },
      calibration: [{ from: 0, given: 0.053, came: 0.061, rows: 1000 }],
    });
    const none = { ...quality, auc: null, members: [] };
    const [, bare] = linesOf((telemetry) => telemetry.batch(reportOf({ commit: ledgerRowOf({ quality: none }) })));
    expect(bare).not.toHaveProperty('members');
    expect(bare.quality).not.toHaveProperty('auc');
  });

  it('keeps a failure on one line, whatever is in its message', () => {
    const lines = linesOf((telemetry) => telemetry.failure(new Error('one\ntwo\u001b[31m\r\nthree')));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'ERROR', message: 'failed' });
  });

  it('tells of a failure its causes and what AWS said of it, and nothing that hangs on it', () => {
    const refused = Object.assign(new Error('Access Denied'), { $metadata: { httpStatusCode: 403 }, body: 'payload' });
    const failure = Object.assign(new Error('quarantine failed', { cause: refused }), { records: ['payload'] });
    const [line] = linesOf((telemetry) => telemetry.failure(failure));
    expect(JSON.stringify(line)).not.toContain('payload');
    expect(line.error).toMatchObject({
      name: 'Error',
      message: 'quarantine failed',
      cause: { message: 'Access Denied', $metadata: { httpStatusCode: 403 } },
    });
  });

  it('says of what was thrown without being an error only its type', () => {
    expect(linesOf((telemetry) => telemetry.failure('payload'))[0]).toMatchObject({ error: 'string' });
  });

  it('throws nothing when nothing can be written', () => {
    vi.spyOn(process.stdout, 'write').mockImplementation(() => {
      throw new Error('EPIPE');
    });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const telemetry = new PowertoolsTelemetry('trainer', 'Sluice/test');
    expect(() => telemetry.batch(reportOf())).not.toThrow();
    expect(() => telemetry.sent('clicks', 3)).not.toThrow();
    vi.restoreAllMocks();
  });

  it('says on one line that a report was lost', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const unreadable = Object.defineProperty(reportOf(), 'commit', {
      get() {
        throw new Error('one\ntwo');
      },
    });
    new PowertoolsTelemetry('trainer', 'Sluice/test').batch(unreadable);
    expect(warn.mock.calls.map(([line]) => line.includes('\n'))).toEqual([false]);
    expect(JSON.parse(warn.mock.calls[0][0])).toMatchObject({
      message: 'telemetry lost',
      error: { message: 'one\ntwo' },
    });
    vi.restoreAllMocks();
  });
});
