import { parentPort } from 'node:worker_threads';
import { type GateJob, runGateJob } from './gate-run.ts';

/** A thread that runs the jobs it is sent, one after another. */
parentPort?.on('message', (job: GateJob) => parentPort?.postMessage(runGateJob(job)));
