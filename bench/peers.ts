import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledRows } from '../learning/labelled-rows.ts';

const folder = join(import.meta.dirname, '..', '.local', 'peers');

/** Runs the peers on the same rows, in Python, on one core. Installed once. */
export async function measurePeers(segments: readonly LabelledRows[]): Promise<Record<string, number>> {
  install();
  const input = JSON.stringify({
    width: segments[0].width,
    segmentRows: 100,
    X: segments.flatMap(({ X }) => Array.from(X)),
    y: segments.flatMap(({ y }) => Array.from(y)),
  });
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const { status, stdout, stderr } = spawnSync(join(folder, 'bin', 'python'), [join(import.meta.dirname, 'peers.py')], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...threads },
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`bench/peers.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function install(): void {
  if (existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, '..'), { recursive: true });
  try {
    execFileSync('python3', ['-m', 'venv', draft]);
    const requirements = join(import.meta.dirname, 'peers-requirements.txt');
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    execFileSync(join(draft, 'bin', 'python'), args, { stdio: ['ignore', 'ignore', 'inherit'] });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
