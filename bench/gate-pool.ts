import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { GateJob, GateResult } from './gate-run.ts';

/** Runs jobs on all cores, a thread on each; results in the order of the jobs. */
export async function runOnAllCores(jobs: readonly GateJob[], onDone: (done: number) => void): Promise<GateResult[]> {
  const results: GateResult[] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./gate-worker.ts', import.meta.url));
    try {
      while (next < jobs.length) {
        const index = next++;
        worker.postMessage(jobs[index]);
        const [result] = await once(worker, 'message'); // an error of the worker rejects this
        results[index] = result as GateResult;
        onDone(++done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, availableParallelism()) }, work));
  return results;
}
