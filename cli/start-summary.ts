import { count } from '../report/numbers.ts';
import type { Summary } from '../report/summary.ts';

/** What `npm start --json` prints. */
export interface StartResult {
  readonly endpoint: string;
  readonly model: string;
  readonly version: number;
  readonly learner: string;
  readonly gate: string;
  readonly scenario: string;
  readonly seed: number;
  readonly records: { readonly sent: number } & Summary['records'];
  readonly segments: Summary['segments'];
  /** Rows of the records taken. */
  readonly rows: number;
  readonly f1: number | null;
  readonly accuracy: number | null;
  readonly logLoss: number | null;
  readonly rowsPerSecond: number;
  readonly seconds: Readonly<Record<string, number>>;
  /** The report's file. */
  readonly report: string;
}

/** The same for people, with what the gate decided. */
export function summaryLines(result: StartResult, decisions: readonly string[]): string[] {
  const { records, segments, seconds } = result;
  const phases = Object.entries(seconds).map(([phase, time]) => `${phase} ${time.toFixed(1)} s`);
  return [
    `model      ${result.model}, version ${count(result.version)} (learner ${result.learner}, gate ${result.gate})`,
    `stream     scenario ${result.scenario}, seed ${result.seed}`,
    `records    ${count(records.sent)} sent: ${count(records.taken)} taken, ${count(records.duplicates)} duplicates skipped, ${count(records.quarantined)} quarantined`,
    `segments   ${count(segments.accepted)} accepted, ${count(segments.held)} held, ${count(segments.rejected)} rejected, ${count(segments.promoted)} promoted`,
    ...decisions.map((line, i) => `${i === 0 ? 'decisions' : '         '}  ${line}`),
    `rows       ${count(result.rows)}, ${count(result.rowsPerSecond)} a second`,
    `scores     F1 ${shown(result.f1)}, accuracy ${shown(result.accuracy)}, log loss ${shown(result.logLoss)} nats (each row predicted before it was learned)`,
    `time       ${phases.join(', ')}`,
    `report     ${result.report}`,
  ];
}

function shown(score: number | null): string {
  return score === null ? 'none yet' : score.toFixed(4);
}
