import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contenders, type GateJob, runGateJob } from '../../bench/gate-run.ts';
import { gateTable, summariseGates } from '../../bench/gate-summary.ts';

const job = (varied: Partial<GateJob> = {}): GateJob => ({
  scenario: 'fixed',
  seed: 1,
  segments: 120,
  learner: 'sgd',
  ...varied,
});
const root = join(import.meta.dirname, '..', '..');

describe('a run of the gate benchmark', () => {
  it('gives the same figures twice, others for another seed', () => {
    expect(runGateJob(job())).toEqual(runGateJob(job()));
    expect(runGateJob(job({ seed: 2 })).none.f1).not.toBe(runGateJob(job()).none.f1);
  });

  it('has an oracle that holds exactly what is harmful, and is no gate where nothing is', () => {
    const { none, oracle, champion } = runGateJob(job({ scenario: 'flipped-30' }));
    expect([oracle.caught, oracle.falseHeld, none.caught, none.falseHeld]).toEqual([1, 0, 0, 0]);
    expect(oracle.f1).toBeGreaterThan(none.f1 + 0.05);
    expect(champion.f1).toBeGreaterThan(none.f1);
    const quiet = runGateJob(job());
    expect(quiet.oracle).toEqual(quiet.none);
    expect(quiet.champion.caught).toBeNull();
  });

  it('scores on clean labels: with harmful segments left out, the oracle knows as much as in a quiet stream', () => {
    const [poisoned, quiet] = (['flipped-10', 'fixed'] as const).map((scenario) => runGateJob(job({ scenario })));
    expect(Math.abs(poisoned.oracle.f1 - quiet.none.f1)).toBeLessThan(0.01);
    expect(Math.abs(poisoned.oracle.logLoss - quiet.none.logLoss)).toBeLessThan(0.02);
  });

  it('counts the segments until nine tenths of what a change cost are back, and nothing without a change', () => {
    const changed = runGateJob(job({ scenario: 'abrupt', seed: 2 }));
    expect(changed.none.recovery).toBeGreaterThan(0);
    expect(changed.none.recovery).toBeLessThan(20);
    expect(runGateJob(job()).none.recovery).toBeNull();
  });
});

describe('the summary over seeds', () => {
  const results = [1, 2, 3].map((seed) => runGateJob(job({ scenario: 'flipped-30', seed })));
  const summary = summariseGates(results);

  it('is the mean, with nine tenths of the seeds between low and high', () => {
    for (const name of contenders) {
      const { mean, low, high } = summary[name].f1;
      const scores = results.map((result) => result[name].f1);
      expect(mean).toBeCloseTo(scores.reduce((sum, f1) => sum + f1, 0) / 3, 12);
      expect(low).toBeGreaterThanOrEqual(Math.min(...scores));
      expect(high).toBeLessThanOrEqual(Math.max(...scores));
      expect(low).toBeLessThanOrEqual(high);
    }
  });

  it('puts what is regained between no gate and the oracle', () => {
    expect([summary.none.regained, summary.oracle.regained]).toEqual([0, 1]);
    expect(summary.champion.regained).toBeGreaterThan(0.5);
    expect(summary.champion.regained).toBeLessThan(1.05);
    expect(summariseGates([runGateJob(job())]).champion.regained).toBeNull();
  });

  it('is a row of the table', () => {
    const table = gateTable({ learner: 'sgd', seeds: 3, segments: 120, scenarios: { 'flipped-30': summary } });
    expect(table.split('\n')).toHaveLength(3);
    expect(table).toMatch(/^\| flipped-30 \| \.\d{3} \/ \.\d{3} \/ \.\d{3} \/ \.\d{3} \| \+\.\d{4} \| /m);
  });
});

describe('the command', () => {
  const bench = (...args: string[]) =>
    execFileSync(process.execPath, [join(root, 'bench', 'bench.ts'), ...args], { encoding: 'utf8', stdio: 'pipe' });

  it('prints one JSON document: gates by scenario', () => {
    const args = ['--seeds', '2', '--segments', '60', '--scenario', 'fixed', '--scenario', 'burst-5'];
    const result = JSON.parse(bench('gate', ...args, '--json'));
    expect(result).toMatchObject({ learner: 'sgd', seeds: 2, segments: 60 });
    expect(Object.keys(result.scenarios)).toEqual(['fixed', 'burst-5']);
    for (const by of Object.values(result.scenarios)) expect(Object.keys(by as object)).toEqual([...contenders]);
  });

  it('says what it does not know, and what it knows', () => {
    expect(() => bench('gate', '--scenario', 'nix')).toThrow(/Expected one of fixed, .*, got nix/);
  });
});
