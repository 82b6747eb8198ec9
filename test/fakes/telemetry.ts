import type { BatchReport, Telemetry } from '../../lambdas/ports.ts';

/** Remembers what was reported. */
export class RecordingTelemetry implements Telemetry {
  readonly reports: BatchReport[] = [];

  batch(report: BatchReport): void {
    this.reports.push(report);
  }
}
