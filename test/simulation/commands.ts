import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { SimulationResult } from '../../simulation/simulation.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** `npm run simulate` as it is called by a person. */
export function simulateCommand(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['simulation/simulate.ts', ...given], {
    cwd: root,
    encoding: 'utf8',
    env: {},
  });
  return { status, stdout, stderr };
}

/** The same, with its JSON document read. */
export function simulated(...given: string[]): SimulationResult & { readonly status: number | null } {
  const { status, stdout, stderr } = simulateCommand(...given, '--json');
  if (stdout === '') throw new Error(`simulate ${given.join(' ')} wrote nothing: ${stderr}`);
  return { ...JSON.parse(stdout), status };
}
