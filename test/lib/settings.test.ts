import { describe, expect, it } from 'vitest';
import { settings, stages } from '../../lib/settings.ts';
import { scenarios } from '../../records/scenarios/table.ts';
import { models } from '../../sluice.config.ts';

describe.each(stages)('settings of %s', (stage) => {
  const { state, trainer, producer, predictor, labeller, schedule, alarms } = settings[stage];

  it('give a record up before the stream forgets it', () => {
    expect(trainer.recordAgeDays).toBe(6);
    expect(state.streamRetentionDays).toBe(7);
  });

  it('stay within the limits of Lambda', () => {
    expect(trainer.batchRecords).toBeGreaterThanOrEqual(100);
    expect(trainer.batchRecords).toBeLessThanOrEqual(10_000);
    expect(trainer.batchWindowSeconds).toBeLessThanOrEqual(300);
    for (const { timeoutSeconds, memoryMiB } of [trainer, producer, predictor, labeller]) {
      expect(timeoutSeconds).toBeLessThanOrEqual(900);
      expect(memoryMiB).toBeGreaterThanOrEqual(512);
    }
  });

  it('let nobody ask for predictions whom no policy names', () => {
    expect(predictor.auth ?? 'iam').toBe('iam');
  });

  it('serve a snapshot for some seconds, and so ask the store less often than they are asked', () => {
    expect(predictor.lookAgainMs).toBeGreaterThanOrEqual(1_000);
    expect(predictor.lookAgainMs).toBeLessThanOrEqual(60_000);
  });

  it('leave a scheduled run time to end before the next', () => {
    expect(producer.timeoutSeconds).toBeLessThan(schedule.everyMinutes * 60);
    expect(labeller.timeoutSeconds).toBeLessThan(60);
  });

  it('name a scenario that there is, for a model that there is', () => {
    const [, scenario] = Object.entries(scenarios).find(([name]) => name === schedule.scenario) ?? [];
    expect(Object.keys(models)).toContain(scenario?.model);
  });

  it('name nobody whom alarms would tell', () => {
    expect(alarms.email).toBeUndefined();
    expect(alarms.topicArn).toBeUndefined();
  });
});

describe('settings', () => {
  it('protect what is not local from deletion', () => {
    expect(stages.filter((stage) => !settings[stage].state.deletionProtection)).toEqual(['local']);
  });

  it('send nothing by themselves in production', () => {
    expect(settings.prod.schedule.enabled).toBe(false);
  });

  it('keep one order locally: one shard, handed over at once', () => {
    expect(settings.local.state.stream).toEqual({ mode: 'provisioned', shards: 1 });
    expect(settings.local.trainer).toMatchObject({ batchRecords: 100, batchWindowSeconds: 0 });
  });
});
