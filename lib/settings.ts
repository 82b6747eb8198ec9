import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Deployments that can stand side by side in one account. `local` is the one that `npm start` makes. */
export type Stage = 'dev' | 'prod' | 'local';

/** Everything in which stages differ. */
export interface Settings {
  readonly state: StateSettings;
  readonly trainer: TrainerSettings;
  readonly producer: FunctionSettings;
  readonly predictor: PredictorSettings;
  /** What gives rows a label by timeout, each minute: under a minute of time. */
  readonly labeller: FunctionSettings;
  readonly schedule: ScheduleSettings;
  /** How long the log of a function is kept. */
  readonly logRetention: RetentionDays;
  /** What one point in the dashboard covers. */
  readonly dashboardPeriodMinutes: number;
  readonly alarms: AlarmSettings;
}

/** What is never thrown away, and for how long the rest is kept. */
export interface StateSettings {
  /** As many shards as the traffic needs, or a set number: each takes 1 MB or 1,000 records a second. */
  readonly stream: { readonly mode: 'on-demand' } | { readonly mode: 'provisioned'; readonly shards: number };
  /** How long the stream keeps a record: the time there is to repair a trainer that fails. At most 365. */
  readonly streamRetentionDays: number;
  /** How long an object is kept after it was replaced or deleted: how far back a model can be restored. */
  readonly historyDays: number;
  /** When quarantined records and batches that were given up are deleted. */
  readonly quarantineDays: number;
  /** Whether table and stack refuse to be deleted until someone lifts the protection. */
  readonly deletionProtection: boolean;
}

export interface FunctionSettings {
  /** The processor comes with it: 1,769 MiB are one core. */
  readonly memoryMiB: number;
  /** At most 900. */
  readonly timeoutSeconds: number;
}

export interface TrainerSettings extends FunctionSettings {
  /** Records that Lambda hands over at once, at most; 6 MB of them are the limit before that. */
  readonly batchRecords: number;
  /** How long Lambda gathers a batch that is not full: a longer wait is fewer commits, and a model that much older. */
  readonly batchWindowSeconds: number;
  /** When Lambda gives up a record that cannot be taken, and puts it into the bucket. Under the stream's retention. */
  readonly recordAgeDays: number;
}

export interface PredictorSettings extends FunctionSettings {
  /**
   * Who may ask for predictions: `iam`, whom a policy allows it and who signs the request; `none`, everybody who knows the
   * address. @default 'iam'
   */
  readonly auth?: 'iam' | 'none';
  /** How long a snapshot is served before the store is asked for a newer one; each time is a GET, and 10 to 50 ms. */
  readonly lookAgainMs: number;
}

/** What the producer sends by itself. */
export interface ScheduleSettings {
  readonly enabled: boolean;
  readonly everyMinutes: number;
  /** Records that each run sends. */
  readonly records: number;
  /** A name in `records/scenarios/`. */
  readonly scenario: string;
  readonly seed: number;
}

/** Which alarms there are, and whom they tell. */
export interface AlarmSettings {
  /** Whether there are alarms on expressions and queries too. The emulator of `npm start` knows single metrics only. */
  readonly onExpressions: boolean;
  /** An address that gets a message; it must be confirmed once. @default nobody */
  readonly email?: string;
  /**
   * Where docs/runbook.md can be read by whoever is woken, in your copy of the repository: alarms and dashboard link to it.
   * @default none: alarms name the file, and link to the dashboard, which has its sections
   */
  readonly runbookUrl?: string;
  /** ARN of an SNS topic that exists, in the same region. @default none */
  readonly topicArn?: string;
}

/** A day less than the stream keeps a record, so that Lambda still holds the payload of what it gives up. */
const recordAgeDays = 6;
const streamRetentionDays = 7;

export const settings: Readonly<Record<Stage, Settings>> = {
  dev: {
    state: {
      stream: { mode: 'provisioned', shards: 1 },
      streamRetentionDays,
      historyDays: 7,
      quarantineDays: 30,
      deletionProtection: true,
    },
    trainer: { memoryMiB: 1024, timeoutSeconds: 120, batchRecords: 100, batchWindowSeconds: 5, recordAgeDays },
    producer: { memoryMiB: 512, timeoutSeconds: 120 },
    predictor: { memoryMiB: 1024, timeoutSeconds: 30, lookAgainMs: 5_000 },
    labeller: { memoryMiB: 512, timeoutSeconds: 50 },
    schedule: { enabled: true, everyMinutes: 5, records: 50, scenario: 'tour', seed: 1 },
    logRetention: RetentionDays.ONE_WEEK,
    dashboardPeriodMinutes: 5,
    alarms: { onExpressions: true },
  },
  prod: {
    state: {
      stream: { mode: 'on-demand' },
      streamRetentionDays,
      historyDays: 30,
      quarantineDays: 90,
      deletionProtection: true,
    },
    trainer: { memoryMiB: 1769, timeoutSeconds: 300, batchRecords: 500, batchWindowSeconds: 10, recordAgeDays },
    producer: { memoryMiB: 512, timeoutSeconds: 120 },
    predictor: { memoryMiB: 1769, timeoutSeconds: 30, lookAgainMs: 5_000 },
    labeller: { memoryMiB: 512, timeoutSeconds: 50 },
    schedule: { enabled: false, everyMinutes: 5, records: 50, scenario: 'tour', seed: 1 },
    logRetention: RetentionDays.THREE_MONTHS,
    dashboardPeriodMinutes: 5,
    alarms: { onExpressions: true },
  },
  local: {
    state: {
      stream: { mode: 'provisioned', shards: 1 },
      streamRetentionDays,
      historyDays: 1,
      quarantineDays: 1,
      deletionProtection: false,
    },
    trainer: { memoryMiB: 1769, timeoutSeconds: 120, batchRecords: 100, batchWindowSeconds: 0, recordAgeDays },
    producer: { memoryMiB: 512, timeoutSeconds: 120 },
    predictor: { memoryMiB: 1769, timeoutSeconds: 30, lookAgainMs: 1_000 },
    labeller: { memoryMiB: 512, timeoutSeconds: 50 },
    schedule: { enabled: false, everyMinutes: 5, records: 50, scenario: 'tour', seed: 1 },
    logRetention: RetentionDays.ONE_DAY,
    dashboardPeriodMinutes: 1,
    alarms: { onExpressions: false },
  },
};

export const stages = Object.keys(settings) as readonly Stage[];
