import { describe, expect, it } from 'vitest';
import { failureRows } from '../../simulation/failure-table.ts';
import { PLANT_SCHEDULES } from '../../simulation/planted.ts';
import { plantNames } from '../../simulation/plants.ts';
import { simulateCommand, simulated } from './commands.ts';

/** Another session may have the processor. */
const timeout = 300_000;

describe('npm run simulate', () => {
  it('breaks no promise in 5,000 schedules, and each row of the table of failures occurs', { timeout }, () => {
    const { status, schedules, violations, missing, faults } = simulated('--schedules', '5000');
    expect(violations).toEqual([]);
    expect(missing).toEqual([]);
    expect(Object.keys(faults)).toEqual(failureRows);
    expect(schedules).toBe(5_000);
    expect(status).toBe(0);
  });

  it('breaks no promise under any fault at any await point of a small world, nor any two', { timeout }, () => {
    const { status, exhaustive, violations } = simulated('--exhaustive');
    expect(violations).toEqual([]);
    expect(exhaustive.cases).toBeGreaterThan(10_000);
    expect(status).toBe(0);
  });

  it('finds every planted bug within 5,000 schedules', { timeout }, () => {
    const { status, planted } = simulated('--plant', 'all');
    expect(Object.keys(planted)).toEqual(plantNames);
    expect(plantNames.length).toBeGreaterThanOrEqual(15);
    expect(Object.entries(planted).filter(([, { found }]) => !found)).toEqual([]);
    for (const { schedules } of Object.values(planted)) expect(schedules).toBeLessThanOrEqual(PLANT_SCHEDULES);
    expect(status).toBe(0);
  });

  it('makes the same schedules of the same seed', () => {
    const { seconds: _, ...first } = simulated('--schedules', '50', '--seed', '7');
    const { seconds: _again, ...second } = simulated('--schedules', '50', '--seed', '7');
    expect(second).toEqual(first);
  });

  it('says what is wrong with a wrong usage, and exits with 2', () => {
    expect(simulateCommand('--schedules', 'many')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Expected a whole number'),
    });
    expect(simulateCommand('--plant', 'nothing')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('put-without-condition'),
    });
  });
});
